import { createRemoteJWKSet, errors, type JWTVerifyGetKey, type RemoteJWKSet } from 'jose';
import { allowInsecureRequests, ClientSecretBasic, type Configuration, discovery, None } from 'openid-client';
import { MartletError } from '../errors.js';
import { readText } from '../lib/files.js';

/** What is asked of who gives tokens out. */
interface Asked {
  readonly issuer: string;
  readonly jwks?: string | undefined;
  readonly signIn?: { readonly clientId: string; readonly clientSecretFile?: string | undefined } | undefined;
}

/** How long a key is taken that its issuer cannot be asked about, and after which time it is asked again. */
const keepMs = 60 * 60_000;
const refreshMs = 5 * 60_000;
const waitMs = 5000;

/** An OpenID provider: how it describes itself, and its keys. Both are asked for when they are first needed. */
export class Provider {
  #description: Promise<Configuration> | undefined;
  #keys: RemoteJWKSet | undefined;
  #askedAt = 0;

  constructor(
    private readonly asked: Asked,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Errors: UNAVAILABLE where it does not answer, or not as the standard has it. */
  describe(): Promise<Configuration> {
    this.#description ??= describe(this.asked).catch((error: unknown) => {
      this.#description = undefined;
      this.onFault(error);
      throw unreachable(this.asked, error);
    });
    return this.#description;
  }

  /** The key that a token names. Errors: of jose where there is none of it; UNAVAILABLE where the keys cannot be had. */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#keySet();
    // While they are still good: a key that was taken back is known soon, and a short silence of the provider stops nobody.
    // A clock that was set back is no reason to wait for hours.
    if (keys.fresh && Math.abs(Date.now() - this.#askedAt) >= refreshMs) {
      this.#askedAt = Date.now();
      keys.reload().catch(this.onFault);
    }
    try {
      return await keys(header, token);
    } catch (error) {
      if (ofTheToken.some((kind) => error instanceof kind)) throw error;
      throw unreachable(this.asked, error);
    }
  };

  async #keySet(): Promise<RemoteJWKSet> {
    const url = this.asked.jwks ?? (await this.describe()).serverMetadata().jwks_uri;
    if (url === undefined) throw unreachable(this.asked, new Error('its description has no jwks_uri'));
    this.#keys ??= createRemoteJWKSet(new URL(url), { cacheMaxAge: keepMs, timeoutDuration: waitMs });
    return this.#keys;
  }
}

const ofTheToken = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

async function describe({ issuer, signIn }: Asked): Promise<Configuration> {
  const url = new URL(issuer);
  const secret = signIn?.clientSecretFile && readText(signIn.clientSecretFile).trim();
  return discovery(url, signIn?.clientId ?? 'martlet', undefined, secret ? ClientSecretBasic(secret) : None(), {
    timeout: waitMs / 1000,
    execute: url.protocol === 'http:' ? [allowInsecureRequests] : [],
  });
}

const unreachable = ({ issuer }: Asked, cause: unknown): MartletError =>
  new MartletError(
    'UNAVAILABLE',
    `${issuer}, which gives tokens out, does not answer as it should. Try again later.`,
    { retryAfterMs: 5000 },
    { cause },
  );
