import { randomUUID } from 'node:crypto';
import type { IncomingType } from '../../catalogue/offers/reactions.js';
import type { IncomingEventRow } from '../../ledger/tables.js';
import { keptIn } from '../../lib/memo.js';
import { requireAct } from '../../security/grants.js';
import { msisdnHash } from '../../security/msisdn.js';
import type { CampaignSession } from '../session.js';
import type { Inbox } from './inbox.js';

/** An event as another system tells it. */
export interface ToldEvent {
  readonly source: string;
  readonly id: string;
  readonly type: IncomingType;
  /** When it happened, ISO 8601; null: now. */
  readonly at: string | null;
  /** Whom it is about, by one of these. */
  readonly number: string | null;
  readonly msisdn: string | null;
  readonly channel: string | null;
}

/** KEPT: nobody is told of it, as it is too old or what becomes of its type is nothing. */
export type Received = 'ACCEPTED' | 'KEPT' | 'REPEATED';

/** What is older is kept and not acted on: who arrived has left. Nor is what is to come. */
const freshMs = 15 * 60_000;

/**
 * Takes events, and says what became of each; when it answers they are on the disk. Whether the marts have a number is not said. Errors:
 * FORBIDDEN without the act, BAD_USER_INPUT for what is no phone number, TOO_BUSY where too many of a source wait.
 */
export async function receiveEvents(
  events: readonly ToldEvent[],
  inbox: Inbox,
  context: CampaignSession,
): Promise<readonly Received[]> {
  requireAct(context.viewer, 'SEND_EVENTS');
  const now = new Date();
  const told = await Promise.all(events.map((event) => rowOf(event, now, context)));
  const bySource = new Map<string, IncomingEventRow[]>();
  for (const { row } of told) keptIn(bySource, row.source, () => [] as IncomingEventRow[]).push(row);
  const added = new Set<string>();
  for (const rows of bySource.values())
    for (const [at, isNew] of (await inbox.add(rows)).entries()) if (isNew) added.add(rows[at]!.id);
  return told.map(({ row, isTold }) => (!added.has(row.id) ? 'REPEATED' : isTold ? 'ACCEPTED' : 'KEPT'));
}

async function rowOf(event: ToldEvent, now: Date, context: CampaignSession) {
  const { catalogue, viewer } = context;
  const at = event.at === null ? now : new Date(event.at);
  const isFresh = Math.abs(now.getTime() - at.getTime()) <= freshMs;
  const isTold = isFresh && event.channel !== null && catalogue.reactions.get(event.type)!.tell === 'CHANNEL';
  const number = await knownId(event, context);
  const row: IncomingEventRow = {
    id: randomUUID(),
    sender: viewer.subject,
    source: event.source,
    event_id: event.id,
    type: event.type,
    at: at.toISOString(),
    received_at: now.toISOString(),
    channel: event.channel,
    number_id: number,
    acted_on: Number(isTold && number !== null),
  };
  return { row, isTold };
}

/** null: the newest month of the marts has no such number. A phone number goes no further than this; who tells it learns nothing by it. */
async function knownId({ number, msisdn }: ToldEvent, context: CampaignSession): Promise<string | null> {
  const { profiles } = context.decisions;
  if (number !== null) return profiles.of(number) ? number : null;
  return profiles.present(await context.numbers.ids.load(msisdnHash(context.secret, msisdn!))) ?? null;
}
