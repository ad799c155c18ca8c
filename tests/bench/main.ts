import { generationDir } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { openInProcess } from './in-process.js';
import { numbersRows } from './numbers.js';
import { type Comparison, rows } from './rows.js';

// npm run bench [-- numbers months [only]]: each row is the graph's time as a ratio to one hand-written DuckDB statement on the same data in the
// same run, median of interleaved rounds. Machines are noisy: the ratio is the figure, not the milliseconds.

const [numbers = '100000', months = '15', only = ''] = process.argv.slice(2);
// A few rounds of what takes a second tell as much as many of what takes a millisecond.
const rounds = Number(numbers) > 1_000_000 ? 9 : 60;
const { home, id, serving, ask, close } = await openInProcess(numbers, months);

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

console.log(
  `${serving.manifest.numbers.toLocaleString('en')} numbers × ${serving.manifest.months.length} months, ${rounds} rounds\n`,
);
console.log(
  `${'question'.padEnd(72)} ${'graph ms'.padStart(9)} ${'SQL ms'.padStart(9)} ${'ratio'.padStart(7)} ${'asked'.padStart(7)}`,
);
const questions: readonly Comparison[] = rows.map(({ name, query, sql, limit }) => {
  const hand = statement('by hand', sql);
  return { name, graph: () => ask(query), direct: async () => JSON.stringify(await serving.engine.run(hand)), limit };
});
const pages = await numbersRows(serving, ask, generationDir(home, id));
let missed = 0;
for (const { name, graph, direct, limit } of [...questions, ...pages].filter(({ name }) => name.includes(only))) {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await timed(graph));
    theirs.push(await timed(direct));
  }
  const ratio = median(ours) / median(theirs);
  if (ratio > limit) missed++;
  const figures = [median(ours).toFixed(2).padStart(9), median(theirs).toFixed(2).padStart(9), ratio.toFixed(2).padStart(7)];
  console.log(`${name.padEnd(72)} ${figures.join(' ')} ${`≤ ${limit}`.padStart(7)}${ratio > limit ? '  missed' : ''}`);
}
await close();
process.exitCode = missed > 0 ? 1 : 0;
