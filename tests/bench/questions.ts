import { generationDir } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { digits, median, report } from './figures.js';
import { openInProcess } from './in-process.js';
import { numbersRows } from './numbers.js';
import { type Comparison, rows } from './rows.js';

// npm run bench:questions [-- numbers months [only]]: each row is the graph's CPU time as a ratio to one hand-written DuckDB statement on the same data in
// the same run, median of interleaved rounds; the clock's beside it. Machines are noisy: the ratio is the figure, not the milliseconds.

const [numbers = '100000', months = '15', only = ''] = process.argv.slice(2);
// A few rounds of what takes a second tell as much as many of what takes a millisecond.
const rounds = Number(numbers) > 1_000_000 ? 9 : 60;
const { home, id, serving, ask, close } = await openInProcess(numbers, months);

/** By the clock and of all threads' CPU, ms. */
async function timed(work: () => Promise<unknown>): Promise<Cost> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { clock: performance.now() - start, cpu: (user + system) / 1000 };
}

interface Cost {
  readonly clock: number;
  readonly cpu: number;
}

console.log(
  `${serving.manifest.numbers.toLocaleString('en')} numbers × ${serving.manifest.months.length} months, ${rounds} rounds\n`,
);
const questions: readonly Comparison[] = rows.map(({ name, query, sql, limit }) => {
  const hand = statement('by hand', sql);
  return { name, graph: () => ask(query), direct: async () => JSON.stringify(await serving.engine.run(hand)), limit };
});
const pages = await numbersRows(serving, ask, generationDir(home, id));
for (const { name, graph, direct, limit } of [...questions, ...pages].filter(({ name }) => name.includes(only))) {
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await timed(graph));
    theirs.push(await timed(direct));
  }
  const of = (kind: keyof Cost) => [ours, theirs].map((costs) => median(costs.map((cost) => cost[kind]))) as [number, number];
  const [own, other] = of('cpu');
  const [ownClock, otherClock] = of('clock');
  report({
    name,
    value: own / other,
    unit: '×',
    beside: `${digits(own)} and ${digits(other)} CPU ms; by the clock ${digits(ownClock)} and ${digits(otherClock)} ms`,
    wanted: limit,
  });
}
await close();
