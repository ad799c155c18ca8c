import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { ZodError } from 'zod';
import { badInput, type ErrorCode, MartletError } from '../../errors.js';

/** The HTTP status of each error. */
export const statuses: Readonly<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNKNOWN_NAME: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  UNTRUSTED_DOCUMENT: 403,
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
export function refuse(reply: FastifyReply, error: MartletError, status = statuses[error.code]): FastifyReply {
  const { code, message, details } = error;
  return withStatus(reply, error, status).send({ code, message, ...details, requestId: reply.request.id });
}

/** The head of an error's answer, whatever its body is: how to sign in, and when to come again. */
export function withStatus(reply: FastifyReply, { details }: MartletError, status: number): FastifyReply {
  if (status === 401)
    reply.header('www-authenticate', reply.request.headers.authorization ? 'Bearer error="invalid_token"' : 'Bearer');
  if (details.retryAfterMs) reply.header('retry-after', Math.ceil(details.retryAfterMs / 1000));
  return reply.code(status).header('cache-control', 'no-store').type('application/json');
}

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The other methods of a path are refused with those that it has, before a body is looked at. */
export function allowOnly(
  scope: FastifyInstance,
  url: string,
  allowed: readonly HTTPMethods[],
  tell: (reply: FastifyReply, error: MartletError, status: number) => FastifyReply = refuse,
): void {
  const expected = allowed.join(', ');
  const other = async ({ method }: FastifyRequest, reply: FastifyReply) =>
    tell(reply.header('allow', expected), badInput(`Expected ${expected}, found ${method}.`), 405);
  scope.route({ method: methods.filter((each) => !allowed.includes(each)), url, onRequest: other, handler: other });
}

/** As clients see it: our own in full, anything else is logged and told without a word of what it was. */
export function clientError(error: FastifyError, { log }: FastifyRequest): MartletError {
  if (error instanceof MartletError) return error;
  log.error({ err: error }, 'a request failed');
  return new MartletError('INTERNAL', 'The gateway failed; the request id is in its log.');
}

/** The same of whatever was thrown, with its status: what the HTTP layer says of a request (no JSON, too long, too late) is the client's fault. */
export function problemOf(error: FastifyError, request: FastifyRequest) {
  const { statusCode = 500 } = error;
  if (!(error instanceof MartletError) && statusCode < 500) return { error: badInput(error.message), status: statusCode };
  const told = clientError(error, request);
  return { error: told, status: statuses[told.code] };
}

/** Every problem of what a client sent, each a sentence with its place. */
export const problemsOf = ({ issues }: ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}.`).join(' ');
