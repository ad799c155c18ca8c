import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import { badInput, MartletError } from '../errors.js';
import { appendAudit } from '../ledger/audit/audit.js';
import { type Ledger, openLedger } from '../ledger/ledger.js';
import { bigintAsText } from '../lib/bigint.js';
import { type CsvCell, csv } from '../lib/csv.js';
import type { Martlet } from '../martlet.js';
import { type Viewer, withPurpose } from '../security/viewer.js';
import type { Row } from '../warehouse/engine.js';
import { asItIs, asWritten, statement } from '../warehouse/statement.js';
import { viewerOf } from './query-ask.js';
import { drawTable, type PlainTable } from './query-table.js';
import { exit } from './run.js';
import { martletOf, withSettings } from './settings.js';
import { openSqlEngine, requireAllSeeing, type SqlEngine } from './sql-engine.js';

interface Options {
  readonly format: 'table' | 'csv' | 'json';
  readonly key?: string;
  readonly purpose?: string;
}

export function sql(): Command {
  const command = new Command('sql')
    .argument('[statement]', 'a SELECT (default: those that are typed in, each up to its ";")')
    .addOption(new Option('--format <format>', 'how to print rows').choices(['table', 'csv', 'json']).default('table'))
    .option('--key <secret>', 'the API key of who asks, where there are policies')
    .option('--purpose <purpose>', 'what personal columns are looked at for, where there are policies')
    .action(async (text: string | undefined, { format, key, purpose }: Options) => {
      const martlet = martletOf(command);
      const viewer = withPurpose(viewerOf(martlet, key), purpose);
      requireAllSeeing(viewer);
      const asked = await openSqlEngine(martlet);
      try {
        for (const problem of asked.problems) process.stderr.write(`martlet: ${problem}\n`);
        await answerAll(text, { martlet, viewer, asked, format });
      } finally {
        await asked.close();
      }
    });
  return withSettings(command, [
    'MARTLET_HOME',
    'MARTLET_WAREHOUSE',
    'MARTLET_WAREHOUSE_DATA',
    'MARTLET_CATALOGUE',
    'MARTLET_POLICIES',
    'MARTLET_MEMORY',
  ]);
}

interface Asking {
  readonly martlet: Martlet;
  readonly viewer: Viewer;
  readonly asked: SqlEngine;
  readonly format: Options['format'];
}

async function answerAll(text: string | undefined, { martlet: { config }, viewer, asked, format }: Asking): Promise<void> {
  const ledger = config.policies === null ? null : await openLedger(config);
  const answer = async (one: string): Promise<void> => {
    if (ledger) await audited(ledger, viewer, asked, one);
    await print(asked, one, format);
  };
  try {
    await (text === undefined ? prompt(answer) : answer(text));
  } finally {
    await ledger?.close();
  }
}

/** Where policies say who may see what, each statement leaves a line before it is answered: by its hash, as its text may hold a phone number. */
async function audited(ledger: Ledger, { subject, purpose }: Viewer, { generation }: SqlEngine, text: string): Promise<void> {
  const detail = { sha256: createHash('sha256').update(text).digest('hex') };
  const asked = { subject, purpose, action: 'SQL asked', decision: 'ALLOWED', detail } as const;
  await appendAudit(ledger, { ...asked, ...(generation ? { generation } : {}) });
}

/** Statements typed in or piped in. A wrong one is told, and the next is waited for; one of a pipe makes the command fail. */
async function prompt(answer: (text: string) => Promise<void>): Promise<void> {
  const { stdin, stdout } = process;
  const lines = createInterface({ input: stdin, ...(stdin.isTTY ? { output: stdout, prompt: 'martlet> ' } : {}) });
  if (stdin.isTTY)
    stdout.write('Views: base.<mart>, mapping.<mart>, and of a generation number_state, number_flow, …; end with ";".\n');
  lines.prompt();
  let text = '';
  const put = async (): Promise<void> => {
    try {
      await answer(text);
    } catch (error) {
      process.stderr.write(`martlet: ${(error as Error).message}\n`);
      if (!stdin.isTTY) process.exitCode = exit.fault;
    }
    text = '';
  };
  for await (const line of lines) {
    text += `${line}\n`;
    if (/;\s*$/.test(line)) await put();
    lines.prompt();
  }
  if (text.trim() !== '') await put();
}

/** Rows that are drawn or written as JSON are held in memory; CSV is written as it comes. */
const mostHeld = 100_000;

async function print({ engine }: SqlEngine, text: string, format: Options['format']): Promise<void> {
  const asked = asWritten(statement('SQL', text.trim().replace(/;$/, ''), [], [asItIs('whatever it names')]));
  try {
    const head = (await engine.describe(asked)).map(({ name }) => name);
    const held: Row[] = [];
    if (format === 'csv') process.stdout.write(csv([head]));
    for await (const rows of engine.stream(asked, { lane: 'exports' })) {
      if (format === 'csv') process.stdout.write(csv(tableOf(head, rows).rows));
      else held.push(...rows);
      if (held.length > mostHeld)
        throw badInput(`Expected at most ${mostHeld.toLocaleString('en')} rows: add a LIMIT, or take them with --format csv.`);
    }
    if (format === 'json') process.stdout.write(`${JSON.stringify(held, bigintAsText, 2)}\n`);
    if (format === 'table') process.stdout.write(drawTable(tableOf(head, held)));
  } catch (error) {
    if (error instanceof MartletError) throw error;
    throw badInput(error instanceof Error ? String((error.cause as Error | undefined)?.message ?? error.message) : String(error));
  }
}

const tableOf = (head: readonly string[], rows: readonly Row[]): PlainTable => ({
  head,
  rows: rows.map((row) => head.map((name) => cellOf(row[name]))),
});

function cellOf(value: Row[string] | undefined): CsvCell {
  if (value === undefined || value === null) return null;
  return typeof value === 'bigint' || Array.isArray(value) ? String(value) : (value as CsvCell);
}
