import { hkdfSync, type KeyObject } from 'node:crypto';
import { keptIn } from './memo.js';

const made = new WeakMap<KeyObject, Map<string, Uint8Array>>();

/** A key of 256 bits for one use, of the gateway's own: what is made for one use tells nothing of another. Derived once for each. */
export const derivedKey = (key: KeyObject, use: string): Uint8Array =>
  keptIn(
    keptIn(made, key, () => new Map<string, Uint8Array>()),
    use,
    () => new Uint8Array(hkdfSync('sha256', key.export(), '', `martlet ${use}`, 32)),
  );
