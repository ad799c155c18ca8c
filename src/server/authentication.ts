import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditEntry } from '../ledger/audit/audit.js';
import { LastMinute } from '../lib/last-minute.js';
import type { Policies } from '../security/policies.js';
import { developer, type Viewer, withPurpose } from '../security/viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, known before the body is read; of a WebSocket the developer, until it says who it is. */
    viewer: Viewer;
  }
}

export type ViewerOf = (request: Pick<FastifyRequest, 'headers'>) => Viewer;

export interface Authentication {
  /** Errors: UNAUTHENTICATED, FORBIDDEN for a purpose that is not the viewer's. */
  readonly viewerOf: ViewerOf;
  /** Other policies hold from now on. */
  readonly onChange: (listener: () => void) => void;
  close(): void;
}

/** A key or a role that is taken away must be so within five seconds. */
const lookMs = 2000;

/**
 * How a request's viewer is found. Without policies everyone is the developer, which is why only loopback is served then. A policy file that
 * changes holds at once; one that is broken leaves the old one in force, and the log says so. Errors: of the first reading, as `loadPolicies`.
 */
export function authentication(path: string | null, load: (path: string) => Policies, log: FastifyBaseLogger): Authentication {
  if (path === null) return { viewerOf: () => developer, onChange: () => {}, close: () => {} };
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
  return {
    viewerOf: ({ headers }) => {
      const [scheme, secret] = (headers.authorization ?? '').split(' ');
      const viewer = policies.authenticate(scheme?.toLowerCase() === 'bearer' ? secret : undefined);
      const purpose = headers['x-martlet-purpose'];
      return withPurpose(viewer, typeof purpose === 'string' && purpose !== '' ? purpose : undefined);
    },
    onChange: (listener) => listeners.push(listener),
    close: () => clearInterval(look),
  };
}

/** Tells one state of a file from another; none where it is gone. */
function stampOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : 'gone';
}

/**
 * Nobody unknown gets as far as having a body read. A WebSocket may say who it is in its first message. Who is refused is in the audit; where
 * that comes again and again from one address the answer is made to wait, and no more lines are written.
 */
export function authenticated(
  scope: FastifyInstance,
  { viewerOf }: Pick<Authentication, 'viewerOf'>,
  audit: (entry: AuditEntry) => Promise<unknown>,
): void {
  const refused = new LastMinute();
  scope.addHook('onRequest', async (request) => {
    if (request.ws) return;
    try {
      request.viewer = viewerOf(request);
    } catch (error) {
      const isOften = refused.since(request.ip).length >= mostRefusals;
      refused.add(request.ip, mostRefusals);
      if (isOften) await sleep(slowMs);
      else await audit(refusalOf(request, error as Error)).catch((err) => request.log.error({ err }, 'no line in the audit'));
      throw error;
    }
  });
}

const slowMs = 1000;
/** Of an address within a minute, each with its line. */
const mostRefusals = 10;

/** By the key's id, which is no secret; what was sent as a key is not written down. */
function refusalOf({ headers, ip, method, url }: FastifyRequest, error: Error): AuditEntry {
  const key = /^bearer martlet_([a-z0-9]{6,32})_/i.exec(headers.authorization ?? '')?.[1] ?? null;
  return {
    subject: key === null ? 'unknown' : `key ${key}`,
    action: 'refused: request',
    decision: 'DENIED',
    detail: { ip, method, path: url.split('?')[0], why: error.message.slice(0, 300) },
  };
}
