import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byNumber, statement } from '../../src/warehouse/statement.js';
import { trinoCatalog, trinoUrl } from '../support/trino.js';
import { digits, median, report } from './figures.js';
import { openInProcess } from './in-process.js';

// npm run bench:engines [-- numbers months rounds], with TEST_TRINO_URL: the same questions of the same files where DuckDB reads the marts and where
// Trino does, in turn; what each takes of the processors (Trino's with its JVM), and how long it takes. The ratio is the figure.

if (trinoUrl === undefined) throw new Error('Expected TEST_TRINO_URL, as tests/support/trino.sh prints it.');
const [numbers = '100000', months = '6', rounds = '5'] = process.argv.slice(2);

/** Processor seconds of this process and of Trino on this machine. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  const trino = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isTrino(pid));
  // utime and stime, in hundredths, come after the name in brackets.
  const of = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13).map(Number);
  return (user + system) / 1e6 + trino.flatMap(of).reduce((sum, ticks) => sum + ticks, 0) / 100;
}

function isTrino(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('io.trino.server.TrinoServer');
  } catch {
    return false;
  }
}

const near = await openInProcess(numbers, months);
const home = resolve(near.home);
const metastore = join(home, 'trino');
mkdirSync(metastore, { recursive: true });
const catalog = await trinoCatalog(metastore, '/');
const far = await openInProcess(numbers, months, {
  MARTLET_ENGINE: 'trino',
  MARTLET_TRINO: JSON.stringify({ url: trinoUrl, user: 'bench', catalog: catalog.name, files: `local://${home}/generations` }),
});

const earlier = near.serving.manifest.months.at(-2)!;
const exported = statement('export', `select * from number_state where month = '${earlier}'`, [], [byNumber('number_state')]);
const path = join(home, 'exports', 'bench.parquet');
mkdirSync(join(home, 'exports'), { recursive: true });
type Asked = Pick<typeof near, 'ask' | 'serving'>;
const asked: Readonly<Record<string, (of: Asked) => Promise<unknown>>> = {
  'a tree, of a rollup': ({ ask }) => ask('{ indicatorTree(tree: "REVENUE") { nodes { code value change } } }'),
  'an analysis that no rollup covers': ({ ask }) =>
    ask(
      '{ analysis(measures: [REVENUE, ARPU], dimensions: [CITY, PLAN], where: { dataGb: { gt: 3 } }) { rows { city plan revenue arpu } } }',
    ),
  'a page of numbers of an earlier month': ({ ask }) =>
    ask(`{ numbers(month: "${earlier}", first: 100, where: { revenue: { gt: 50 } }) { totalCount nodes { numberId city } } }`),
  'an explanation': ({ ask }) =>
    ask('{ explain(measure: ARPU, where: { dataGb: { gt: 3 } }) { change causes { contribution } } }'),
  'an export of a month': ({ serving }) => serving.engine.export(exported, { path, format: 'parquet' }, { lane: 'exports' }),
};

for (const [name, put] of Object.entries(asked)) {
  const taken = { near: [] as number[][], far: [] as number[][] };
  for (let round = 0; round <= Number(rounds); round++)
    for (const [where, of] of [
      ['near', near],
      ['far', far],
    ] as const) {
      const [processor, start] = [processorSeconds(), performance.now()];
      await put(of);
      // The first compiles.
      if (round > 0) taken[where].push([processorSeconds() - processor, (performance.now() - start) / 1000]);
    }
  for (const [at, unit] of [
    [0, 'processor'],
    [1, 'wall'],
  ] as const) {
    const [here, there] = [taken.near, taken.far].map((all) => median(all.map((each) => each[at]!)));
    const beside = `Trino ${digits(there! * 1000)} ms, DuckDB ${digits(here! * 1000)} ms`;
    report({ name: `${name}, ${unit}`, value: there! / here!, unit: '×', beside, wanted: null });
  }
}
await Promise.all([near.close(), far.close()]);
await catalog.drop();
