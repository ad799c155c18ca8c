import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MartletError } from '../errors.js';
import { keptIn } from '../lib/memo.js';
import { Purse } from '../lib/purse.js';
import type { Limits } from '../security/limits.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Ends what the request counts for; null once it has. */
    leave?: (() => void) | null;
  }
}

/** What a subject has under way, and what it may still have. */
interface Asking {
  running: number;
  /** Requests that may begin at once: so many more a second. */
  readonly requests: Purse;
  /** Bytes that may be sent: so many more a minute. A larger answer is not broken off, and the next one waits until it is made up for. */
  readonly bytes: Purse;
}

/** Holds each viewer to its requests at a time and a second and to the bytes of their answers, whatever keys it uses. Errors: TOO_BUSY. */
export function admission(scope: FastifyInstance): void {
  const all = new Map<string, Asking>();
  scope.addHook('onRequest', async (request) => {
    if (request.ws) return;
    const { subject, limits } = request.viewer;
    const asking = keptIn(all, subject, () => ({
      running: 0,
      requests: new Purse(limits.requestsPerSecond, 1000),
      bytes: new Purse(limits.bytesPerMinute, 60_000),
    }));
    admit(asking, limits);
    // A connection's answers come one after the other, compressed where they are: what it carries until then is this one.
    const { socket } = request.raw;
    const before = socket.bytesWritten;
    request.leave = () => {
      asking.running -= 1;
      asking.bytes.take(socket.bytesWritten - before);
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
  if (asking.running >= requestsAtOnce) throw tooMany(`${requestsAtOnce} requests of yours at a time`);
  if (asking.requests.grown(requestsPerSecond) < 1) throw tooMany(`${requestsPerSecond} requests of yours a second`);
  const bytes = asking.bytes.grown(bytesPerMinute);
  if (bytes <= 0)
    throw tooMany(
      `${bytesPerMinute.toLocaleString('en')} bytes of answers and files to you a minute`,
      1000 + (-bytes / bytesPerMinute) * 60_000,
    );
  asking.running += 1;
  asking.requests.take(1);
}

const tooMany = (most: string, retryAfterMs = 1000) =>
  new MartletError('TOO_BUSY', `Expected at most ${most}, found more. Wait ${Math.ceil(retryAfterMs / 1000)} s.`, {
    retryAfterMs: Math.ceil(retryAfterMs),
  });
