import { pino } from 'pino';
import { loadConfig } from '../../src/config.js';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { type AuditEntry, appendAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { createMartlet } from '../../src/martlet.js';
import { developer } from '../../src/security/viewer.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { numbersRows } from './numbers.js';
import { type Comparison, rows } from './rows.js';

// npm run bench [-- numbers months [only]]: each row is the graph's time as a ratio to one hand-written DuckDB statement on the same data in the
// same run, median of interleaved rounds. Machines are noisy: the ratio is the figure, not the milliseconds.

const [numbers = '100000', months = '15', only = ''] = process.argv.slice(2);
// A few rounds of what takes a second tell as much as many of what takes a millisecond.
const rounds = Number(numbers) > 1_000_000 ? 9 : 60;
const config = loadConfig(
  { MARTLET_HOME: `.bench/${numbers}x${months}`, MARTLET_DEMO_NUMBERS: numbers, MARTLET_DEMO_MONTHS: months },
  {},
);
const martlet = createMartlet(config);
const { definitions } = martlet;
const id = await martlet.ensureGeneration((done, total, label) => process.stderr.write(`${done}/${total} ${label}\n`));
const serving = await martlet.open(id);
const apollo = createApollo(createSchema(definitions), definitions.catalogue);
await apollo.start();
const log = pino({ level: 'silent' });
// Personal columns leave in clear here, which is written down as it would be.
const ledger = await openLedger({ home: config.home, databaseUrl: null });
const audit = (entry: AuditEntry) => appendAudit(ledger, entry);

async function ask(query: string) {
  const contextValue = createContext({ serving, definitions, viewer: developer, requestId: 'bench', log: log as never, audit });
  const response = await apollo.executeOperation({ query }, { contextValue });
  if (response.body.kind !== 'single' || response.body.singleResult.errors) throw new Error(JSON.stringify(response.body));
  JSON.stringify(response.body.singleResult);
  return response.body.singleResult;
}

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
const pages = await numbersRows(serving, ask, generationDir(config.home, id));
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
await apollo.stop();
await serving.engine.close();
await ledger.close();
process.exitCode = missed > 0 ? 1 : 0;
