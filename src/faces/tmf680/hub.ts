import type { FastifyError, FastifyInstance } from 'fastify';
import { z } from 'zod';
import { unknownName } from '../../catalogue/suggestions.js';
import { badInput, MartletError } from '../../errors.js';
import { addWebhook, endWebhook, webhookById } from '../../ledger/outbox/webhooks.js';
import { eventTypes } from '../../ledger/outbox-tables.js';
import type { EventType, WebhookRow } from '../../ledger/tables.js';
import { writeAuditLine } from '../../session/audit-line.js';
import type { RequestContext, ResourceContext } from '../context.js';
import { allowOnly } from '../rest/refuse.js';
import { refuseAsTmf, tmfErrorOf } from './refuse.js';
import { common } from './tmf680.js';

/** Where TM Forum's clients ask to be told of events. */
export const hubPath = '/tmf-api/recommendationManagement/v4/hub';

/** What the server knows of who may be told. */
export interface HubOptions {
  /** Of the callbacks that may be told. */
  readonly origins: readonly string[];
  /** What each is signed by. */
  readonly secretOf: (webhook: string) => string;
}

const asked = z.object({ callback: z.string().min(1), query: z.string().default('') });

/**
 * Subscriptions to events as TM Forum's APIs have them: POST adds a callback, DELETE ends it. What it is told, signed and how often, is the
 * same for all (docs/webhooks.md).
 */
export function hub(app: FastifyInstance, contextOf: ResourceContext, { origins, secretOf }: HubOptions): void {
  app.register(async (scope) => {
    scope.setErrorHandler(async (error: FastifyError, request, reply) => refuseAsTmf(reply, tmfErrorOf(error, request)));
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(common));
    scope.post(hubPath, async (request, reply) => {
      const context = await contextOf(request, reply, { statements: 1, cells: 1 });
      const { subject, limits } = context.viewer;
      const result = asked.safeParse(request.body);
      if (!result.success)
        throw badInput(`Expected {"callback": "https://…", "query": "eventType=order.made"}: ${z.prettifyError(result.error)}`);
      const callback = callbackOf(result.data.callback, origins);
      const types = typesOf(result.data.query);
      const { credential } = request.caller;
      // What a token may see is known as long as the token holds; an event may come in a month.
      if (credential && !('key' in credential))
        throw new MartletError('FORBIDDEN', 'Expected an API key, found a token: events are told to who has a key.');
      const key_id = credential?.key ?? null;
      const { webhook, isNew } = await addWebhook(ledgerOf(context), { subject, key_id, callback, types }, (count) => {
        if (count >= limits.webhooks)
          throw badInput(
            `hub: expected at most ${limits.webhooks} callbacks of ${subject}, found as many already. End one of them.`,
          );
      });
      if (isNew) await writeAuditLine('webhook added', { webhook: webhook.id, origin: new URL(callback).origin, types }, context);
      return reply
        .code(isNew ? 201 : 200)
        .header('location', `${hubPath}/${webhook.id}`)
        .send(resourceOf(webhook, secretOf));
    });
    scope.delete<{ Params: { id: string } }>(`${hubPath}/:id`, async (request, reply) => {
      const context = await contextOf(request, reply, { statements: 1, cells: 1 });
      const { id } = request.params;
      if (!(await webhookById(ledgerOf(context), id, context.viewer.subject))) return refuseAsTmf(reply, noWebhook(id), 404);
      await endWebhook(ledgerOf(context), id, 'it was ended');
      await writeAuditLine('webhook ended', { webhook: id }, context);
      return reply.code(204).send();
    });
    allowOnly(scope, hubPath, ['POST'], refuseAsTmf);
    allowOnly(scope, `${hubPath}/:id`, ['DELETE'], refuseAsTmf);
  });
}

/** A server has one. */
const ledgerOf = ({ ledger }: RequestContext) => ledger!;

function resourceOf({ id, callback, types }: WebhookRow, secretOf: HubOptions['secretOf']) {
  return { id, callback, query: `eventType=${(JSON.parse(types) as string[]).join(',')}`, secret: secretOf(id) };
}

/** Errors: BAD_USER_INPUT for what is no URL, or of a host that is not listed. */
function callbackOf(text: string, origins: readonly string[]): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.username === '' && url.password === '' && url.hash === '';
  if (url && isPlain && origins.includes(url.origin)) return url.href;
  const listed = origins.length > 0 ? origins.join(', ') : 'none';
  throw badInput(
    `callback: expected a URL without a user and a fragment, of an origin that MARTLET_WEBHOOKS lists (${listed}), found ${JSON.stringify(url?.origin ?? text.slice(0, 60))}.`,
  );
}

/** The types that a query names, `eventType=list.frozen,order.made`; all where it names none. Errors: BAD_USER_INPUT, UNKNOWN_NAME. */
function typesOf(query: string): readonly EventType[] {
  const said = new URLSearchParams(query);
  const other = [...said.keys()].find((name) => name !== 'eventType');
  if (other !== undefined) throw badInput(`query: expected eventType=…, found ${JSON.stringify(other.slice(0, 60))}.`);
  const named = said.getAll('eventType').flatMap((value) => value.split(','));
  const types = named.map((name) => {
    const type = eventTypes.find((each) => each === name);
    if (!type) throw unknownName('event type', name, eventTypes);
    return type;
  });
  return types.length > 0 ? [...new Set(types)] : eventTypes;
}

const noWebhook = (id: string) =>
  badInput(`Expected the id of a callback of yours, found ${JSON.stringify(id.slice(0, 60))}. Take it from what POST answered.`);
