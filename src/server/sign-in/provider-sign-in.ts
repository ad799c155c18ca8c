import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { type TokenCredential, unauthenticated } from '../../security/identity.js';
import type { Issuer } from '../../security/issuers.js';
import { Seal } from '../../security/seal.js';
import type { Secrets } from '../../security/secret.js';
import type { Tokens } from '../../security/tokens.js';
import { type Cookie, cookieIn, setCookie } from './cookie.js';

/** What the browser keeps while it is at the provider: it must come back with it. */
interface Begun {
  readonly issuer: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** It must come along when the provider sends the browser back, which is another site. */
const cookie: Cookie = { name: 'martlet-sign-in', sameSite: 'lax' };
const holdsMs = 10 * 60_000;

/** Signing in at an OpenID provider: authorization code with PKCE, state and nonce. */
export class ProviderSignIn {
  readonly #seal: Seal;

  constructor(
    secrets: Secrets,
    private readonly tokens: Tokens,
  ) {
    this.#seal = new Seal(secrets, 'sign-in at a provider');
  }

  /** Where the browser goes to sign in. Errors: UNAVAILABLE. */
  async begin(issuer: Issuer, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const provider = await this.tokens.providerOf(issuer).describe();
    const begun = { issuer: issuer.issuer, state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const until = new Date(Date.now() + holdsMs);
    setCookie(cookie, await this.#seal.close(begun, until), until, request, reply);
    const { href } = buildAuthorizationUrl(provider, {
      redirect_uri: `${originOf(request)}/sign-in/${issuer.name}/callback`,
      scope: issuer.signIn!.scopes.join(' '),
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
    });
    return href;
  }

  /** What the provider says of who comes back from it. Errors: UNAUTHENTICATED, UNAVAILABLE, those of openid-client. */
  async finish(issuer: Issuer, issuers: ReadonlyMap<string, Issuer>, request: FastifyRequest): Promise<TokenCredential> {
    const sealed = cookieIn(cookie, request, request.headers.cookie);
    const begun = sealed === undefined ? null : await this.#seal.open<Begun>(sealed);
    if (!begun || begun.issuer !== issuer.issuer)
      throw unauthenticated('This browser has not begun to sign in here, or longer than ten minutes ago. Begin again.');
    const provider = await this.tokens.providerOf(issuer).describe();
    const { id_token } = await authorizationCodeGrant(provider, new URL(request.url, originOf(request)), {
      expectedState: begun.state,
      expectedNonce: begun.nonce,
      pkceCodeVerifier: begun.verifier,
      idTokenExpected: true,
    });
    // The library trusts the connection; the signature is looked at as that of any other token.
    return this.tokens.credentialOf(issuers, id_token!, issuer.signIn!.clientId);
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    setCookie(cookie, '', null, request, reply);
  }
}

const originOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;
