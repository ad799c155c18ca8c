import { statSync } from 'node:fs';
import type { FastifyBaseLogger } from 'fastify';
import type { Policies } from '../security/policies.js';

/** The policies that hold, whatever becomes of their file. */
export interface WatchedPolicies {
  current(): Policies;
  /** Other policies hold from now on. */
  onChange(listener: () => void): void;
  close(): void;
}

/** A key or a role that is taken away must be so within five seconds. */
const lookMs = 2000;

/**
 * A policy file that changes holds at once; one that is broken leaves the old one in force, and the log says so. Errors: of the first reading,
 * as `loadPolicies`.
 */
export function watchPolicies(path: string, load: (path: string) => Policies, log: FastifyBaseLogger): WatchedPolicies {
  let policies = load(path);
  const stamps = () => policies.files.map(stampOf).join('\n');
  let seen = stamps();
  const listeners: (() => void)[] = [];
  const look = setInterval(() => {
    const found = stamps();
    if (found === seen) return;
    seen = found;
    try {
      policies = load(path);
      seen = stamps();
      log.info({ path }, 'other policies hold from now on');
      for (const listener of listeners) listener();
    } catch (error) {
      log.error({ err: error, path }, 'the policy file cannot be used: the policies of before still hold');
    }
  }, lookMs);
  look.unref();
  return { current: () => policies, onChange: (listener) => void listeners.push(listener), close: () => clearInterval(look) };
}

/** Tells one state of a file from another; none where it is gone. */
function stampOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : 'gone';
}
