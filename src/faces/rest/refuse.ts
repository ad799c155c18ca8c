import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, MartletError } from '../../errors.js';

/** The HTTP status of each error. */
export const statuses: Readonly<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNKNOWN_NAME: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  STALE_SLICE: 409,
  CONFLICT: 409,
  NOT_PROVIDED: 422,
  TOO_COSTLY: 422,
  INTERNAL: 500,
  TOO_BUSY: 503,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** An error as the answer of an HTTP resource: its code, its message and the request's id as JSON, with the status of the code. */
export function refuse(
  reply: FastifyReply,
  { code, message, details }: MartletError,
  requestId: string,
  status = statuses[code],
): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (details.retryAfterMs) reply.header('retry-after', Math.ceil(details.retryAfterMs / 1000));
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json')
    .send({ code, message, ...details, requestId });
}

/** As clients see it: our own in full, anything else is logged and told without a word of what it was. */
export function clientError(error: FastifyError, { log }: FastifyRequest): MartletError {
  if (error instanceof MartletError) return error;
  log.error({ err: error }, 'a request failed');
  return new MartletError('INTERNAL', 'The gateway failed; the request id is in its log.');
}

/** Is it the entity that the client has already? Weakly compared: who compresses on the way marks it as weak. */
export const isKnown = (given: string | undefined, etag: string): boolean =>
  (given ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
