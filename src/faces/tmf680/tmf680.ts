import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { channelsOf } from '../../campaigns/channels.js';
import { decide } from '../../campaigns/recommendations/decide.js';
import { findDecision } from '../../campaigns/recommendations/find-decision.js';
import { resolveNumber } from '../../campaigns/recommendations/resolve-number.js';
import { badInput, MartletError } from '../../errors.js';
import { protocolLimits } from '../../security/limits.js';
import type { RequestContext } from '../context.js';
import { clientError, statuses } from '../rest/refuse.js';
import { base, questionOfResource, resourceOf } from './resource.js';

/**
 * Recommendations for systems that speak TM Forum's Recommendation Management (TMF680, v4): POST decides as `recommendations` of the graph
 * does, GET tells what was decided. Same viewers, policies and record.
 */
export function tmf680(
  app: FastifyInstance,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>,
): void {
  app.register(async (scope) => {
    scope.setErrorHandler(async (error: FastifyError, request, reply) => refuse(reply, errorOf(error, request)));
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(common));
    scope.post(base, async (request, reply) => {
      const context = await contextOf(request, reply);
      const { timeZone } = channelsOf(context);
      const { number, asked } = questionOfResource(request.body, context.catalogue);
      const decision = await decide({ id: await resolveNumber(number, context), ...asked }, context);
      const answer = resourceOf(decision, timeZone, context);
      return reply.code(201).header('location', answer.href).send(answer);
    });
    scope.get<{ Params: { id: string } }>(`${base}/:id`, async (request, reply) => {
      const context = await contextOf(request, reply);
      const { id } = request.params;
      const decision = await findDecision(id, context);
      return decision ? resourceOf(decision, channelsOf(context).timeZone, context) : refuse(reply, noDecision(id), 404);
    });
    const other = async (request: FastifyRequest, reply: FastifyReply) => {
      const expected = request.routeOptions.url === base ? 'POST' : 'GET, HEAD';
      return refuse(reply.header('allow', expected), badInput(`Expected ${expected}, found ${request.method}.`), 405);
    };
    // Before the body is looked at.
    scope.route({ method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], url: base, onRequest: other, handler: other });
    const one = `${base}/:id`;
    scope.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], url: one, onRequest: other, handler: other });
  });
}

const common = { 'cache-control': 'no-store', vary: 'authorization, accept-language', 'x-content-type-options': 'nosniff' };

const noDecision = (id: string) =>
  badInput(`Expected the id of a decision about a number that you may see, found ${JSON.stringify(id.slice(0, 60))}.`);

/** What the HTTP layer says of a body (no JSON, too long) is the caller's fault as well. */
function errorOf(error: FastifyError, request: FastifyRequest): MartletError {
  if (error instanceof MartletError || (error.statusCode ?? 500) >= 500) return clientError(error, request);
  return badInput(
    `The body: expected JSON below ${protocolLimits.bodyBytes / 1e6} MB, of content-type application/json. ${error.message}`,
  );
}

/** An error as TM Forum's APIs have it. */
function refuse(reply: FastifyReply, { code, message, details }: MartletError, status = statuses[code]): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (details.retryAfterMs) reply.header('retry-after', Math.ceil(details.retryAfterMs / 1000));
  return reply
    .code(status)
    .type('application/json')
    .send({ '@type': 'Error', code, reason: STATUS_CODES[status], message, status: String(status) });
}
