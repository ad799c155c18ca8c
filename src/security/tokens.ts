import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { keptIn } from '../lib/memo.js';
import { type TokenCredential, unauthenticated } from './identity.js';
import { type Issuer, rowClaims } from './issuers.js';
import { expectedKey } from './keys.js';
import { protocolLimits } from './limits.js';
import { Provider } from './provider.js';

const { tokenLetters } = protocolLimits;
/** Seconds by which two clocks may differ. */
const tolerance = 30;
const usualTypes: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

/** Proves tokens by the keys of who gives them out. Keys outlive a change of the policies that leaves the issuer as it is. */
export class Tokens {
  readonly #providers = new Map<string, Provider>();

  constructor(private readonly onFault: (error: unknown, issuer: string) => void) {}

  /**
   * What a token proves. `audience`: for another than this gateway. Errors: UNAUTHENTICATED with what is wrong with it; UNAVAILABLE where
   * the issuer's keys cannot be had.
   */
  async credentialOf(issuers: ReadonlyMap<string, Issuer>, token: string, audience?: string): Promise<TokenCredential> {
    if (issuers.size === 0) throw unauthenticated(expectedKey);
    if (token.length > tokenLetters) throw refused(`expected at most ${tokenLetters} letters, found ${token.length}`);
    try {
      const issuer = issuers.get(decodeJwt(token).iss ?? '');
      if (!issuer) throw refused('its issuer is none that the policies name');
      const { payload, protectedHeader } = await jwtVerify(token, this.providerOf(issuer).keyOf, {
        issuer: issuer.issuer,
        audience: audience ?? issuer.audience,
        algorithms: issuer.algorithms,
        requiredClaims: ['exp'],
        clockTolerance: tolerance,
        ...(issuer.type && { typ: issuer.type }),
      });
      if (!issuer.type && !usualTypes.includes(protectedHeader.typ?.toLowerCase()))
        throw refused('unexpected "typ" of its header');
      return credentialFrom(payload, issuer);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw refused(error.message, error);
      throw error;
    }
  }

  providerOf(issuer: Issuer): Provider {
    return keptIn(
      this.#providers,
      JSON.stringify(issuer),
      () => new Provider(issuer, (error) => this.onFault(error, issuer.name)),
    );
  }
}

/** Of the claims only what the policies ask for is kept: it goes into cookies. */
function credentialFrom(payload: JWTPayload, { issuer, claims, roles }: Issuer): TokenCredential {
  const subject = claimOf(payload, claims.subject);
  if (typeof subject !== 'string' || subject === '')
    throw refused(`expected text as its claim ${[claims.subject].flat().join('.')}`);
  const end = Math.min(payload.exp! + tolerance, Date.now() / 1000 + farSeconds);
  return {
    issuer,
    subject,
    roles: textsOf(claimOf(payload, claims.roles)).filter((role) => Object.hasOwn(roles, role)),
    own: Object.fromEntries(
      rowClaims.map((kind) => [kind, textsOf(claimOf(payload, claims[kind]))] as const).filter(([, texts]) => texts.length > 0),
    ),
    expires: new Date(end * 1000).toISOString(),
  };
}

/** A token may say that it holds for longer than there are dates. */
const farSeconds = 366 * 86_400;

function claimOf(payload: JWTPayload, path: string | readonly string[]): unknown {
  const inside = (value: unknown, step: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as JWTPayload)[step] : undefined;
  return [path].flat().reduce(inside, payload);
}

/** A text, or the texts of a list; of anything else none. */
const textsOf = (value: unknown): readonly string[] => [value].flat().filter((each) => typeof each === 'string');

const refused = (why: string, cause?: unknown) => unauthenticated(`The token is not taken: ${why}. Sign in anew.`, cause);
