import type { FastifyError, FastifyInstance } from 'fastify';
import { channelsOf } from '../../campaigns/channels.js';
import { decide, statementsOfDecision } from '../../campaigns/recommendations/decide.js';
import { findDecision, ownDecisions } from '../../campaigns/recommendations/find-decision.js';
import { numberOfCustomer, resolveNumber } from '../../campaigns/recommendations/resolve-number.js';
import { badInput } from '../../errors.js';
import type { Cost } from '../../security/spending.js';
import type { RequestContext, ResourceContext } from '../context.js';
import { allowOnly } from '../rest/refuse.js';
import { refuseAsTmf, tmfErrorOf } from './refuse.js';
import { base, type PartyInput, questionOfResource, resourceOf, sceneOf, withFields } from './resource.js';

/**
 * Recommendations for systems that speak TM Forum's Recommendation Management (TMF680, v4): POST decides as `recommendations` of the graph
 * does, GET tells what was decided. Same viewers, policies and record.
 */
export function tmf680(app: FastifyInstance, contextOf: ResourceContext): void {
  app.register(async (scope) => {
    scope.setErrorHandler(async (error: FastifyError, request, reply) => refuseAsTmf(reply, tmfErrorOf(error, request)));
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(common));
    scope.post(base, async (request, reply) => {
      const context = await contextOf(request, reply, { statements: statementsOfDecision, cells: cellsOfDecision });
      const { timeZone } = channelsOf(context);
      const { party, asked } = questionOfResource(request.body, context);
      const id = await numberOf(party, context);
      if (id === null) return refuseAsTmf(reply, noCustomer(party.id), 404);
      const decision = await decide({ id, ...asked }, context);
      const answer = resourceOf(decision, timeZone, context);
      return (answer.href === undefined ? reply : reply.code(201).header('location', answer.href)).send(answer);
    });
    scope.get<{ Querystring: Record<string, string> }>(base, async (request, reply) => {
      const context = await contextOf(request, reply, one);
      const { timeZone } = channelsOf(context);
      const { asked, page, fields } = collectionOf(request.query, context);
      await context.charge({ statements: 0, cells: (page.limit - 1) * cellsOfDecision });
      const { decisions, total } = await ownDecisions(asked, page, context);
      reply.headers({ 'x-total-count': total, 'x-result-count': decisions.length });
      return decisions.map((decision) => withFields(resourceOf(decision, timeZone, context), fields));
    });
    scope.get<{ Params: { id: string }; Querystring: { fields?: string } }>(`${base}/:id`, async (request, reply) => {
      const context = await contextOf(request, reply, one);
      const { id } = request.params;
      const decision = await findDecision(id, context);
      if (!decision) return refuseAsTmf(reply, noDecision(id), 404);
      return withFields(resourceOf(decision, channelsOf(context).timeZone, context), request.query.fields);
    });
    allowOnly(scope, base, ['GET', 'HEAD', 'POST'], refuseAsTmf);
    allowOnly(scope, `${base}/:id`, ['GET', 'HEAD'], refuseAsTmf);
  });
}

/** Attributes of a decision and of its offers. */
const cellsOfDecision = 60;
/** A look at one that was made. */
const one: Cost = { statements: 1, cells: cellsOfDecision };

export const common = {
  'cache-control': 'no-store',
  vary: 'authorization, cookie, accept-language',
  'x-content-type-options': 'nosniff',
};

/** null: no customer that may be seen has the id. Errors: as `resolveNumber`. */
async function numberOf({ id, is }: PartyInput, context: RequestContext): Promise<string | null> {
  if (is === 'customer') return numberOfCustomer(id, context);
  return resolveNumber(is === 'msisdn' ? { msisdn: id } : { id }, context);
}

/** What of the collection is asked for. Errors: BAD_USER_INPUT, UNKNOWN_NAME. */
function collectionOf(query: Readonly<Record<string, string>>, context: RequestContext) {
  const { fields, offset = '0', limit = '20', 'relatedParty.id': number = null, 'channel.id': channel, ...others } = query;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw badInput(
      `Expected fields, offset, limit, relatedParty.id or channel.id, found ${JSON.stringify(unknown.slice(0, 60))}.`,
    );
  const page = { offset: Number(offset), limit: Number(limit) };
  const { decisions } = context.viewer.limits;
  if (!Number.isSafeInteger(page.offset) || page.offset < 0)
    throw badInput(`offset: expected a number from 0, found ${offset.slice(0, 60)}.`);
  if (!Number.isSafeInteger(page.limit) || page.limit < 1 || page.limit > decisions)
    throw badInput(`limit: expected 1 to ${decisions}, found ${limit.slice(0, 60)}.`);
  const scene = channel === undefined ? null : sceneOf(channel, context);
  return { asked: { number, scene }, page, fields };
}

const noCustomer = (id: string) =>
  badInput(
    `relatedParty: expected the id of a customer with a number that you may see, found ${JSON.stringify(id.slice(0, 60))}.`,
  );

const noDecision = (id: string) =>
  badInput(`Expected the id of a decision about a number that you may see, found ${JSON.stringify(id.slice(0, 60))}.`);
