import { MartletError } from '../errors.js';
import type { Holder } from './roles.js';

/**
 * What somebody proved once and a browser session or a link repeats: which secret of which API key they have (by its hash), or what an issuer
 * of tokens says of them. What it is worth, the policies of the moment say.
 */
export type Credential = KeyCredential | TokenCredential;

export interface KeyCredential {
  readonly key: string;
  /** Of the secret, hexadecimal. */
  readonly sha256: string;
}

export interface TokenCredential {
  /** By its name in the policies. */
  readonly issuer: string;
  readonly subject: string;
  /** As the issuer calls them. */
  readonly roles: readonly string[];
  readonly cities: readonly string[];
  /** When the token's time is over, ISO 8601 in UTC. */
  readonly expires: string;
}

/** Who a credential belongs to, in the words of the policies. */
export interface Identity extends Holder {
  /** When it must be proved anew; null: it holds as long as the policies know it. */
  readonly until: Date | null;
}

export const unauthenticated = (message: string, cause?: unknown): MartletError =>
  new MartletError('UNAUTHENTICATED', message, {}, { cause });
