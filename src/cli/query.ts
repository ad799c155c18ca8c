import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { badInput, MartletError } from '../errors.js';
import type { RequestContext } from '../faces/context.js';
import { csv } from '../lib/csv.js';
import type { Martlet } from '../martlet.js';
import { askDocument, askReport, contextOf, openCurrent, type QueryOutcome, toStderr, viewerOf } from './query-ask.js';
import { explainText, planningEngine } from './query-explain.js';
import { drawTable } from './query-table.js';
import { exit } from './run.js';
import { martletOf, withSettings } from './settings.js';

type Fields = Record<string, unknown>;

interface Options {
  readonly file?: string;
  readonly variables?: Fields;
  readonly report?: string;
  readonly option?: readonly { readonly name: string; readonly value: string }[];
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly where?: Fields;
  readonly locale?: 'en' | 'zh';
  readonly format: 'table' | 'csv' | 'json';
  readonly explain?: boolean;
  readonly key?: string;
}

const ofReports = ['option', 'month', 'from', 'to', 'where', 'locale'] as const;

export function query(): Command {
  const command = new Command('query')
    .argument('[document]', 'a GraphQL document, unless --file or --report says what to ask')
    .option('--file <file>', 'a file with a GraphQL document', text)
    .option('--variables <json>', "the document's variables", json)
    .option('--report <code>', 'a named report')
    .option('--option <name=value>', 'an option of the report; may be given several times', pair)
    .option('--month <month>', 'month of the report, e.g. 2026-10 (default: the newest)')
    .option('--from <month>', 'first month of the report')
    .option('--to <month>', 'last month of the report')
    .option('--where <json>', 'which numbers the report is of, as a SliceFilter', json)
    .addOption(new Option('--locale <locale>', "language of the report's labels").choices(['en', 'zh']))
    .addOption(new Option('--format <format>', 'how to print the answer').choices(['table', 'csv', 'json']).default('table'))
    .option('--explain', 'print the statements that would answer, what they read and why, instead of running them')
    .option('--key <secret>', 'the API key of who asks, where there are policies');
  command.action(async (document: string | undefined, options: Options) => ask(command, document, options));
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_CATALOGUE', 'MARTLET_POLICIES', 'MARTLET_MEMORY']);
}

/** Puts the question; a question that is none ends the command as wrong use. */
async function ask(command: Command, document: string | undefined, options: Options): Promise<void> {
  const given = [document, options.file, options.report].filter((each) => each !== undefined);
  if (given.length !== 1) command.error('error: expected just one of a document, --file and --report');
  const [foreign] = options.report === undefined ? ofReports.filter((name) => options[name] !== undefined) : [];
  if (foreign) command.error(`error: --${foreign} belongs to --report; a document says it itself`);
  if (options.report !== undefined && options.variables)
    command.error('error: --variables belong to a document, not to --report');
  if (options.explain && options.format === 'csv') command.error('error: --explain prints text or, with --format json, JSON');
  const martlet = martletOf(command);
  const { report, option, month, from, to, where, locale, file, variables = {} } = options;
  const put = (context: RequestContext): Promise<QueryOutcome> =>
    report === undefined
      ? askDocument(martlet, context, (document ?? file)!, variables)
      : askReport(report, { month, from, to, where, options: option }, locale === 'zh' ? 'ZH' : 'EN', context);
  await (options.explain ? explain(martlet, options, put) : answer(martlet, options, put));
}

type Put = (context: RequestContext) => Promise<QueryOutcome>;

async function answer(martlet: Martlet, { key, format }: Options, put: Put): Promise<void> {
  const viewer = viewerOf(martlet, key);
  const serving = await openCurrent(martlet);
  try {
    const outcome = await put(contextOf(martlet, serving, viewer, toStderr));
    process.stdout.write(printed(outcome, format));
    fail(outcome);
  } finally {
    await serving.close();
  }
}

/** The same way up to the warehouse. What comes after an answer there is not known, so failing on no rows is no fault. */
async function explain(martlet: Martlet, { key, format }: Options, put: Put): Promise<void> {
  const viewer = viewerOf(martlet, key);
  if (!viewer.seesRoute) {
    throw new MartletError('FORBIDDEN', `--explain: no role of ${viewer.subject} may see statements (route: true).`);
  }
  const serving = await openCurrent(martlet);
  try {
    const { engine, planned } = planningEngine(serving);
    const context: RequestContext = contextOf(martlet, { ...serving, engine }, viewer, { error: () => {} });
    const { failures } = await put(context);
    const statements = planned();
    process.stdout.write(format === 'json' ? `${JSON.stringify(statements, null, 2)}\n` : explainText(statements));
    fail({ failures: failures.filter(({ code }) => statements.length === 0 || code !== 'INTERNAL') });
  } finally {
    await serving.close();
  }
}

function printed({ json, tables }: QueryOutcome, format: Options['format']): string {
  if (json === null) return '';
  if (format === 'json' || (format === 'table' && tables === null)) return `${JSON.stringify(json, null, 2)}\n`;
  if (tables === null)
    throw badInput('--format csv: the answer is no table. Ask for one field with rows, or take --format json.');
  return format === 'csv' ? tables.map(({ head, rows }) => csv([head, ...rows])).join('\r\n') : tables.map(drawTable).join('\n');
}

function fail({ failures }: Pick<QueryOutcome, 'failures'>): void {
  for (const { code, message } of failures) process.stderr.write(`martlet: ${code}: ${message}\n`);
  if (failures.length > 0) process.exitCode = exit.fault;
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(`It cannot be read: ${(error as Error).message}.`);
  }
}

function json(value: string): Fields {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Fields;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError(`Expected a JSON object, e.g. '{"city": {"eq": "HAILAN"}}'.`);
}

function pair(value: string, before: Options['option'] = []): NonNullable<Options['option']> {
  const [, name, given] = /^(\w+)=(.*)$/s.exec(value) ?? [];
  if (name === undefined || given === undefined) throw new InvalidArgumentError('Expected name=value, e.g. by=PLAN.');
  return [...before, { name, value: given }];
}
