import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askerOf } from '../../src/exports/asker.js';
import { Exports } from '../../src/exports/jobs/exports.js';
import { exportDirectory } from '../../src/exports/jobs/files.js';
import { isFinal } from '../../src/exports/jobs/job.js';
import { startExport } from '../../src/exports/start.js';
import { createContext } from '../../src/faces/context.js';
import type { ExportInput } from '../../src/faces/graph/exports/exports.types.js';
import { appendAudit, listAudit } from '../../src/ledger/audit/audit.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { inCities } from '../../src/security/rows.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { encodeSlice } from '../../src/slices/slice.js';
import type { Where } from '../../src/slices/where.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import {
  type Field,
  fieldNames,
  fieldsOf,
  grantFields,
  holds,
  isGranted,
  type PlainRow,
  plainRows,
  rowGrants,
  whereOf,
} from '../support/reference.js';
import { managerOf } from '../support/viewers.js';
import '../support/seed.js';

const months = ['2026-08', '2026-09', '2026-10'];
const newest = '2026-10';
const personal = ['msisdn', 'customerId', 'householdId', 'deviceId'];

let gateway: Gateway;
let rows: ReadonlyMap<string, readonly PlainRow[]>;
let fields: readonly Field[];
let cities: readonly string[];
/** Days with events and contacts by number, each with the city that the number had then. */
let events: ReadonlyMap<string, readonly PlainRow[]>;
let contacts: ReadonlyMap<string, readonly PlainRow[]>;
let jobs: Exports;
let ledger: Ledger;
const log = { error: (given: object) => expect.unreachable(JSON.stringify(given)) };

beforeAll(async () => {
  gateway = await openGateway();
  const all = await Promise.all(
    months.map((month) => plainRows(gateway, month, [...new Set([...fieldNames, ...personal, ...grantFields])])),
  );
  rows = new Map(months.map((month, at) => [month, all[at]!]));
  fields = fieldsOf(gateway, rows.get(newest)!);
  cities = [...new Set(rows.get(newest)!.map(({ city }) => String(city)))].sort();
  events = await happened('number_event', 'type');
  contacts = await happened('number_contact', 'contact_id');
  ledger = await openLedger({ home: gateway.home, databaseUrl: null });
  jobs = await Exports.open({ ledger, dir: exportDirectory(gateway.home), log });
});
afterAll(async () => {
  await jobs.close();
  await ledger.close();
  await gateway.close();
});

async function happened(mart: string, what: string): Promise<ReadonlyMap<string, readonly PlainRow[]>> {
  const found = await gateway.sql(
    `select cast(h.number_id as varchar) as id, s.city, s.county, s.grid, s.join_channel_id as "joinChannelId", s.join_staff_id as "joinStaffId", cast(h."on" as varchar) as day, h.${what} as what from serving.${mart} h
     left join number_state s on s.number_id = h.number_id and s.month = strftime(h."on", '%Y-%m')`,
  );
  const groups = new Map<string, PlainRow[]>();
  for (const row of found as unknown as readonly PlainRow[])
    groups.set(String(row.id), [...(groups.get(String(row.id)) ?? []), row]);
  return groups;
}

const visible = (viewer: Viewer, where: Where | undefined, month: string) =>
  rows.get(month)!.filter((row) => isGranted(viewer, row) && holds(where, row) === true);

function shownTo(viewer: Viewer, row: PlainRow, field: string): unknown {
  const value = row[field] ?? null;
  if (value === null || (viewer.personal === 'clear' && viewer.purpose !== null)) return value;
  if (field === 'msisdn') return `${String(value).slice(0, 3)}****${String(value).slice(7)}`;
  const { key, keyVersion } = gateway.serving.secret;
  return `${keyVersion}-${createHmac('sha256', key).update(`pseudonym:${value}`).digest('hex').slice(0, 20)}`;
}

const viewers = () =>
  fc
    .record({
      rows: fc.oneof(
        { arbitrary: fc.subarray([...cities, 'NOWHERE'], { maxLength: 5 }).map(inCities), weight: 3 },
        { arbitrary: rowGrants(rows.get(newest)!), weight: 1 },
      ),
      personal: fc.constantFrom('clear' as const, 'masked' as const),
      purpose: fc.constantFrom('care', null),
    })
    .map((own): Viewer => managerOf([], { ...own, subject: JSON.stringify(own), tiers: [3], purposes: ['care'] }));
const orders = () =>
  fc.uniqueArray(fc.record({ column: fc.constantFrom(...fieldNames), desc: fc.boolean() }), {
    maxLength: 2,
    selector: ({ column }) => column,
  });
/** The same filter beside the question, or in a slice that somebody else may have made. */
const scopes = () =>
  fc
    .record({
      where: fc.oneof(fc.constant(undefined), whereOf(fields, 1)),
      month: fc.constantFrom(...months),
      isSlice: fc.boolean(),
    })
    .map(({ where, month, isSlice }) => {
      const slice = { from: month, to: month, where: where ?? {}, nodes: [], counted: [], facts: [], others: [], followed: null };
      return { where, month, asked: isSlice ? { slice: encodeSlice(slice, gateway.slices) } : { where, month } };
    });

function compare(a: PlainRow[string], b: PlainRow[string], desc: boolean): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b === desc ? 1 : -1;
}
const sorted = (kept: readonly PlainRow[], order: readonly { column: string; desc: boolean }[]) =>
  [...kept].sort((a, b) => {
    for (const { column, desc } of order) {
      const [x, y] = column === 'numberId' ? [Number(a[column]), Number(b[column])] : [a[column]!, b[column]!];
      const found = compare(x, y, desc);
      if (found !== 0) return found;
    }
    return Number(a.numberId) - Number(b.numberId);
  });

async function answer(viewer: Viewer, query: string, given: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await gateway.ask(query, given, viewer);
  expect(errors).toEqual([]);
  return data;
}

const selection = `id: numberId msisdn customerId householdId city network { deviceId dataGb } history(months: 3) { month city msisdn }
  events { on type } contacts(first: 100) { id }`;
const before = (month: string, day: unknown) => String(day).slice(0, 7) <= month;
const byText = (list: readonly (readonly string[])[]) => list.map((each) => each.join(' ')).sort();

/** A number's answer as the policy in plain JavaScript gives it. */
function expected(viewer: Viewer, row: PlainRow, month: string) {
  const theirs = (found: ReadonlyMap<string, readonly PlainRow[]>) =>
    (found.get(String(row.numberId)) ?? []).filter((each) => isGranted(viewer, each) && before(month, each.day));
  const then = months.flatMap((each) =>
    each > month ? [] : visible(viewer, { numberId: { eq: String(row.numberId) } }, each).map((own) => ({ own, month: each })),
  );
  return {
    id: row.numberId,
    ...Object.fromEntries(['msisdn', 'customerId', 'householdId'].map((field) => [field, shownTo(viewer, row, field)])),
    city: row.city,
    network: { deviceId: shownTo(viewer, row, 'deviceId'), dataGb: row.dataGb },
    history: then.map(({ own, month: each }) => ({ month: each, city: own.city, msisdn: shownTo(viewer, own, 'msisdn') })),
    events: byText(theirs(events).map(({ day, what }) => [String(day), String(what)])),
    contacts: byText(theirs(contacts).map(({ what }) => [String(what)])),
  };
}
/** Months before the ones at hand are left out; the order of events and contacts is told elsewhere. */
const found = (node: Data) => ({
  ...node,
  history: node.history.filter(({ month }: Data) => months.includes(month)),
  events: byText(node.events.map(({ on, type }: Data) => [on, type])),
  contacts: byText(node.contacts.map(({ id }: Data) => [id])),
});

describe('Z1: a random viewer and a random question give what a filter in plain JavaScript gives', () => {
  test('Z1: pages of numbers, with what hangs on them, counts and sums', async () => {
    const query = `query ($where: SliceFilter, $slice: Slice, $month: YearMonth, $orderBy: [PhoneNumberOrder!], $after: String) {
      numbers(where: $where, slice: $slice, month: $month, orderBy: $orderBy, first: 7, after: $after) {
        nodes { ${selection} } totalCount sums(measures: [REVENUE, CLOSING_SUBSCRIBERS]) pageInfo { endCursor hasNextPage } } }`;
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(viewers(), scopes(), orders(), async (viewer, { where, month, asked }, orderBy) => {
        const kept = sorted(visible(viewer, where, month), orderBy);
        const revenue = kept.reduce((sum, { fen }) => sum + Number(fen), 0) / 100;
        const { numbers } = await answer(viewer, query, { ...asked, orderBy });
        expect(numbers.nodes.map(found)).toEqual(kept.slice(0, 7).map((row) => expected(viewer, row, month)));
        expect(numbers.totalCount).toBe(kept.length);
        expect(numbers.sums).toEqual([expect.closeTo(revenue, 2), kept.filter((row) => row.on_books).length]);
        expect(numbers.pageInfo.hasNextPage).toBe(kept.length > 7);
        seen += numbers.nodes.length;
        if (kept.length <= 7) return;
        const next = await answer(viewer, query, { ...asked, orderBy, after: numbers.pageInfo.endCursor });
        expect(next.numbers.nodes.map(({ id }: Data) => id)).toEqual(kept.slice(7, 14).map(({ numberId }) => numberId));
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  test('Z1: single numbers, by id and by phone number', async () => {
    let [shown, hidden] = [0, 0];
    const place = () => fc.tuple(fc.constantFrom(...months), fc.nat());
    await fc.assert(
      fc.asyncProperty(viewers(), fc.array(place(), { minLength: 4, maxLength: 4 }), async (viewer, places) => {
        const picked = places.map(([month, at]) => ({ month, row: rows.get(month)![at % rows.get(month)!.length]! }));
        const questions = picked.flatMap(({ month, row }, at) => [
          `i${at}: number(id: "${row.numberId}", month: "${month}") { ${selection} }`,
          `m${at}: number(msisdn: "${row.msisdn}", month: "${month}") { id: numberId msisdn }`,
        ]);
        const data = await answer(viewer, `{ ${questions.join(' ')} }`);
        for (const [at, { month, row }] of picked.entries()) {
          const own = isGranted(viewer, row);
          expect(data[`i${at}`] && found(data[`i${at}`])).toEqual(own ? expected(viewer, row, month) : null);
          const holders = visible(viewer, {}, month).filter(({ msisdn }) => msisdn === row.msisdn);
          const [id, msisdn] = [data[`m${at}`]?.id ?? null, data[`m${at}`]?.msisdn ?? null];
          if (holders.length === 0) expect([id, msisdn]).toEqual([null, null]);
          else
            expect([holders.map(({ numberId }) => numberId), msisdn]).toEqual([
              expect.arrayContaining([id]),
              shownTo(viewer, row, 'msisdn'),
            ]);
          if (own) shown++;
          else hidden++;
        }
      }),
      { numRuns: 40 },
    );
    expect(Math.min(shown, hidden)).toBeGreaterThan(10);
  });

  test('Z1: exports of numbers', async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(viewers(), scopes(), async (viewer, { where, month, asked }) => {
        const lines = await exported(viewer, { ...asked, columns: ['city', ...personal] } as Partial<ExportInput>);
        const kept = sorted(visible(viewer, where, month), []);
        expect(lines.sort((a, b) => Number(a.number_id) - Number(b.number_id))).toEqual(
          kept.map((row) => ({
            month,
            number_id: Number(row.numberId),
            city: row.city,
            msisdn: shownTo(viewer, row, 'msisdn'),
            customer_id: shownTo(viewer, row, 'customerId'),
            household_id: shownTo(viewer, row, 'householdId'),
            device_id: shownTo(viewer, row, 'deviceId'),
          })),
        );
        written += lines.length;
      }),
      { numRuns: 12 },
    );
    expect(written).toBeGreaterThan(1000);
  });
});

const contextOf = (viewer: Viewer) =>
  createContext({
    serving: gateway.serving,
    definitions: gateway.martlet.definitions,
    viewer,
    requestId: 'test',
    log,
    audit: (entry) => appendAudit(gateway.ledger, entry),
    exports: { jobs, hold: () => () => undefined },
  });
/** Of everybody that the viewer may see, unless a slice, a filter or another kind says of whom. */
const start = (viewer: Viewer, input: Partial<ExportInput>) => {
  const whom = input.what || input.slice || input.where ? {} : { everybody: true };
  return startExport({ what: 'NUMBERS', format: 'NDJSON', ...whom, ...input } as ExportInput, contextOf(viewer));
};

async function exported(viewer: Viewer, input: Partial<ExportInput>): Promise<Data[]> {
  const own = { ...viewer, limits: developer.limits };
  const { id } = await start(own, input);
  const find = async () => (await jobs.find(id, askerOf(own)))!;
  await expect.poll(async () => isFinal(await find()), { interval: 10 }).toBe(true);
  const job = await find();
  expect(job).toMatchObject({ status: 'DONE', error: null });
  const text = readFileSync(jobs.fileOf(job), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

describe('Z3: masked columns cannot be filtered or ordered by, nor read from a cursor', () => {
  const clear = managerOf(['HAILAN'], {
    subject: 'clear',
    tiers: [2, 3],
    personal: 'clear',
    purposes: ['care'],
    purpose: 'care',
  });
  const masked: readonly Viewer[] = [
    managerOf(['HAILAN'], { tiers: [2, 3] }),
    { ...clear, purpose: null },
    { ...developer, personal: 'masked' },
  ];
  const page = `query ($where: SliceFilter, $slice: Slice, $orderBy: [PhoneNumberOrder!], $after: String) {
    numbers(where: $where, slice: $slice, orderBy: $orderBy, after: $after, first: 3) { nodes { id: numberId } totalCount sums(measures: [NUMBERS]) pageInfo { endCursor } } }`;

  test.each(personal)('Z3: %s, through every door of tier 3 and exports: FORBIDDEN before anything is read', async (field) => {
    const where = { or: [{ not: { [field]: { startsWith: '1' } } }, { city: { eq: 'HAILAN' } }] } as unknown as Where;
    const slice = encodeSlice(
      { from: newest, to: newest, where, nodes: [], counted: [], facts: [], others: [], followed: null },
      gateway.slices,
    );
    for (const viewer of masked) {
      for (const asked of [{ where }, { slice }, { orderBy: [{ column: 'city' }, { column: field, desc: true }] }]) {
        const { errors, statements } = await gateway.ask(page, asked, viewer);
        expect([errors.map(({ extensions }) => extensions.code), statements]).toEqual([['FORBIDDEN'], []]);
      }
      const analysis = { dimensions: ['CITY'], measures: ['NUMBERS'] };
      for (const input of [
        { where },
        { slice },
        { what: 'ANALYSIS', analysis: { ...analysis, where } },
        { what: 'ANALYSIS', analysis: { ...analysis, slice } },
      ])
        await expect(start(viewer, input as never)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect((await gateway.ask(page, { where, orderBy: [{ column: field }] }, clear)).errors).toEqual([]);
  });

  test('Z3: a cursor of who may see clear opens nothing to who may not', async () => {
    const orderBy = [{ column: 'msisdn' }];
    const { endCursor } = (await answer(clear, page, { orderBy })).numbers.pageInfo;
    for (const viewer of masked) {
      const refused = async (given: object) =>
        (await gateway.ask(page, { after: endCursor, ...given }, viewer)).errors[0]!.extensions.code;
      expect([await refused({ orderBy }), await refused({})]).toEqual(['FORBIDDEN', 'BAD_USER_INPUT']);
    }
  });

  test('L1: a cursor tells what its row is ordered by: that is a look at it, and in the audit', async () => {
    const viewer = { ...clear, subject: 'who orders by phone number' };
    const lines = async () => listAudit(gateway.ledger, { subject: viewer.subject, limit: 10 });
    await answer(viewer, page, { orderBy: [{ column: 'dataGb' }] });
    expect(await lines()).toEqual([]);
    await answer(viewer, '{ numbers(first: 3, orderBy: [{ column: "msisdn" }]) { edges { cursor } } }');
    const [line] = await lines();
    expect(line).toMatchObject({ purpose: 'care', action: 'numbers', rows: 3 });
    expect(JSON.parse(line!.detail!).columns).toEqual(['msisdn']);
  });
});

test('Z2: an empty grant: no number by any door, and an empty file', async () => {
  const nobody = managerOf([], { tiers: [3] });
  const [row] = rows.get(newest)!;
  const data = await answer(
    nobody,
    `{ numbers(where: { or: [{ city: { isNull: true } }, { city: { isNull: false } }] }) { nodes { id: numberId } totalCount sums(measures: [NUMBERS, REVENUE]) }
       id: number(id: "${row!.numberId}") { id: numberId } msisdn: number(msisdn: "${row!.msisdn}") { id: numberId } }`,
  );
  expect(data).toEqual({ numbers: { nodes: [], totalCount: 0, sums: [0, 0] }, id: null, msisdn: null });
  expect(await exported(nobody, { columns: ['city'] })).toEqual([]);
});
