import { monitorEventLoopDelay } from 'node:perf_hooks';
import { digits, report } from './figures.js';
import { openInProcess } from './in-process.js';
import { profile } from './numbers.js';
import { rows } from './rows.js';

// npm run bench:lag [-- numbers months [only]]: how long each question, asked alone, keeps the event loop from anybody else: the longest time and
// the 99th percentile over five rounds, and how much of the loop it takes. A clerk's decision waits so long beside it.

const [numbers = '100000', months = '15', only = ''] = process.argv.slice(2);
const { serving, definitions, ask, close } = await openInProcess(numbers, months);
const columns = profile(serving);
const questions: readonly (readonly [name: string, query: string])[] = [
  ...rows.map(({ name, query }) => [name, query] as const),
  [
    'signals of both kinds, noise too',
    '{ signals(first: 50, noise: true) { measure { code } where { code } value low high slice } }',
  ],
  [
    'life-cycle tree, drilled by county, with limits',
    '{ indicatorTree(tree: "LIFECYCLE") { nodes { code value signal { low high } drill(by: COUNTY, top: 50) { code value change } } } }',
  ],
  ['1,000 numbers, all columns', `{ numbers(first: 1000) { nodes { ${columns} } } }`],
  [
    '10,000 numbers, eight columns',
    '{ numbers(first: 10000) { nodes { id month finance { revenue } network { dataGb } lifecycle { stage segment } value { tier } } } }',
  ],
  [
    'analysis of 10,000 rows with their slices',
    '{ analysis(dimensions: [CITY, PLAN, COUNTY, AGE_GROUP], measures: [REVENUE, ARPU, LEAVERS], from: "2026-08", to: "2026-10", first: 10000) { rows { city plan county ageGroup revenue arpu leavers slice } } }',
  ],
  ...[...definitions.catalogue.reports.keys()].map(
    (code) => [`report ${code}`, `{ report(code: "${code}") { code rows { cells slice } } }`] as const,
  ),
];
const delay = monitorEventLoopDelay({ resolution: 1 });
const rounds = 5;
for (const [name, query] of questions.filter(([each]) => each.includes(only))) {
  await ask(query);
  delay.reset();
  delay.enable();
  const [start, used] = [performance.now(), performance.eventLoopUtilization()];
  for (let round = 0; round < rounds; round++) await ask(query);
  const { active } = performance.eventLoopUtilization(used);
  // What the last round held up is seen by the timer after it.
  await new Promise((done) => setTimeout(done, 5));
  delay.disable();
  const all = (performance.now() - start) / rounds;
  const beside = `longest ${digits(delay.max / 1e6)} ms; computes ${digits(active / rounds)} of ${digits(all)} ms`;
  report({ name: `the event loop's lag: ${name}, p99`, value: delay.percentile(99) / 1e6, unit: 'ms', beside, wanted: 20 });
}
await close();
