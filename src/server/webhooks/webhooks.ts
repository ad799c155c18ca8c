import { createHash, randomInt } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { today } from '../../campaigns/channels.js';
import { createContext, type RequestContext } from '../../faces/context.js';
import { signalEvents } from '../../indicators/signals/signal-events.js';
import { expireTargetLists } from '../../ledger/lists/target-lists.js';
import { type ClaimedDelivery, claimDeliveries, settleDelivery, webhooksDue } from '../../ledger/outbox/deliveries.js';
import { addEvent } from '../../ledger/outbox/events.js';
import { endWebhook, keysToldOf } from '../../ledger/outbox/webhooks.js';
import type { WebhookRow } from '../../ledger/tables.js';
import type { Martlet } from '../../martlet.js';
import { loadSecrets } from '../../security/secret.js';
import { developer, type Viewer } from '../../security/viewer.js';
import { webhookSecrets } from '../../security/webhook-secrets.js';
import type { OpenParts } from '../parts.js';
import type { WatchedPolicies } from '../watched-policies.js';
import { mayBeTold } from './may-be-told.js';
import { messageOf } from './message.js';
import { outerLookup, post } from './post.js';

const lookMs = 1000;
/** In which an answer must have begun, and how long who claimed an event has it to himself. */
const [answerMs, leaseMs] = [10_000, 60_000];
/** Events of one callback that are under way at a time: who is slow holds up nobody else. */
const atOnce = 8;
/** What is not taken is told again after so long, longer each time, for a day. */
const [firstPauseMs, mostPauseMs, dayMs] = [2000, 3_600_000, 86_400_000];

/** Tells who asked for it what happened, as the ledger's outbox has it; of gateways that share a ledger one tells each. */
export class Webhooks {
  private readonly timer: NodeJS.Timeout;
  private readonly telling = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();
  private readonly secrets;
  private readonly lookup;
  private looking: Promise<void> = Promise.resolve();
  private finding: Promise<void> = Promise.resolve();
  /** The generation that was told of last. */
  private published: string | undefined;

  constructor(
    private readonly martlet: Martlet,
    private readonly parts: OpenParts,
    private readonly policies: WatchedPolicies | null,
    private readonly log: FastifyBaseLogger,
  ) {
    const { config } = martlet;
    this.secrets = loadSecrets(config);
    this.lookup = outerLookup(config.webhooks.networks);
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look()).catch((err: unknown) => log.error({ err }, 'events could not be told'));
    }, lookMs).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort(new Error('the gateway is stopping'));
    await this.looking;
    await this.finding;
    await Promise.all(this.telling.values());
  }

  private async look(): Promise<void> {
    if (this.closing.signal.aborted) return;
    const { ledger, channels } = this.parts;
    await this.publish();
    await expireTargetLists(ledger, today(channels));
    for (const webhook of await webhooksDue(ledger, new Date())) {
      const { id } = webhook;
      if (this.telling.has(id)) continue;
      const told = this.tellAll(webhook)
        .catch((err: unknown) => this.log.error({ err, webhook: id }, 'events could not be told'))
        .finally(() => this.telling.delete(id));
      this.telling.set(id, told);
    }
  }

  /** A generation is published by a build, which has no ledger: the first gateway that serves it notes it, and once. */
  private async publish(): Promise<void> {
    const { ledger, generations } = this.parts;
    const manifest = generations.serving?.manifest;
    if (!manifest || manifest.id === this.published) return;
    const { id: generation, builtAt, dataDate, months } = manifest;
    const id = createHash('sha256').update(`generation.published ${generation}`).digest('hex').slice(0, 32);
    const data = { generation, builtAt, dataDate, months };
    await ledger.transaction((transaction) =>
      addEvent(transaction, { id, type: 'generation.published', subject: generation, data }, { since: builtAt }),
    );
    this.published = generation;
    // Takes seconds, in which what else happens is told.
    this.finding = this.finding
      .then(() => this.find(months.at(-1)!, builtAt))
      .catch((err: unknown) => this.log.error({ err }, 'signals could not be told'));
  }

  /** Notes the signals of a generation's newest month, as each who asked for them sees them; those that were told already are told no more. */
  private async find(month: string, since: string): Promise<void> {
    const { ledger } = this.parts;
    for (const key of await keysToldOf(ledger, 'signal.found')) {
      const viewer = this.viewerOf(key);
      if (viewer === null || this.closing.signal.aborted) continue;
      const found = await this.inSession(viewer, `signals of ${month}`, (context) => signalEvents(key, month, context));
      for (const event of found) await ledger.transaction((transaction) => addEvent(transaction, event, { since, key }));
    }
  }

  private async tellAll(webhook: WebhookRow): Promise<void> {
    while (!this.closing.signal.aborted) {
      const claimed = await claimDeliveries(this.parts.ledger, webhook.id, { now: new Date(), leaseMs, most: atOnce });
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((event) => this.tell(event, webhook)));
    }
  }

  private async tell(event: ClaimedDelivery, webhook: WebhookRow): Promise<void> {
    const { ledger } = this.parts;
    const fault = await this.send(event, webhook).catch(faultOf);
    if (fault === 'WITHHELD' || fault === null)
      return settleDelivery(ledger, event, { state: fault === null ? 'TOLD' : 'WITHHELD' });
    // Who says that he is gone for good is not asked again.
    if (fault === goneForGood) return endWebhook(ledger, webhook.id, fault);
    const now = Date.now();
    const pause = Math.min(firstPauseMs * 2 ** Math.min(event.attempts - 1, 20), mostPauseMs);
    // Not all that waited at once.
    const dueAt = new Date(now + pause + randomInt(Math.ceil(pause / 4)));
    const isOver = dueAt.getTime() - Date.parse(event.since) > dayMs;
    if (isOver)
      this.log.warn({ webhook: webhook.id, event: event.id, fault }, 'an event was not taken for a day: it is given up');
    return settleDelivery(ledger, event, { state: isOver ? 'GIVEN_UP' : 'WAITING', fault, dueAt });
  }

  /** What it was not taken for; null where it was. */
  private async send(event: ClaimedDelivery, { id, subject, key_id, callback }: WebhookRow): Promise<string | null> {
    const url = new URL(callback);
    if (!this.martlet.config.webhooks.origins.includes(url.origin)) return 'its host is not listed (MARTLET_WEBHOOKS)';
    const viewer = this.viewerOf(key_id);
    if (viewer?.subject !== subject) return 'the policies do not know its key';
    if (!(await this.inSession(viewer, event.id, (context) => mayBeTold(event, key_id, context)))) return 'WITHHELD';
    const signal = AbortSignal.any([AbortSignal.timeout(answerMs), this.closing.signal]);
    const status = await post({
      url,
      ...messageOf(event, webhookSecrets(this.secrets, id), new Date()),
      lookup: this.lookup,
      signal,
    });
    if (status === 410) return goneForGood;
    return status >= 200 && status < 300 ? null : `it answered ${status}`;
  }

  /** Without policies it is the developer, whom with them nobody knows. */
  private viewerOf(key: string | null): Viewer | null {
    if (this.policies === null) return key === null ? developer : null;
    return key === null ? null : this.policies.current().viewerOfKey(key);
  }

  private async inSession<T>(viewer: Viewer, requestId: string, ask: (context: RequestContext) => Promise<T>): Promise<T> {
    const { generations, audit, channels } = this.parts;
    const { definitions } = this.martlet;
    const lease = await generations.lease();
    try {
      const { serving } = lease;
      return await ask(createContext({ serving, definitions, viewer, requestId, log: this.log, audit, channels }));
    } finally {
      lease.release();
    }
  }
}

const goneForGood = 'it is gone for good (410)';

/** By what kind of error: a message may have an address in it, and what a callback's path tells. */
function faultOf(error: unknown): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError') return `it did not answer within ${answerMs / 1000} s`;
  return code ?? (message.startsWith('its name') ? message : name);
}
