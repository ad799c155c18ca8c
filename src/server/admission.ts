import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MartletError } from '../errors.js';
import type { Viewer } from '../security/viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Ends what the request counts for; null once it has. */
    leave?: (() => void) | null;
  }
}

/** What a subject has under way, and how many requests it may begin at once: they grow by its limit a second, up to it. */
interface Asking {
  running: number;
  allowance: number;
  at: number;
}

/** Holds each viewer to its requests at a time and a second, whatever keys it uses. Errors: TOO_BUSY. */
export function admission(scope: FastifyInstance): void {
  const all = new Map<string, Asking>();
  scope.addHook('onRequest', async (request) => {
    if (request.ws) return;
    const { subject } = request.viewer;
    const asking = all.get(subject) ?? { running: 0, allowance: request.viewer.limits.requestsPerSecond, at: performance.now() };
    all.set(subject, asking);
    admit(asking, request.viewer);
    request.leave = () => {
      asking.running -= 1;
    };
  });
  const leave = async (request: FastifyRequest) => {
    request.leave?.();
    request.leave = null;
  };
  scope.addHook('onResponse', leave);
  scope.addHook('onRequestAbort', leave);
}

function admit(asking: Asking, { limits: { requestsAtOnce, requestsPerSecond } }: Viewer): void {
  const now = performance.now();
  asking.allowance = Math.min(requestsPerSecond, asking.allowance + ((now - asking.at) / 1000) * requestsPerSecond);
  asking.at = now;
  if (asking.running >= requestsAtOnce) throw tooMany(`${requestsAtOnce} requests of yours at a time`);
  if (asking.allowance < 1) throw tooMany(`${requestsPerSecond} requests of yours a second`);
  asking.running += 1;
  asking.allowance -= 1;
}

const tooMany = (most: string) =>
  new MartletError('TOO_BUSY', `Expected at most ${most}, found more. Try again later.`, { retryAfterMs: 1000 });
