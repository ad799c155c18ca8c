import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askerOf } from '../../../src/exports/asker.js';
import { Exports } from '../../../src/exports/jobs/exports.js';
import { exportDirectory } from '../../../src/exports/jobs/files.js';
import { isFinal } from '../../../src/exports/jobs/job.js';
import { startExport } from '../../../src/exports/start.js';
import { createContext } from '../../../src/faces/context.js';
import type { ExportInput } from '../../../src/faces/graph/exports/exports.types.js';
import { type AuditEntry, appendAudit, listAudit } from '../../../src/ledger/audit/audit.js';
import { developer, type Viewer } from '../../../src/security/viewer.js';
import { parseCsv } from '../../support/csv.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import {
  approveQuery,
  closeQuery,
  colleague,
  created,
  done,
  type Entry,
  entriesOf,
  frozen,
  grouped,
  membersQuery,
  refused,
  whyQuery,
} from './support.js';

let gateway: Gateway;
let list: Data;
let entries: readonly Entry[];
let members: readonly Entry[];
beforeAll(async () => {
  gateway = await openGateway();
  list = await frozen(gateway, { scene: 'COUNTER', month: '2026-09', where: { city: { eq: 'JINTAN' } }, maxSize: 60 });
  entries = await entriesOf(gateway, list);
  members = entries.filter(({ arm }) => arm === 'MEMBER').sort((a, b) => a.rank! - b.rank!);
});
afterAll(() => gateway.close());

describe('members', () => {
  const page = async (asked: object, viewer?: Viewer) =>
    (await done(gateway, membersQuery, { id: list.id, ...asked }, viewer)).members;

  test('page by page, by rank, each with its number in the list’s month', async () => {
    const found: Data[] = [];
    for (let after: string | null = null, isEnd = false; !isEnd; ) {
      const { nodes, pageInfo, totalCount } = await page({ first: 17, after });
      expect(totalCount).toBe(60);
      found.push(...nodes);
      [after, isEnd] = [pageInfo.endCursor, !pageInfo.hasNextPage];
    }
    const rows = await gateway.sql(
      `select cast(number_id as varchar) as id, cast(revenue as double) as revenue from number_state where month = '2026-09'`,
    );
    const revenue = new Map(rows.map((row) => [row.id, row.revenue]));
    expect(found.map(({ rank, offer, number }) => [rank, offer.code, number])).toEqual(
      members.map(({ id, rank, offer }) => [rank, offer, { id, month: '2026-09', finance: { revenue: revenue.get(id) } }]),
    );
    expect(found.map(({ netBenefit }) => netBenefit)).toEqual(members.map(({ net }) => net));
  });

  test('a cursor is of this list and this viewer', async () => {
    const { endCursor: after } = (await page({ first: 2 })).pageInfo;
    const other = await frozen(gateway, { maxSize: 10 });
    const query = membersQuery;
    expect(await refused(gateway, query, { id: other.id, after })).toMatch(/^BAD_USER_INPUT: after: /);
    expect(await refused(gateway, query, { id: list.id, after }, colleague)).toMatch(/^BAD_USER_INPUT: after: /);
    expect(await refused(gateway, query, { id: list.id, first: 1001 })).toMatch(
      /^BAD_USER_INPUT: members\(first:\): expected 1 to 1000/,
    );
  });

  test('a draft has none, and does not void the page of lists that it is on', async () => {
    const draft = await created(gateway);
    const lists = `{ targetLists(first: 20) { nodes { id contentHash members(first: 1) { totalCount nodes { rank } pageInfo { endCursor } } } } }`;
    const { nodes } = await done(gateway, lists, {});
    const none = { totalCount: 0, nodes: [], pageInfo: { endCursor: null } };
    const listOf = (id: string) => nodes.find((node: Data) => node.id === id);
    expect(listOf(draft.id)).toEqual({ id: draft.id, contentHash: null, members: none });
    expect(listOf(list.id).members.nodes).toHaveLength(1);
    await done(gateway, closeQuery, { id: draft.id });
    expect(await done(gateway, membersQuery, { id: draft.id })).toMatchObject({ members: { totalCount: 0, nodes: [] } });
  });

  test('why a number is on a draft: nobody is yet', async () => {
    const { id } = await created(gateway);
    const why = async (locale: string) => (await done(gateway, whyQuery, { id, number: '1', locale })).why;
    expect(await why('EN')).toEqual({
      member: false,
      heldOut: false,
      stoppedAt: null,
      reason: 'Nobody is on it yet: the list is not frozen.',
    });
    expect((await why('ZH')).reason).toBe('名单尚未冻结，暂无成员。');
  });

  test('show personal columns as the viewer may see them', async () => {
    const query = `query ($id: ID!) { targetList(id: $id) { members(first: 1) { nodes { number { id: numberId msisdn } } } } }`;
    const numberOf = async (viewer?: Viewer) => (await done(gateway, query, { id: list.id }, viewer)).members.nodes[0].number;
    const { msisdn } = await numberOf();
    expect(msisdn).toMatch(/^\d{11}$/);
    expect(await numberOf(colleague)).toEqual({ id: members[0]!.id, msisdn: `${msisdn.slice(0, 3)}****${msisdn.slice(7)}` });
  });
});

describe('why a number is on the list or not', () => {
  const told = async (number: string, locale = 'EN') => (await done(gateway, whyQuery, { id: list.id, number, locale })).why;

  test('is what its snapshot says, one of each kind', async () => {
    const kinds = grouped(entries, ({ arm, why }) => arm ?? why);
    expect(kinds.size).toBeGreaterThan(6);
    for (const [{ id, arm }] of kinds.values() as Iterable<readonly [Entry]>) {
      const found = await told(id);
      expect([found.member, found.heldOut]).toEqual([arm === 'MEMBER', arm === 'HELD_OUT']);
      expect(found.stoppedAt === null).toBe(arm === 'MEMBER');
    }
    const [first] = members;
    const { names } = gateway.martlet.definitions.catalogue.offers.get(first!.offer!)!;
    expect((await told(first!.id)).reason).toBe(
      `On the list, 1/60: ${names.en}, expected to bring ${first!.net!.toFixed(2)} yuan.`,
    );
    expect((await told(first!.id, 'ZH')).reason).toBe(
      `在名单中，排名 1/60：${names.zh}，预期净收益 ${first!.net!.toFixed(2)} 元。`,
    );
  });

  test('of a list with one offer in that offer’s words', async () => {
    const one = await frozen(gateway, { offers: ['DATA_UPGRADE'] });
    const { words } = gateway.martlet.definitions.catalogue.offers.get('DATA_UPGRADE')!.eligible;
    const stopped = (await entriesOf(gateway, one)).find(({ why }) => why === 'NOT_ELIGIBLE')!;
    const { why } = await done(gateway, whyQuery, { id: one.id, number: stopped.id, locale: 'ZH' });
    expect(why).toEqual({ member: false, heldOut: false, stoppedAt: 'ELIGIBLE', reason: `不符合适用条件：${words.zh}。` });
    expect(one.suppressed.find((each: Data) => each.why === 'NOT_ELIGIBLE').reason).toBe(
      `Not what the offer is for: ${words.en}.`,
    );
  });

  test('one outside the slice, and one that there is not', async () => {
    const [row] = await gateway.sql(
      `select cast(number_id as varchar) as id from serving.number_profile where city = 'HAILAN' limit 1`,
    );
    expect(await told(row!.id as string)).toEqual({
      member: false,
      heldOut: false,
      stoppedAt: null,
      reason: "It is not in the list's slice.",
    });
    expect(await refused(gateway, whyQuery, { id: list.id, number: '999999999' })).toMatch(
      /^BAD_USER_INPUT: number: expected the id of one/,
    );
    expect(await refused(gateway, whyQuery, { id: list.id, number: 'abc' })).toMatch(
      /^BAD_USER_INPUT: id: expected a whole number/,
    );
  });
});

test('two lists side by side: kept, added and left', async () => {
  const other = await frozen(gateway, {
    scene: 'COUNTER',
    where: { city: { in: ['JINTAN', 'HAILAN'] } },
    maxSize: 80,
    holdOut: 0,
  });
  const [own, theirs] = [members, (await entriesOf(gateway, other)).filter(({ arm }) => arm === 'MEMBER')].map((some) =>
    some.map(({ id }) => id).sort((a, b) => Number(a) - Number(b)),
  ) as [string[], string[]];
  const query = `query ($id: ID!, $from: ID!) { targetList(id: $id) { delta(from: $from, first: 5) {
    kept { count numbers } added { count numbers } left { count numbers }
  } } }`;
  const part = (ids: readonly string[]) => ({ count: ids.length, numbers: ids.slice(0, 5) });
  const expected = {
    kept: part(own.filter((id) => theirs.includes(id))),
    added: part(own.filter((id) => !theirs.includes(id))),
    left: part(theirs.filter((id) => !own.includes(id))),
  };
  expect(expected.kept.count).toBeGreaterThan(0);
  expect((await done(gateway, query, { id: list.id, from: other.id })).delta).toEqual(expected);
});

describe('the file of a list', () => {
  let jobs: Exports;
  const log = { error: (fields: object) => expect.unreachable(JSON.stringify(fields)) };
  beforeAll(async () => {
    jobs = await Exports.open({ ledger: gateway.ledger, dir: exportDirectory(gateway.home), log });
  });
  afterAll(() => jobs.close());

  const start = (input: Partial<ExportInput>, viewer: Viewer = developer) => {
    const { serving, martlet, ledger, channels } = gateway;
    const audit = (entry: AuditEntry) => appendAudit(ledger, entry);
    const exports = { jobs, hold: () => () => undefined };
    const options = { serving, definitions: martlet.definitions, viewer, requestId: 'test', log, audit, exports, channels };
    return startExport({ what: 'TARGET_LIST', format: 'CSV', list: list.id, ...input } as ExportInput, createContext(options));
  };

  async function rowsOf(input: Partial<ExportInput>, viewer: Viewer = developer) {
    const begun = await start(input, viewer);
    const find = async () => (await jobs.find(begun.id, askerOf(viewer)))!;
    await expect.poll(async () => isFinal(await find()), { interval: 10 }).toBe(true);
    const job = await find();
    expect(job).toMatchObject({ status: 'DONE', error: null, rows: 60 });
    return parseCsv(readFileSync(jobs.fileOf(job), 'utf8'));
  }

  test('leaves once it is approved, by rank, as the viewer may see it, and is noted', async () => {
    await expect(start({})).rejects.toMatchObject({ code: 'CONFLICT' });
    await done(gateway, approveQuery, { id: list.id }, colleague);
    const [head, ...rows] = await rowsOf({});
    expect(head).toEqual(['rank', 'number_id', 'offer', 'net_benefit', 'acceptance_basis', 'explored', 'msisdn']);
    expect(new Set(rows.map((row) => row.slice(4, 6).join(' ')))).toEqual(new Set(['CONTACTS false']));
    expect(rows.map((row) => row.slice(0, 3))).toEqual(members.map(({ rank, id, offer }) => [String(rank), id, offer]));
    for (const [, , , , , , msisdn] of rows) expect(msisdn).toMatch(/^\d{11}$/);
    const lines = await listAudit(gateway.ledger, { limit: 3 });
    expect(lines.map(({ action, rows }) => [action, rows])).toEqual([
      ['export of a target list', 60],
      ['target list exported', 60],
      ['export begun', null],
    ]);
    const [named, ...masked] = await rowsOf({ columns: ['city', 'msisdn'] }, colleague);
    expect(named!.slice(6)).toEqual(['city', 'msisdn']);
    for (const [, , , , , , city, msisdn] of masked)
      expect([city, msisdn]).toEqual(['JINTAN', expect.stringMatching(/^\d{3}\*{4}\d{4}$/)]);
  });

  test.each([
    ['without a list', { list: null as never }, developer, 'BAD_USER_INPUT'],
    ['with a filter', { where: {} }, developer, 'BAD_USER_INPUT'],
    ['of a column that there is not', { columns: ['dataGB2'] }, developer, 'UNKNOWN_NAME'],
    ['of more rows than one may take', {}, { ...developer, limits: { ...developer.limits, exportRows: 59 } }, 'TOO_COSTLY'],
    ['without tier 4', {}, { ...colleague, tiers: [1, 2, 3] }, 'FORBIDDEN'],
  ])('refused %s', async (_, input, viewer, code) => {
    await expect(start(input, viewer)).rejects.toMatchObject({ code });
  });
});
