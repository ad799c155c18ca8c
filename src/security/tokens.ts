import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { badInput } from '../errors.js';
import { isLoopback } from '../lib/loopback.js';
import { keptIn } from '../lib/memo.js';
import { type Identity, type TokenCredential, unauthenticated } from './identity.js';
import { expectedKey } from './keys.js';
import { protocolLimits } from './limits.js';
import { Provider } from './provider.js';
import { type RowKind, rowKinds } from './rows.js';

/** Signed by the issuer's private key: with a shared one (HS256) who checks a token could also make it. */
const signatures = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

const place = z.url().refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}, 'expected https://…, or http:// of this machine');

const name = z.string().min(1);
/** A claim by its name, or by the names on the way to it: [realm_access, roles]. */
const claim = z.union([name, z.array(name).min(1)]);
const several = z.union([name.transform((one) => [one]), z.array(name).min(1)]);
const kinds = Object.keys(rowKinds) as RowKind[];
/** What is somebody's own, each kind by its name unless it is said. */
const ownClaims = Object.fromEntries(kinds.map((kind) => [kind, claim.default(kind)])) as Record<
  RowKind,
  ReturnType<typeof claim.default>
>;

/** Who gives tokens out, in the policies file, and what is believed of them. */
export const issuerEntry = z.strictObject({
  issuer: place,
  /** What tokens for this gateway say that they are for. */
  audience: several,
  algorithms: z.array(z.enum(signatures)).min(1),
  /** Where the issuer's keys are. Left out: where its OpenID description says. */
  jwks: place.optional(),
  /** The header `typ`. Left out: JWT, at+jwt or none. */
  type: name.optional(),
  claims: z.strictObject({ subject: claim.default('sub'), roles: claim.default('roles'), ...ownClaims }).prefault({}),
  /** Roles of this file by what the issuer calls them. What is not in it gives nothing. */
  roles: z.record(name, several),
  /** By which browsers sign in there (authorization code and PKCE). */
  signIn: z
    .strictObject({
      clientId: name,
      /** A file with the client's secret. Left out: a public client. */
      clientSecretFile: name.optional(),
      scopes: z.array(name).default(['openid']),
    })
    .optional(),
});

/** With its name in the policies. */
export type Issuer = z.infer<typeof issuerEntry> & { readonly name: string };

/** Issuers by their URLs. Errors: BAD_USER_INPUT where two have one. */
export function issuersByUrl(entries: Readonly<Record<string, z.infer<typeof issuerEntry>>>): ReadonlyMap<string, Issuer> {
  const byUrl = new Map<string, Issuer>();
  for (const [name, entry] of Object.entries(entries)) {
    const other = byUrl.get(entry.issuer);
    if (other) throw badInput(`tokens: expected an issuer once, found ${entry.issuer} as ${other.name} and ${name}.`);
    byUrl.set(entry.issuer, { ...entry, name });
  }
  return byUrl;
}

/** What a proved token gives now: its roles by the issuer's map. Errors: UNAUTHENTICATED where its time is over or its issuer is no more. */
export function identityOfToken(
  issuers: ReadonlyMap<string, Issuer>,
  { issuer, subject, roles, own, expires }: TokenCredential,
  now: Date,
): Identity {
  const entry = issuers.get(issuer);
  if (!entry) throw unauthenticated('Tokens of this issuer are not taken any more. Sign in anew.');
  const until = new Date(expires);
  if (until <= now) throw unauthenticated(`It ended at ${expires}. Sign in anew.`);
  const known = roles.flatMap((role) => (Object.hasOwn(entry.roles, role) ? entry.roles[role]! : []));
  return { ...own, subject, roles: [...new Set(known)], until };
}

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
      kinds.map((kind) => [kind, textsOf(claimOf(payload, claims[kind]))] as const).filter(([, texts]) => texts.length > 0),
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
