import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach } from 'vitest';
import { insertAnnotation } from '../../src/ledger/annotations.js';
import { appendAudit } from '../../src/ledger/audit/audit.js';
import { recordContact } from '../../src/ledger/contacts/contacts.js';
import { recordDecisions } from '../../src/ledger/contacts/decisions.js';
import { setDoNotContact } from '../../src/ledger/contacts/do-not-contact.js';
import { addImpressions } from '../../src/ledger/contacts/impressions.js';
import { addIncomingEvents } from '../../src/ledger/incoming/incoming-events.js';
import { noteKeyUse } from '../../src/ledger/key-uses.js';
import { type Ledger, type LedgerOptions, openLedger } from '../../src/ledger/ledger.js';
import { insertStandingList } from '../../src/ledger/lists/standing-lists.js';
import { insertTargetList } from '../../src/ledger/lists/target-lists.js';
import { insertNumberSet } from '../../src/ledger/number-sets.js';
import { addWebhook } from '../../src/ledger/outbox/webhooks.js';
import { addQuestionShapes } from '../../src/ledger/question-shapes.js';
import type { LedgerTables } from '../../src/ledger/tables.js';
import { bundled } from '../support/compiled.js';
import { annotation, decision, numberSet, outcome, standingList, targetList } from './channel-samples.js';

/** Where a ledger of its own may be: nothing is there yet. */
export interface Place extends LedgerOptions {
  remove(): Promise<void>;
}
export type NewPlace = () => Promise<Place>;

/** Each test of a contract has a ledger of its own, which stays open until it ends. */
export function withEach(newPlace: NewPlace, opened: (own: { readonly place: Place; readonly ledger: Ledger }) => void): void {
  let own: { readonly place: Place; readonly ledger: Ledger };
  beforeEach(async () => {
    const place = await newPlace();
    own = { place, ledger: await openLedger(place) };
    opened(own);
  });
  afterEach(async () => {
    await own.ledger.close();
    await own.place.remove();
  });
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'martlet-ledger-'));

/** The shortest entry; `operation` tells it from all others. */
export const entry = (operation: string = randomUUID()) =>
  ({ subject: 'li.wei', action: 'read clear numbers', decision: 'ALLOWED', operation }) as const;

/** Adds a row to each table. A table that is added needs a line here. */
export const samples: Readonly<{ [Table in keyof LedgerTables]: (ledger: Ledger) => Promise<unknown> }> = {
  audit_line: (ledger) =>
    appendAudit(ledger, { ...entry(), purpose: '查号 "quoted" \\ ', rows: 2 ** 40, detail: { note: '🙂' } }),
  export_job: ({ db }) => {
    const at = '2026-10-01T00:00:00.000Z';
    const said = {
      subject: 'li.wei',
      rights: 'r',
      request_hash: 'h',
      kind: 'NUMBERS',
      format: 'CSV',
      file_name: '号码.csv',
      generation: 'g',
    };
    const state = { purpose: null, status: 'DONE', progress: 0.25, rows: 2 ** 40, bytes: 0, sha256: null, error: null } as const;
    const times = { created_at: at, started_at: at, finished_at: null, expires_at: null, owner: 'o', heartbeat_at: at };
    const job = { id: randomUUID(), idempotency_key: null, ...said, ...state, ...times };
    return db.insertInto('export_job').values(job).execute();
  },
  decision: (ledger) => recordDecisions(ledger, [decision()]),
  impression: (ledger) =>
    addImpressions(ledger, { decision: randomUUID(), offers: ['DATA_PACK'], at: '2026-10-01', subject: 'li.wei' }),
  contact: (ledger) =>
    recordContact(
      ledger,
      outcome({ note: '晚上再打 "quoted"', margin: null, reason: 'BUSY', callBackAt: '2026-11-01T02:00:00.000Z' }),
      { doNotContact: null, order: null, work: null },
    ),
  do_not_contact: (ledger) => {
    const said = { scenes: ['OUTBOUND'], until: null, reason: 'asked', subject: 'li.wei', at: '2026-10-01', contactId: null };
    return setDoNotContact(ledger, { numberId: randomUUID(), ...said });
  },
  target_list: (ledger) => insertTargetList(ledger, targetList({ member_cities: '["","沈阳"]' })),
  annotation: (ledger) => insertAnnotation(ledger, annotation()),
  // One that is there would have a file, which a backup misses.
  number_set: (ledger) => insertNumberSet(ledger, numberSet({ removed_at: '2026-10-31T02:00:00.000Z' }), async () => {}),
  standing_list: (ledger) => insertStandingList(ledger, standingList(), () => {}),
  work_cursor: ({ db }) =>
    db
      .insertInto('work_cursor')
      .values({ list_id: randomUUID(), city: '', next: 1, size: 2 ** 40 })
      .execute(),
  work_batch: ({ db }) => {
    const at = '2026-10-01T00:00:00.000Z';
    const batch = { id: randomUUID(), list_id: randomUUID(), subject: 'li.wei', fence: 1, lease_until: at };
    return db
      .insertInto('work_batch')
      .values({
        ...batch,
        created_at: at,
        released_at: at,
        taken_back_by: 'wang.fang',
        taken_back_reason: '下班',
        idempotency_key: null,
        request_hash: null,
      })
      .execute();
  },
  work_item: ({ db }) => {
    const member = { list_id: 'l', number_id: randomUUID(), city: '沈阳', place: 1, rank: 2, offer: 'DATA_PACK' };
    const state = {
      state: 'DROPPED',
      attempts: 1,
      batch_id: 'b',
      not_before: null,
      call_back_at: '2026-11-01T02:00:00.000Z',
      outcome: null,
      reason: 'CONSENT',
    } as const;
    return db
      .insertInto('work_item')
      .values({ ...member, ...state })
      .execute();
  },
  outbox_event: ({ db }) => {
    const event = { subject: randomUUID(), seq: 2 ** 40, at: '2026-10-01T00:00:00.000Z', data: '{"offers":["流量包"]}' };
    return db
      .insertInto('outbox_event')
      .values({ id: randomUUID(), ...event, type: 'list.frozen' })
      .execute();
  },
  webhook: (ledger) => {
    const callback = `https://crm.example.com/${randomUUID()}`;
    return addWebhook(ledger, { subject: 'crm', key_id: null, callback, types: ['list.frozen'] }, () => {});
  },
  webhook_delivery: ({ db }) => {
    const at = '2026-10-01T00:00:00.000Z';
    const state = { state: 'TOLD', attempts: 2, since: at, due_at: at, fault: null, ended_at: at } as const;
    return db
      .insertInto('webhook_delivery')
      .values({ webhook_id: randomUUID(), event_id: randomUUID(), subject: 's', seq: 2 ** 40, ...state })
      .execute();
  },
  incoming_event: (ledger) => {
    const told = {
      sender: 'crm',
      source: '门店/1',
      event_id: randomUUID(),
      type: 'customer.arrived',
      channel: 'C1',
      number_id: null,
    };
    const at = '2026-10-01T00:00:00.000Z';
    return addIncomingEvents(ledger, [{ id: randomUUID(), ...told, at, received_at: at, acted_on: 0 }]);
  },
  key_use: (ledger) => noteKeyUse(ledger, randomUUID(), new Date('2026-10-01')),
  question_shape: (ledger) => {
    const shape = { mart: 'number_state', dimensions: ['CITY', randomUUID()], trees: [], rollup: null, obstacle: null };
    return addQuestionShapes(ledger, [{ ...shape, asked: 2, seconds: 0.25 }], new Date('2026-10-01'));
  },
  probe: ({ db }) => db.insertInto('probe').values({ id: randomUUID(), filler: 'x' }).execute(),
};

/** Lets the audit be changed, as who has the database's password or file can. */
export async function unlockAudit({ db, dialect }: Ledger): Promise<void> {
  const triggers =
    dialect === 'postgres'
      ? ['audit_line_no_change on audit_line']
      : ['audit_line_no_update', 'audit_line_no_delete', 'audit_line_no_replace'];
  for (const trigger of triggers) await sql.raw(`drop trigger ${trigger}`).execute(db);
}

/** A process of its own that adds lines to the audit and prints the operation of each that was acknowledged, up to `count`. */
export const writer = async ({ home, databaseUrl }: LedgerOptions, count: number) =>
  child([await bundled('tests/ledger/audit-child.ts'), home, databaseUrl ?? '', String(count)]);

/** A process of node that prints a line for each thing that was acknowledged. */
export function child(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  const waiting: { readonly least: number; readonly resolve: () => void }[] = [];
  const acknowledged = (): readonly string[] => printed.split('\n').slice(0, -1);
  child.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
    for (const { least, resolve } of waiting) if (acknowledged().length >= least) resolve();
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.on('close', (code, signal) => {
      for (const { resolve: wake } of waiting) wake();
      resolve(signal ?? code);
    }),
  );
  return {
    /** Waits for so many acknowledgements, or the end. */
    reached: (least: number) => new Promise<void>((resolve) => waiting.push({ least, resolve })),
    kill: () => child.kill('SIGKILL'),
    ended,
    acknowledged,
  };
}
