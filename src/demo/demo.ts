import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { badInput } from '../errors.js';
import { allEnded } from '../lib/all-ended.js';
import { text } from '../lib/quote.js';
import { firstPopulation, newcomers, REENTRY_LAGS, REENTRY_SHARE, type RunUp, returns } from './arrivals.js';
import { type MonthNumber, monthName, monthNumber } from './calendar.js';
import { cellMonth, hoursOfCells, MONTHS_OF_HOURS } from './cells.js';
import { makeChannels } from './channels.js';
import { complaints } from './complaints.js';
import { campaigns, contacts } from './contacts.js';
import { MONTHS_OF_DAYS, numberDays } from './days.js';
import { events } from './events.js';
import { Files } from './files.js';
import { makeGeography } from './geography.js';
import { habits, lastUse, sleepers } from './habits.js';
import { leads } from './leads.js';
import { life } from './life.js';
import { numberMonth } from './number-month.js';
import { makePlans } from './plans.js';
import { scores } from './scores.js';
import { type Draw, type Execute, lastingKey, makeDraw } from './sql.js';
import { targets } from './targets.js';

export type { Execute } from './sql.js';

export interface DemoOptions {
  /** The warehouse folder to make. It must not exist, or be empty. */
  readonly dir: string;
  /** Numbers on the books in about the first month. */
  readonly numbers: number;
  readonly months: number;
  readonly seed: number;
  /** The last month, such as 2026-10, which is the default. The stories are anchored to it. */
  readonly lastMonth?: string;
  /** Set in the engine if given; the content does not depend on it. */
  readonly threads?: number;
  readonly memoryLimit?: string;
  readonly onProgress?: (done: number, total: number, label: string) => void;
}

export interface DemoResult {
  readonly months: string[];
  /** Rows of number_month. */
  readonly rows: number;
  /** Bytes of all marts. */
  readonly bytes: number;
}

/** Months lived through before the first one that is written: by then all statuses, segments and returns are there. */
const RUN_UP = 4;
/** Below this size DuckDB may take a list for the smaller side of a join and lose the order of numbers; sorting is cheap there. */
const SMALL = 10_000;
/** With fewer a month might have no newcomer, and an id might be given twice. */
const LEAST_NUMBERS = 500;
/** So many fit the made-up prefixes of msisdn with all that join. */
const MOST_NUMBERS = 50_000_000;
/** Runs of this process so far: two at a time on one engine keep apart. */
let schemas = 0;

/**
 * Makes the base marts of the demo operator as Parquet, as the contract in `sql/contract` lists them. Same seed, numbers, months and
 * last month give the same content, whatever the threads (of one DuckDB version: its hash may change with another).
 * The marts are made in a sibling folder that takes its name only when all is written.
 *
 * @param execute runs one SQL statement on DuckDB, which may write files; it must keep the order of rows (DuckDB's default). Several are
 * asked for at a time, which it may run one after the other or on connections of its own.
 * @throws MartletError BAD_USER_INPUT for options out of range or a folder that has something in it
 * @example await makeDemo({ dir: 'warehouse', numbers: 100_000, months: 15, seed: 1 }, async (sql) => void (await connection.run(sql)));
 */
export async function makeDemo(options: DemoOptions, execute: Execute): Promise<DemoResult> {
  const run = checked(options);
  const dir = resolve(options.dir);
  await refuseFull(dir);
  await removeAbandoned(dir);
  const making = `${dir}.making-${process.pid}`;
  const schema = `martlet_demo_${process.pid}_${++schemas}`;
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(join(making, '.state'), { recursive: true });
    const result = await make(options, run, making, schema, execute);
    await rm(dir, { recursive: true, force: true });
    await rename(making, dir);
    return result;
  } finally {
    await rm(making, { recursive: true, force: true });
    await execute(`DROP SCHEMA IF EXISTS ${schema} CASCADE`).catch(() => undefined);
  }
}

async function make(options: DemoOptions, run: RunUp, making: string, schema: string, execute: Execute): Promise<DemoResult> {
  const draw = makeDraw(options.seed);
  const months = Array.from({ length: options.months }, (_, i) => run.first + i);
  const files = new Files(making, execute);
  let done = 0;
  const progress = (label: string) => options.onProgress?.(done++, RUN_UP + months.length, label);

  progress('places, plans and channels');
  if (options.threads) await execute(`SET threads = ${Math.floor(options.threads)}`);
  if (options.memoryLimit) await execute(`SET memory_limit = ${text(options.memoryLimit)}`);
  await execute(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await execute(`CREATE SCHEMA ${schema}`);
  await makeGeography(schema, run.numbers, execute);
  await makePlans(schema, execute);
  await makeChannels(schema, run.last, execute);
  for (const list of ['city', 'county', 'grid', 'channel', 'plan'])
    await files.write(list, `SELECT ${LISTS[list]} FROM ${schema}.${list} ORDER BY ${list}_no`);

  const start = run.first - RUN_UP;
  await files.writeState(start - 1, 'first', sleepers(firstPopulation(schema, run.numbers, start, draw), start, draw));
  // A month's marts are written while all live through the next month.
  let written: Promise<void> = Promise.resolve();
  for (let month = start; month <= run.last; month++) {
    progress(monthName(month));
    await allEnded([liveThrough(schema, files, run, month, draw), written]);
    await files.forgetState(month - 1);
    if (month >= run.first) written = writeMonth(schema, files, run, month, draw);
  }
  await written;
  await files.write('lead', leads(files.mart('number_month', run.last), null, run.last, run.last, draw), run.last);
  await files.write('campaign', campaigns(months));
  await files.write('target', targets(files.mart('number_month', run.first), months, draw));
  options.onProgress?.(RUN_UP + months.length, RUN_UP + months.length, 'done');

  const rows = await files.count('number_month');
  await rm(join(making, '.state'), { recursive: true });
  return { months: months.map(monthName), rows, bytes: await files.bytes() };
}

const LISTS: Record<string, string> = {
  city: 'code, en, zh',
  county: 'code, en, zh, city, population::BIGINT AS population, operator_numbers::BIGINT AS operator_numbers',
  grid: 'code, en, zh, county',
  channel: 'code, en, zh, kind, city, cell_id, opened_on',
  plan: 'code, en, zh, tier, fee, data AS data_allowance_gb, voice AS voice_allowance_min, overage_per_gb, overage_per_min, is_5g',
};

/** Takes the state over a month: newcomers join, all live on, and some of those that left return under another number. */
async function liveThrough(schema: string, files: Files, run: RunUp, month: MonthNumber, draw: Draw): Promise<void> {
  const before = files.state(month - 1);
  const highest = (state: string) => `(SELECT max(number_id) FROM (${state}))`;
  await files.writeState(month, 'newcomers', newcomers(schema, highest(before), run, month, draw));
  const lived = habits(life(files.present(month), month, run.last, draw), month, run.last, draw);
  await files.writeState(month, 'stayed', lastUse(lived, month, draw));
  const returning = draw.uniform(lastingKey('number_id'), 'reentry');
  await files.writeState(
    month,
    'leavers',
    `SELECT * FROM (${files.state(month)}) WHERE left_month = ${month} AND NOT fake AND ${returning} < ${REENTRY_SHARE}`,
  );
  const due = REENTRY_LAGS.flatMap((share, lag) =>
    files.hasLeavers(month - lag)
      ? [
          `SELECT * FROM (${files.leavers(month - lag)}) WHERE ${returning} >= ${REENTRY_LAGS[lag - 1] ?? 0} AND ${returning} < ${share}`,
        ]
      : [],
  );
  const fresh = returns(due.join(' UNION ALL '), highest(files.state(month)), month, draw);
  await files.writeState(month, 'returned', lastUse(fresh, month, draw));
}

/** Writes the marts of a month from the state at its end. */
async function writeMonth(schema: string, files: Files, run: RunUp, month: MonthNumber, draw: Draw): Promise<void> {
  const order = run.numbers < SMALL ? ' ORDER BY number_id' : '';
  await files.write('number_month', `${numberMonth(schema, files.state(month), month, run.last, draw)}${order}`, month);
  const numbers = files.mart('number_month', month);
  const happened = async (): Promise<void> => {
    await files.write('contact', contacts(numbers, month, draw), month);
    await files.write(
      'number_event',
      events(schema, files.state(month), numbers, files.mart('contact', month), month, run.last, draw),
      month,
    );
    await files.write('complaint', complaints(files.mart('number_event', month), numbers, month, run.last, draw), month);
  };
  const other = async (): Promise<void> => {
    if (month > run.first)
      await files.write('lead', leads(files.mart('number_month', month - 1), numbers, month - 1, run.last, draw), month - 1);
    if (run.last - month < MONTHS_OF_DAYS)
      await files.write('number_day', numberDays(files.state(month), numbers, month, run.last, draw), month);
    await files.write('score', scores(numbers, month, draw), month);
  };
  const ofCells = async (): Promise<void> => {
    await files.write('cell_month', cellMonth(schema, numbers, (run.numbers / 2970) * 17, draw), month);
    if (run.last - month < MONTHS_OF_HOURS)
      await files.write('cell_hour', hoursOfCells(schema, numbers, files.mart('cell_month', month), draw), month);
  };
  await allEnded([happened(), other(), ofCells()]);
}

function checked(options: DemoOptions): RunUp {
  const { numbers, months } = options;
  if (!Number.isInteger(numbers) || numbers < LEAST_NUMBERS || numbers > MOST_NUMBERS)
    throw badInput(`The demo takes ${LEAST_NUMBERS} to ${MOST_NUMBERS} numbers, but got ${numbers}.`);
  if (!Number.isInteger(months) || months < 1 || months > 60) throw badInput(`The demo takes 1 to 60 months, but got ${months}.`);
  const last = monthNumber(options.lastMonth ?? '2026-10');
  return { numbers, first: last - months + 1, last };
}

async function refuseFull(dir: string): Promise<void> {
  const found = await readdir(dir).catch(() => []);
  if (found.length > 0)
    throw badInput(`The demo is made in a new or empty folder, but ${dir} holds ${found[0]}. Remove it or name another.`);
}

/** Removes what runs that were killed left beside the folder; a run that is alive keeps its own. */
async function removeAbandoned(dir: string): Promise<void> {
  const prefix = `${basename(dir)}.making-`;
  for (const name of await readdir(dirname(dir)).catch(() => [])) {
    const owner = Number(name.slice(prefix.length));
    if (name.startsWith(prefix) && owner > 0 && !isAlive(owner))
      await rm(join(dirname(dir), name), { recursive: true, force: true });
  }
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
