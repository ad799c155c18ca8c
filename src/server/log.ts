import type { FastifyInstance, FastifyRequest } from 'fastify';
import { watchDiagnostics } from '../lib/diagnostics.js';

// What may stand in the log: nobody's phone number and no key, whatever a client writes where.

/** The route instead of the path, no headers and no query string. */
const request = ({ method, routeOptions, ip }: FastifyRequest) => ({ method, route: routeOptions?.url ?? 'none', ip });

/** Digits that may be somebody's: of a number of China without or with its country code. */
const numbers = /(?<!\d)(?:\+?86)?1\d{10}(?!\d)/g;

const clean = (text = ''): string => text.replace(numbers, '1**********');

interface LoggedError {
  readonly type: string;
  readonly code?: unknown;
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
  [more: string]: unknown;
}

/** An error with its causes; an engine's may quote what it could not read. */
const error = ({ name, code, message, stack, cause }: Error & { readonly code?: unknown }): LoggedError => ({
  type: name,
  ...(code === undefined ? {} : { code }),
  message: clean(message),
  stack: clean(stack),
  ...(cause instanceof Error ? { cause: error(cause) } : {}),
});

export const serializers = { req: request, err: error };

/** At level debug each statement is in the log, by our own words for it. */
export function logStatements(app: FastifyInstance): void {
  const unwatch = watchDiagnostics('statement', (done) => app.log.debug(done, 'statement'));
  app.addHook('onClose', async () => unwatch());
}
