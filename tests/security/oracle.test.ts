import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportDirectory, fileOf } from '../../src/exports/jobs/files.js';
import { inCities } from '../../src/security/rows.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
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

// Longer than 5 s where it is asked for: ORACLE_QUESTIONS=10000 is a run of half an hour.
const questions = Number(process.env.ORACLE_QUESTIONS ?? 100);

const months = ['2026-09', '2026-10'];
const newest = '2026-10';

let gateway: Gateway;
/** Every row of a month, read once and without a grant. */
let rows: ReadonlyMap<string, readonly PlainRow[]>;
let fields: readonly Field[];
beforeAll(async () => {
  gateway = await openGateway();
  const names = [...new Set([...fieldNames, ...grantFields])];
  const all = await Promise.all(months.map((month) => plainRows(gateway, month, names)));
  rows = new Map(months.map((month, at) => [month, all[at]!]));
  fields = fieldsOf(gateway, rows.get(newest)!, names);
  await gateway.startExports();
});
afterAll(() => gateway.close());

interface Question {
  readonly viewer: Viewer;
  readonly where: Where;
  readonly month: string;
  /** Anything, e.g. which number is asked about. */
  readonly at: number;
}

const visible = ({ viewer, where, month }: Pick<Question, 'viewer' | 'where' | 'month'>) =>
  rows.get(month)!.filter((row) => isGranted(viewer, row) && holds(where, row) === true);
function countsBy(kept: readonly PlainRow[], field: string): Data {
  const counts: Record<string, number> = {};
  for (const row of kept) counts[String(row[field])] = (counts[String(row[field])] ?? 0) + 1;
  return counts;
}

async function ask({ viewer, where, month }: Question, query: string, given: object = {}): Promise<Data> {
  const { data, errors } = await gateway.ask(query, { where, month, ...given }, viewer);
  expect(errors).toEqual([]);
  return data;
}

const header = 'query ($where: SliceFilter, $month: YearMonth)';
/** Ids of numbers that an export wrote. */
async function exported(question: Question): Promise<readonly string[]> {
  const input = { what: 'NUMBERS', format: 'NDJSON', columns: ['city'], where: question.where, month: question.month };
  const { startExport } = await ask(question, 'mutation ($input: ExportInput!) { startExport(input: $input) { id } }', { input });
  const job = async () => (await ask(question, '{ exportJobs(first: 1) { nodes { id status } } }')).exportJobs.nodes[0];
  await expect.poll(async () => (await job()).status, { interval: 10 }).toBe('DONE');
  const { id } = await job();
  expect(id).toBe(startExport.id);
  const text = readFileSync(fileOf(exportDirectory(gateway.home), id), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [String(JSON.parse(line).number_id)]));
}

const doors: Readonly<Record<string, (question: Question) => Promise<void>>> = {
  'numbers list': async (question) => {
    const { numbers } = await ask(
      question,
      `${header} { numbers(where: $where, month: $month, first: 5) { nodes { numberId city grid } totalCount } }`,
    );
    const kept = [...visible(question)].sort((a, b) => Number(a.numberId) - Number(b.numberId));
    expect(numbers.totalCount).toBe(kept.length);
    expect(numbers.nodes).toEqual(kept.slice(0, 5).map(({ numberId, city, grid }) => ({ numberId, city, grid })));
  },
  'by id': async (question) => {
    const all = rows.get(question.month)!;
    const row = all[question.at % all.length]!;
    const { number } = await ask(
      question,
      `query ($month: YearMonth) { number(id: "${row.numberId}", month: $month) { numberId } }`,
    );
    expect(number?.numberId ?? null).toBe(isGranted(question.viewer, row) ? row.numberId : null);
  },
  indicator: async (question) => {
    const { n, r } = await ask(
      question,
      `${header} { n: indicator(measure: NUMBERS, where: $where, month: $month) { value } r: indicator(measure: REVENUE, where: $where, month: $month) { value } }`,
    );
    const kept = visible(question);
    expect(n.value).toBe(kept.length);
    expect(r.value).toBeCloseTo(kept.reduce((sum, { fen }) => sum + Number(fen), 0) / 100, 6);
  },
  tree: async (question) => {
    const { indicatorTree } = await ask(
      question,
      `${header} { indicatorTree(tree: "LIFECYCLE", where: $where, month: $month) { nodes(maxLevel: 1) { code value } } }`,
    );
    const by = countsBy(visible(question), 'stage');
    for (const { code, value } of indicatorTree.nodes)
      expect([code, value]).toEqual([code, code.includes('.') ? (by[code.split('.')[1]] ?? 0) : visible(question).length]);
  },
  drill: async (question) => {
    const { indicator } = await ask(
      question,
      `${header} { indicator(measure: NUMBERS, where: $where, month: $month, against: NONE) { drill(by: GRID) { code value } } }`,
    );
    const found = indicator.drill.filter(({ value }: Data) => value > 0);
    expect(Object.fromEntries(found.map(({ code, value }: Data) => [String(code), value]))).toEqual(
      countsBy(visible(question), 'grid'),
    );
  },
  analysis: async (question) => {
    const { analysis } = await ask(
      question,
      `query ($where: SliceFilter, $to: YearMonth) { analysis(dimensions: [CITY], measures: [NUMBERS], where: $where, from: $to, to: $to) { rows { city numbers } } }`,
      { to: question.month },
    );
    expect(Object.fromEntries(analysis.rows.map(({ city, numbers }: Data) => [String(city), numbers]))).toEqual(
      countsBy(visible(question), 'city'),
    );
  },
  table: async (question) => {
    const { where, month } = question;
    const input = { dimensions: ['STAGE'], measures: ['NUMBERS'], where, from: month, to: month };
    const { table } = await ask(question, 'query ($input: AnalysisInput!) { table(input: $input) { rows { cells } } }', {
      input,
    });
    expect(Object.fromEntries(table.rows.map(({ cells }: Data) => cells.slice(-2)))).toEqual(
      countsBy(visible(question), 'stage'),
    );
  },
  'slice count': async (question) => {
    const made = await ask(
      { ...question, viewer: managerOf([], { rows: null, tiers: [1, 2, 3, 4] }) },
      `${header} { indicator(measure: NUMBERS, where: $where, month: $month) { slice } }`,
    );
    const { slice } = await ask(question, 'query ($slice: Slice!) { slice(slice: $slice) { count } }', {
      slice: made.indicator.slice,
    });
    expect(slice.count).toBe(visible(question).length);
  },
  export: async (question) => {
    const ids = visible(question).map(({ numberId }) => String(numberId));
    expect([...(await exported(question))].sort()).toEqual(ids.sort());
  },
  'list members': async (question) => {
    const input = { name: 'oracle', purpose: 'oracle', scene: 'COUNTER', where: question.where, month: question.month };
    const { createTargetList: list } = await ask(
      question,
      'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id sliceCount } }',
      { input },
    );
    const own = new Set(visible(question).map(({ numberId }) => String(numberId)));
    expect(list.sliceCount).toBe(own.size);
    const { freezeTargetList: frozen } = await ask(
      question,
      `mutation { freezeTargetList(id: "${list.id}") { sliceCount size heldOut suppressed { count } members(first: 100) { nodes { number { numberId } } } } }`,
    );
    const stopped = frozen.suppressed.reduce((sum: number, { count }: Data) => sum + count, 0);
    expect([frozen.sliceCount, frozen.size + frozen.heldOut + stopped]).toEqual([own.size, own.size]);
    expect(frozen.members.nodes.filter(({ number }: Data) => !own.has(number.numberId))).toEqual([]);
  },
};
/** What writes files is asked more seldom. */
const slow = ['export', 'list members'];

test(
  `Z1: ${questions} random viewers, questions and doors give what a filter in plain JavaScript gives`,
  async () => {
    const viewers = fc
      .oneof(
        rowGrants(rows.get(newest)!),
        fc.subarray(fields.find(({ name }) => name === 'city')!.values as string[]).map(inCities),
      )
      .map((granted) =>
        managerOf([], {
          rows: granted,
          subject: JSON.stringify(granted).slice(0, 200),
          tiers: [1, 2, 3, 4],
          limits: developer.limits,
        }),
      );
    const question = fc.record({
      viewer: viewers,
      where: fc.oneof(fc.constant({ numberId: { isNull: false } }), whereOf(fields, 1)),
      month: fc.constantFrom(...months),
      at: fc.nat(),
    });
    const door = fc.oneof(
      { arbitrary: fc.constantFrom(...Object.keys(doors).filter((name) => !slow.includes(name))), weight: 19 },
      { arbitrary: fc.constantFrom(...slow), weight: 1 },
    );
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(question, door, async (asked, name) => {
        await doors[name]!(asked);
        if (visible(asked).length > 0) seen.set(name, (seen.get(name) ?? 0) + 1);
      }),
      { numRuns: questions },
    );
    for (const name of Object.keys(doors))
      if (!slow.includes(name)) expect([name, seen.get(name) ?? 0]).toEqual([name, expect.toSatisfy((times) => times > 0)]);
  },
  180_000 + questions * 1000,
);
