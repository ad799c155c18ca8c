import type { FastifyError, FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Inbox } from '../../campaigns/arrivals/inbox.js';
import { receiveEvents, type ToldEvent } from '../../campaigns/arrivals/receive.js';
import { incomingTypes } from '../../catalogue/offers/reactions.js';
import { badInput, MartletError } from '../../errors.js';
import type { Limits } from '../../security/limits.js';
import type { ResourceContext } from '../context.js';
import { allowOnly, problemOf, refuse } from './refuse.js';

const [one, batch] = ['application/cloudevents+json', 'application/cloudevents-batch+json'] as const;
const text = (most: number) => z.string().min(1).max(most);
const id = z.union([text(60), z.int().transform(String)]);

/** A CloudEvent of ours; what else stands in it is not looked at, and not kept. */
const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: text(200),
  source: text(400),
  type: z.enum(incomingTypes, `expected one of ${incomingTypes.join(', ')}`),
  time: z.iso.datetime({ offset: true, error: 'expected a time, e.g. 2026-10-31T10:00:00+08:00' }).optional(),
  data: z
    .object({ number: id.optional(), msisdn: text(40).optional(), channel: id.optional() })
    .refine(({ number, msisdn }) => (number === undefined) !== (msisdn === undefined), 'expected either number or msisdn'),
});

/**
 * POST /events: what other systems tell as it happens, one CloudEvent (1.0, structured) or a batch. 202 when it is on the disk, once by source
 * and id; 429 where a source tells more than can be written.
 */
export function incomingEvents(app: FastifyInstance, contextOf: ResourceContext, inbox: Inbox): void {
  app.register(async (scope) => {
    scope.addContentTypeParser([one, batch], { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'));
    scope.setErrorHandler(async (error: FastifyError, request, reply) => {
      const problem = problemOf(error, request);
      return refuse(reply, problem.error, problem.status);
    });
    scope.post('/events', async (request, reply) => {
      const { body } = request;
      const context = await contextOf(request, reply, { statements: 1, cells: Array.isArray(body) ? body.length : 1 });
      const told = toldIn(request.headers['content-type'], body, context.viewer.limits);
      const received = await receiveEvents(told, inbox, context).catch((error: unknown) => error);
      // Of the one source, and not of the gateway: others are taken.
      if (received instanceof MartletError && received.code === 'TOO_BUSY') return refuse(reply, received, 429);
      if (!Array.isArray(received)) throw received;
      const answer = told.map(({ source, id: own }, at) => ({ source, id: own, status: received[at]! }));
      return reply.code(202).header('cache-control', 'no-store').send({ events: answer });
    });
    allowOnly(scope, '/events', ['POST']);
  });
}

/** Errors: BAD_USER_INPUT with all that is wrong; none of them is taken then. */
function toldIn(type: string | undefined, body: unknown, { eventsAtOnce }: Limits): readonly ToldEvent[] {
  const kind = /^[^;\s]*/.exec(type ?? '')![0].toLowerCase();
  if (kind !== one && kind !== batch) throw badInput(`content-type: expected ${one} or ${batch}, found ${kind || 'none'}.`);
  const all = kind === batch ? body : [body];
  if (!Array.isArray(all)) throw badInput(`Expected a list of CloudEvents, as ${batch} has it.`);
  if (all.length > eventsAtOnce)
    throw badInput(`Expected at most ${eventsAtOnce} events, found ${all.length}. Send the rest in others.`);
  const parsed = all.map((event) => cloudEvent.safeParse(event));
  const problems = parsed.flatMap(({ error }, at) =>
    (error?.issues ?? []).map(({ path, message }) => `${[at, ...path].join('.')}: ${message}`),
  );
  if (problems.length > 0) throw badInput(problems.join('\n'));
  return parsed.map(({ data: found }) => {
    const { source, id: own, type: named, time = null, data } = found!;
    const { number = null, msisdn = null, channel = null } = data;
    return { source, id: own, type: named, at: time, number, msisdn, channel };
  });
}
