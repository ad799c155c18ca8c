import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { type StatementDone, watchDiagnostics } from '../../src/lib/diagnostics.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { keptFigures } from '../../src/serving/kept-figures.js';
import { type ReadingOptions, type RouteEntry, readingOf } from '../../src/serving/run.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import type { Lane, LaneLimits, WarehouseEngine } from '../../src/warehouse/engine.js';
import { ofFigures, statement } from '../../src/warehouse/statement.js';
import { openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

const figures = (name: string, sql: string) => ofFigures(statement(name, sql));
const question = figures('question', 'select sum(range) as sum from range(1000)');
const endless = figures('endless', 'select count(*) as n from range(100000000) a, range(100000) b');

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A gateway whose engine runs one statement of dashboards at a time, and what is told of its statements. */
async function open(limits: Partial<LaneLimits> = {}) {
  const lanes = { dashboards: { concurrency: 1, queue: 64, deadlineMs: 60_000, ...limits } };
  const engine = await openDuckdb({ lanes });
  closing.push(() => engine.close());
  const kept = keptFigures(1e6);
  const told: StatementDone[] = [];
  closing.push(watchDiagnostics('statement', (done) => told.push(done)));
  const ask = (of: typeof question, options: Pick<ReadingOptions, 'signal' | 'askers'> = {}, lane?: Lane) => {
    const log: RouteEntry[] = [];
    const rows = readingOf(engine, log, { figures: kept, ...options }).run(of, lane);
    rows.catch(() => {});
    return { rows, log };
  };
  const codesOf = ({ name }: typeof question) => told.filter((each) => each.statement === name).map(({ code }) => code);
  return { engine, ask, codesOf };
}

/** Takes the lane until what it gives is called. */
function occupy(engine: WarehouseEngine, asker = ''): () => Promise<void> {
  const gone = new AbortController();
  const done = engine.run(endless, { signal: gone.signal, askers: () => [asker] }).catch(() => {});
  return async () => {
    gone.abort(new Error('enough'));
    await done;
  };
}

test('what twenty ask at once is one statement, and each is told how it was answered', async () => {
  const { engine, ask, codesOf } = await open();
  const free = occupy(engine);
  const asked = Array.from({ length: 20 }, () => ask(question));
  expect(engine.load().dashboards).toEqual({ running: 1, waiting: 1 });
  await free();
  for (const { rows } of asked) expect(await rows).toEqual([{ sum: 499_500 }]);
  expect(codesOf(question).sort()).toEqual([...Array(19).fill('KEPT'), 'OK']);
  const routes = asked.flatMap(({ log }) => log);
  expect(routes.map(({ statement: name, kept = false }) => [name, kept])).toEqual(asked.map((_, at) => ['question', at > 0]));
});

test('who hangs up, were he the first, leaves the others their statement; it ends when the last has gone', async () => {
  const { engine, ask, codesOf } = await open();
  const free = occupy(engine);
  const gone = new AbortController();
  const [first, second] = [ask(question, { signal: gone.signal }), ask(question)];
  gone.abort(new Error('hung up'));
  await expect(first.rows).rejects.toThrow('hung up');
  expect(first.log).toEqual([]);
  await free();
  expect(await second.rows).toEqual([{ sum: 499_500 }]);
  expect(codesOf(question).sort()).toEqual(['KEPT', 'OK']);

  const leaving = [new AbortController(), new AbortController()];
  const both = leaving.map(({ signal }) => ask(endless, { signal }));
  await expect.poll(() => engine.load().dashboards.running).toBe(1);
  leaving[0]!.abort(new Error('hung up'));
  await expect(both[0]!.rows).rejects.toThrow('hung up');
  expect(engine.load().dashboards.running).toBe(1);
  leaving[1]!.abort(new Error('hung up, too'));
  await expect(both[1]!.rows).rejects.toThrow('hung up, too');
  await expect.poll(() => engine.load().dashboards).toEqual({ running: 0, waiting: 0 });
});

test.each([
  ['a failure', figures('fails', "select error('on purpose') as x"), {}, /on purpose/, 'INTERNAL'],
  ['a deadline', endless, { deadlineMs: 100 }, /100 ms/, 'DEADLINE_EXCEEDED'],
] as const)('%s is told to all who wait, and is not kept', async (_, of, limits, words, code) => {
  const { ask, codesOf } = await open(limits);
  for (let time = 1; time <= 2; time++) {
    const asked = [ask(of), ask(of), ask(of)];
    for (const { rows, log } of asked) {
      await expect(rows).rejects.toThrow(words);
      expect(log).toEqual([]);
    }
    expect(codesOf(of)).toEqual(Array(time).fill(code));
  }
});

test('what is asked for in another lane has the deadline of that one', async () => {
  const { engine, ask } = await open({ deadlineMs: 100 });
  const { rows } = ask(endless);
  const gone = new AbortController();
  const { rows: slow } = ask(endless, { signal: gone.signal }, 'slices');
  await expect(rows).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(engine.load().slices.running).toBe(1);
  gone.abort(new Error('enough'));
  await expect(slow).rejects.toThrow('enough');
});

test('R1: who waits with somebody who asks for much does not wait behind all of it', async () => {
  const { engine, ask } = await open({ concurrency: 2 });
  const [long, free] = [occupy(engine, 'greedy'), occupy(engine)];
  const order: string[] = [];
  const greedy = Array.from({ length: 3 }, (_, at) =>
    ask(figures(`greedy ${at}`, `select ${at} as n`), { askers: () => ['greedy'] }).rows.then(() => order.push('greedy')),
  );
  const shared = ask(question, { askers: () => ['greedy'] }).rows;
  const modest = ask(question, { askers: () => ['modest'] }).rows.then(() => order.push('modest'));
  await free();
  await Promise.all([...greedy, shared, modest]);
  expect(order).toEqual(['modest', 'greedy', 'greedy', 'greedy']);
  await long();
});

test('who sees other numbers shares nothing, were it asked for at the same time', async () => {
  const gateway = await openGateway();
  closing.push(() => gateway.close());
  const query = '{ indicator(measure: REVENUE) { value drill(by: PLAN_TIER) { code value } } }';
  const viewers = [developer, managerOf(['HAILAN']), managerOf(['JINTAN']), managerOf([])];
  const alone = await Promise.all(viewers.map(async (viewer) => (await gateway.ask(query, {}, viewer)).data));
  const { definitions } = gateway.martlet;
  const serving = { ...gateway.serving, figures: keptFigures(1e8) };
  const apollo = createApollo(createSchema(definitions), definitions.catalogue);
  closing.push(() => apollo.stop());
  const told: StatementDone[] = [];
  closing.push(watchDiagnostics('statement', (done) => told.push(done)));
  const ask = async (viewer: Viewer) => {
    const contextValue = createContext({ serving, definitions, viewer, requestId: 'test', log: pino({ level: 'silent' }) });
    const { body } = await apollo.executeOperation({ query }, { contextValue });
    return body.kind === 'single' && JSON.parse(JSON.stringify(body.singleResult.data));
  };
  const answers = await Promise.all([...viewers, ...viewers].map(ask));
  expect(answers).toEqual([...alone, ...alone]);
  expect(new Set(answers.map(({ indicator }) => indicator.value)).size).toBe(4);
  // Each viewer's figures are read once for the two who ask as him; plans are in no policy and are read by each.
  const read = told.filter(({ statement: name }) => name.startsWith('figures'));
  const [own, kept] = ['OK', 'KEPT'].map((code) => read.filter((each) => each.code === code).map(({ statement: name }) => name));
  expect(new Set(own).size).toBeGreaterThan(0);
  expect(own).toHaveLength(viewers.length * new Set(own).size);
  expect(kept!.sort()).toEqual(own!.sort());
});
