import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, MartletError } from '../../errors.js';
import { protocolLimits } from '../../security/limits.js';
import { clientError, statuses, withStatus } from '../rest/refuse.js';

/** What the HTTP layer says of a body (no JSON, too long) is the caller's fault as well. */
export function tmfErrorOf(error: FastifyError, request: FastifyRequest): MartletError {
  if (error instanceof MartletError || (error.statusCode ?? 500) >= 500) return clientError(error, request);
  return badInput(
    `The body: expected JSON below ${protocolLimits.bodyBytes / 1e6} MB, of content-type application/json. ${error.message}`,
  );
}

/** An error as TM Forum's APIs have it. */
export function refuseAsTmf(reply: FastifyReply, error: MartletError, status = statuses[error.code]): FastifyReply {
  const { code, message } = error;
  const reason = STATUS_CODES[status];
  return withStatus(reply, error, status).send({ '@type': 'Error', code, reason, message, status: String(status) });
}
