import { EncryptJWT, jwtDecrypt } from 'jose';
import { derivedKey } from '../lib/derived-key.js';
import type { Secrets } from './secret.js';

/**
 * Seals what the gateway hands out and takes back: nobody else can read or change it. Its key is derived from the secret, so that all
 * gateways with one secret open each other's seals, and after the secret was changed those of the one before; what is sealed for one use cannot be
 * opened for another.
 */
export class Seal {
  readonly #keys: readonly Uint8Array[];

  constructor(secrets: Secrets, use: string) {
    this.#keys = secrets.map(({ key }) => derivedKey(key, use));
  }

  /** `until`: when it can be opened no more. */
  close(content: object, until: Date): Promise<string> {
    return new EncryptJWT({ content })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(until)
      .encrypt(this.#keys[0]!);
  }

  /** What is sealed, as it was given; null where it was not sealed for this use, was changed, or its time is over. */
  async open<T extends object>(sealed: string): Promise<T | null> {
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    for (const key of this.#keys) {
      const opened = await jwtDecrypt<{ content: T }>(sealed, key, options).catch(() => null);
      if (opened) return opened.payload.content;
    }
    return null;
  }
}
