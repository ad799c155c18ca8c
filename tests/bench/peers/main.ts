import { join } from 'node:path';
import { martFile } from '../../../src/marts/mart-files.js';
import { generationDir } from '../../../src/warehouse/generations.js';
import { digits, median, report } from '../figures.js';
import { openInProcess } from '../in-process.js';
import { compare } from './compare.js';
import { install, type Peer, start } from './peer.js';
import { peers } from './peers.js';
import { type Postgres, startPostgres } from './postgres.js';
import { type Asked, columns, questions, yearColumns } from './questions.js';

// npm run bench -- --peers: the graph beside layers that others install for the like, asked for the same over the same data, in turns and in process. Each
// answer is compared with the graph's: a difference ends the bench. A peer that cannot be installed is told, and left out.

const [numbers = '100000', months = '15'] = process.argv.slice(2);
const rounds = 60;

const { home, id, serving, ask, close } = await openInProcess(numbers, months);
const file = (month: string): string => join(process.cwd(), generationDir(home, id), martFile('number_state', month));
const year = serving.manifest.months.slice(-12);
const newest = year.at(-1)!;

/** What PostgreSQL is asked for: the page's columns of the newest month, and every number's twelve months. */
async function load(postgres: Postgres): Promise<void> {
  const named = (fields: readonly string[]) => fields.map((field) => serving.numberColumns.get(field)?.name ?? field).join(', ');
  const page = named(Object.values(columns).flat().slice(1));
  await postgres.load('newest_number', `select number_id, ${page} from '${file(newest)}'`, 'number_id');
  const files = year.map((month) => `'${file(month)}'`).join(', ');
  const history = `select number_id, ${named(yearColumns)} from read_parquet([${files}], union_by_name = true)`;
  await postgres.load('number_month', history, 'number_id, month');
}

/** Whose years are asked for, in turns. */
const { data: sample } = (await ask('{ numbers(first: 20) { nodes { numberId } } }')) as {
  data: { numbers: { nodes: readonly { numberId: string }[] } };
};

async function timed({ question, numberId }: Asked) {
  const start = performance.now();
  const { data } = await ask(questions[question].document(newest), { id: numberId });
  return { ms: performance.now() - start, rows: questions[question].rows(data) };
}

async function beside(peer: Peer, running: ReturnType<typeof start>): Promise<void> {
  for (const question of peer.questions) {
    const { name } = questions[question];
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const asked = { question, numberId: sample.numbers.nodes[round % sample.numbers.nodes.length]!.numberId };
      const [own, other] = [await timed(asked), await running.ask(asked)];
      compare(`${peer.name}, ${name}`, own.rows, other.rows);
      ours.push(own.ms);
      theirs.push(other.ms);
    }
    const [mine, other] = [median(ours), median(theirs)];
    const both = `${digits(mine)} and ${digits(other)} ms`;
    report({ name: `${name}, beside ${peer.name}`, value: mine / other, unit: '×', beside: both, wanted: null });
  }
}

for (const peer of peers) {
  let [folder, postgres]: [string, Postgres | null] = ['', null];
  try {
    folder = install(peer);
    if (peer.reads === 'postgres') postgres = await startPostgres();
  } catch (error) {
    console.log(`${peer.name}: not here, because ${(error as Error).message.trim().replaceAll(/\s+/g, ' ').slice(0, 300)}`);
    continue;
  }
  try {
    if (postgres) await load(postgres);
    const running = start(peer, folder, postgres?.url ?? file(newest));
    await beside(peer, running).finally(running.stop);
  } finally {
    await postgres?.remove();
  }
}
await close();
