// Two servers and a build of their own, as one home is first asked, then advised on, and then has what was advised: ten seconds on an idle machine.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Advice } from '../../src/cli/rollups-advise.js';
import { loadConfig } from '../../src/config.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { type AskedShape, mostShapes, recordedShapes } from '../../src/ledger/question-shapes.js';
import { type StatementDone, tellStatement } from '../../src/lib/diagnostics.js';
import { createMartlet } from '../../src/martlet.js';
import { recordQuestionShapes } from '../../src/server/question-shapes.js';
import { createServer } from '../../src/server/server.js';
import { martlet } from '../support/command.js';
import { anySize, type Demo, ownHome } from '../support/demo.js';
import type { Data } from '../support/gateway.js';
import { patient } from '../support/patient.js';

let demo: Demo;
let ledger: Ledger;
beforeAll(async () => {
  demo = await ownHome(anySize);
  ledger = await openLedger({ home: demo.home, databaseUrl: null });
});
afterAll(() => ledger?.close());

type Ask = (query: string, variables?: object) => Promise<Data>;

/** What a server answers from its start to its end, when all shapes are written. */
async function served(work: (ask: Ask) => Promise<void>, settings: Record<string, string> = {}, id = demo.id): Promise<void> {
  const config = loadConfig({ ...patient, MARTLET_HOME: demo.home, MARTLET_KEPT_MB: '0', ...settings }, {});
  const app = await createServer(createMartlet(config), id, { logLevel: 'silent' });
  await work(async (query, variables) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } });
    return response.json();
  });
  await app.close();
}

test('what is recorded has no value of any filter, and no name that is not the catalogue’s', async () => {
  const marks: string[] = [];
  const marked = (text: string): string => {
    marks.push(text);
    return text;
  };
  const text = fc.string({ minLength: 6, maxLength: 12, unit: 'grapheme-ascii' }).map((each) => marked(`#${each}#`));
  const digits = fc.integer({ min: 1_000_001, max: 9_999_999 }).map((each) => marked(`${each}`));
  const ofNumbers = fc.constantFrom('plan', 'city', 'gender', 'joinChannel', 'joinStaff', 'homeCell');
  const ofFacts = fc.constantFrom('campaign', 'agent', 'offer');
  const filter = fc.oneof(
    fc.tuple(fc.oneof(ofNumbers, ofFacts), text).map(([name, value]) => ({ [name]: { eq: value } })),
    fc.tuple(ofNumbers, text, text).map(([name, one, other]) => ({ not: { [name]: { in: [one, other] } } })),
    fc
      .tuple(ofNumbers, ofNumbers, text)
      .map(([one, other, value]) => ({ or: [{ [one]: { eq: value } }, { [other]: { eq: value } }] })),
    digits.map((value) => ({ revenue: { gt: Number(value) } })),
    digits.map((value) => ({ numberId: { in: [value] } })),
  );
  const query = `query ($where: SliceFilter) {
    indicator(measure: REVENUE, where: $where) { value slice drill(by: CITY) { value } }
    analysis(where: $where) { rows { gender revenue } }
  }`;
  const ofSlice = 'query ($slice: Slice!) { indicator(measure: NUMBERS, slice: $slice) { value drill(by: STAGE) { value } } }';
  await served(async (ask) => {
    await fc.assert(
      fc.asyncProperty(filter, async (where) => {
        const { data, errors } = await ask(query, { where });
        expect(errors).toBeUndefined();
        const again = await ask(ofSlice, { slice: data.indicator.slice });
        expect(again.errors).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
  const rows = await ledger.db.selectFrom('question_shape').selectAll().execute();
  // Seconds and hashes have any digits.
  const table = rows.map(({ id: _, seconds: __, ...row }) => JSON.stringify(row)).join('\n');
  expect(marks.length).toBeGreaterThan(40);
  expect(marks.filter((each) => table.includes(JSON.stringify(each).slice(1, -1)))).toEqual([]);
  const { catalogue } = createMartlet(loadConfig({}, {})).definitions;
  const shapes = await recordedShapes(ledger);
  expect(shapes.some(({ obstacle }) => obstacle?.includes('revenue'))).toBe(true);
  expect(shapes.some(({ rollup }) => rollup !== null)).toBe(true);
  for (const { dimensions, trees, rollup } of shapes) {
    expect(dimensions.filter((code) => !catalogue.dimensions.has(code))).toEqual([]);
    expect(trees.filter((code) => !catalogue.trees.has(code))).toEqual([]);
    if (rollup !== null) expect(catalogue.rollups.map(({ name }) => name)).toContain(rollup);
  }
});

const byGender = '{ analysis(where: { city: { in: ["HAILAN", "SHENYANG"] } }) { rows { gender numbers revenue } } }';
const byArea = '{ analysis { rows { gender areaType numbers leavers } } }';
const asked = [byGender, byGender, byArea];
const routeOf = ({ extensions }: Data): readonly { source: string; rollupMissReason: string | null }[] => extensions.route;

test('what no rollup answered is counted, advised on within the budget, written, built, and then answered equally by a rollup', async () => {
  await ledger.db.deleteFrom('question_shape').execute();
  const before: Data[] = [];
  await served(async (ask) => {
    for (const query of asked) before.push(await ask(query));
  });
  for (const answer of before) {
    expect(answer.errors).toBeUndefined();
    expect(routeOf(answer)).toContainEqual(
      expect.objectContaining({ source: 'number_state', rollupMissReason: expect.stringContaining('no rollup of number_state') }),
    );
  }
  const shapes = await recordedShapes(ledger);
  const gender = shapes.find(({ dimensions, rollup }) => dimensions.join() === 'CITY,GENDER' && rollup === null);
  expect(gender).toMatchObject({ mart: 'number_state', trees: [], obstacle: null, asked: 2, seconds: expect.any(Number) });
  expect(gender!.seconds).toBeGreaterThan(0);

  const advise = async (...more: string[]): Promise<Advice> => {
    const { status, stdout, stderr } = await martlet(['rollups', '--advise', '--json', '--home', demo.home, ...more]);
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  const nothing = await advise('--budget', '1KB');
  expect(nothing.rollups).toEqual([]);
  expect(nothing.shapes.map(({ remedy }) => remedy)).toContainEqual(expect.stringMatching(/is over the budget$/));

  const overlay = mkdtempSync(join(inject('scratch'), 'overlay-'));
  const own = 'rollups:\n  # My own.\n  - {name: mine, dimensions: [INDUSTRY], trees: []}\n';
  writeFileSync(join(overlay, 'rollups.yaml'), own);
  const advice = await advise('--budget', '50MB', '--catalogue', overlay, '--write', overlay);
  expect(advice.rollups.length).toBeGreaterThan(0);
  expect(advice.rollups.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(50e6);
  for (const { missReason, remedy } of advice.shapes) if (missReason !== null) expect(remedy).toMatch(/^proposed: by_/);
  const elsewhere = ['rollups', '--advise', '--home', demo.home, '--catalogue', overlay, '--write', join(overlay, 'other')];
  expect(await martlet(elsewhere)).toMatchObject({ status: 1, stderr: expect.stringMatching(/laid over .* Write into it/) });
  const written = readFileSync(join(overlay, 'rollups.yaml'), 'utf8');
  expect(written).toContain('# My own.');
  // Once written it is the catalogue's, and nothing is left to be proposed.
  expect((await advise('--catalogue', overlay)).rollups).toEqual([]);

  // A gateway may have the new catalogue before the build: what is not built yet is not used.
  await served(async (ask) => expect((await ask(byGender)).data).toEqual(before[0].data), { MARTLET_CATALOGUE: overlay });
  const doctor = await martlet(['doctor', '--home', demo.home, '--catalogue', overlay]);
  expect(doctor.stdout).toMatch(/without \d rollup\(s\) of the catalogue\. Run "martlet build"/);
  const built = await martlet(['build', '--json', '--home', demo.home, '--warehouse', demo.warehouse, '--catalogue', overlay]);
  expect([built.status, built.stderr]).toEqual([0, '']);
  const { id } = JSON.parse(built.stdout);
  expect(id).not.toBe(demo.id);
  await served(
    async (ask) => {
      for (const [index, query] of asked.entries()) {
        const after = await ask(query);
        expect(after.data).toEqual(before[index].data);
        const names = routeOf(after).map(({ source }) => source);
        expect(advice.rollups.map(({ name }) => `serving.rollup_${name}`)).toEqual(expect.arrayContaining(names));
      }
    },
    { MARTLET_CATALOGUE: overlay },
    id,
  );
  // One that does not know the new rollups yet serves the new generation all the same.
  await served(async (ask) => expect((await ask(byGender)).data).toEqual(before[0].data), {}, id);
  // As big as it was said to be: months differ a little.
  const listed = await martlet(['rollups', '--json', '--home', demo.home, '--catalogue', overlay]);
  const list = JSON.parse(listed.stdout) as { name: string; rows: number; bytes: number; hits: number }[];
  for (const { name, rows, bytes } of advice.rollups) {
    const real = list.find((each) => each.name === name)!;
    expect(real.hits).toBeGreaterThan(0);
    for (const ratio of [rows / real.rows, bytes / real.bytes]) {
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.25);
    }
  }
  const text = await martlet(['rollups', '--advise', '--home', demo.home, '--catalogue', overlay]);
  expect(text.stdout).toMatch(/by_\S+ answers it now/);
});

test('once a minute what was counted is written; what cannot be is written with the next, and what was kept in memory is not counted', async () => {
  await ledger.db.deleteFrom('question_shape').execute();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const warned = vi.fn();
  const log = { ...pino({ level: 'silent' }), warn: warned } as never;
  const recording = recordQuestionShapes(ledger, log);
  const shape = (dimension: string, rollup: string | null) => ({
    mart: 'number_state',
    dimensions: [dimension],
    trees: [],
    rollup,
    obstacle: null,
  });
  const miss = (dimension: string) => ({
    source: 'number_state',
    rollup: 'miss' as const,
    rollupMissReason: 'x',
    shape: shape(dimension, null),
  });
  const hit = { source: 'serving.rollup_whole', rollup: 'hit' as const, rollupMissReason: null, shape: shape('STAGE', 'whole') };
  const page = { source: 'number_state', rollup: 'miss' as const, rollupMissReason: 'number by number' };
  const tell = (reads: StatementDone['reads'], code = 'OK') =>
    tellStatement({ statement: 'x', lane: 'dashboards', code, seconds: 2, reads });
  const written = async () =>
    (await recordedShapes(ledger)).map(({ dimensions, asked, seconds }: AskedShape) => [dimensions[0], asked, seconds]);

  tell([miss('CITY')]);
  tell([miss('CITY'), hit], 'DEADLINE_EXCEEDED');
  tell([miss('CITY')], 'KEPT');
  tell([page]);
  expect(await written()).toEqual([]);
  vi.advanceTimersByTime(60_000);
  const first = [
    ['CITY', 2, 4],
    ['STAGE', 1, 0],
  ];
  await expect.poll(written).toEqual(first);

  await ledger.db.schema.alterTable('question_shape').renameTo('elsewhere').execute();
  tell([hit]);
  vi.advanceTimersByTime(60_000);
  await expect.poll(() => warned.mock.calls.length).toBe(1);
  await ledger.db.schema.alterTable('elsewhere').renameTo('question_shape').execute();
  for (let n = 0; n < mostShapes + 10; n++) tell([miss(`MANY_${n}`)]);
  await recording.close();
  vi.useRealTimers();
  const after = await written();
  // Of so many that are new within a minute some are not counted.
  expect(after).toHaveLength(mostShapes);
  expect(after).toContainEqual(['STAGE', 2, 2]);
});

test.each([
  [['--write', 'x'], '--write belongs to --advise'],
  [['--advise', '--budget', '200'], 'Expected e.g. 200MB'],
])('rollups %j is wrong use', async (args, message) => {
  expect(await martlet(['rollups', ...args])).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
});
