import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MartletError } from '../errors.js';
import { keptIn } from '../lib/memo.js';
import type { Limits } from '../security/limits.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Ends what the request counts for; null once it has. */
    leave?: (() => void) | null;
  }
}

/** What a subject has under way, and what it may still have: that grows by its limit a second or a minute, up to it. */
interface Asking {
  running: number;
  /** Requests that may begin at once. */
  requests: number;
  /** Bytes that may be sent. Below 0 where an answer was larger: it is not broken off, and the next one waits until it is made up for. */
  bytes: number;
  at: number;
}

/** Holds each viewer to its requests at a time and a second and to the bytes of their answers, whatever keys it uses. Errors: TOO_BUSY. */
export function admission(scope: FastifyInstance): void {
  const all = new Map<string, Asking>();
  scope.addHook('onRequest', async (request) => {
    if (request.ws) return;
    const { subject, limits } = request.viewer;
    const fresh = () => ({ running: 0, requests: limits.requestsPerSecond, bytes: limits.bytesPerMinute, at: performance.now() });
    const asking = keptIn(all, subject, fresh);
    admit(asking, limits);
    // A connection's answers come one after the other, compressed where they are: what it carries until then is this one.
    const { socket } = request.raw;
    const before = socket.bytesWritten;
    request.leave = () => {
      asking.running -= 1;
      asking.bytes -= socket.bytesWritten - before;
    };
  });
  const leave = async (request: FastifyRequest) => {
    request.leave?.();
    request.leave = null;
  };
  scope.addHook('onResponse', leave);
  scope.addHook('onRequestAbort', leave);
}

function admit(asking: Asking, { requestsAtOnce, requestsPerSecond, bytesPerMinute }: Limits): void {
  const now = performance.now();
  const seconds = (now - asking.at) / 1000;
  asking.requests = grown(asking.requests, seconds, requestsPerSecond);
  asking.bytes = grown(asking.bytes, seconds / 60, bytesPerMinute);
  asking.at = now;
  if (asking.running >= requestsAtOnce) throw tooMany(`${requestsAtOnce} requests of yours at a time`);
  if (asking.requests < 1) throw tooMany(`${requestsPerSecond} requests of yours a second`);
  if (asking.bytes <= 0)
    throw tooMany(
      `${bytesPerMinute.toLocaleString('en')} bytes of answers and files to you a minute`,
      1000 + (-asking.bytes / bytesPerMinute) * 60_000,
    );
  asking.running += 1;
  asking.requests -= 1;
}

/** A limit that is infinite always has enough. */
const grown = (left: number, times: number, limit: number): number =>
  limit === Number.POSITIVE_INFINITY ? limit : Math.min(limit, left + times * limit);

const tooMany = (most: string, retryAfterMs = 1000) =>
  new MartletError('TOO_BUSY', `Expected at most ${most}, found more. Wait ${Math.ceil(retryAfterMs / 1000)} s.`, {
    retryAfterMs: Math.ceil(retryAfterMs),
  });
