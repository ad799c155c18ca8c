import { join } from 'node:path';
import { flows } from '../catalogue/flows.js';
import { withThresholds } from '../catalogue/thresholds.js';
import type { Catalogue, FigureMart, Part, PartitionNode, PartitionTree, Rollup } from '../catalogue/types.js';
import { shiftMonth } from '../lib/months.js';
import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Row } from '../warehouse/engine.js';
import type { Check } from '../warehouse/generations.js';
import { parquet, rollupFile } from './mart-files.js';
import type { MonthFacts } from './months.js';

/** Gathers what is found month by month into one check a name. */
export class Findings {
  private readonly found = new Map<string, { months: number; wrong: string[]; notes: string[] }>();

  /** `note`: what is worth telling of a month although nothing is wrong. */
  add(name: string, month: string, wrong: string | null, note: string | null = null): void {
    const entry = this.found.get(name) ?? { months: 0, wrong: [], notes: [] };
    entry.months++;
    if (wrong !== null) entry.wrong.push(`${month}: ${wrong}`);
    if (note !== null) entry.notes.push(`${month}: ${note}`);
    this.found.set(name, entry);
  }

  /** One check a name, in the order of their first mention. */
  checks(): readonly Check[] {
    return [...this.found].map(([name, { months, wrong, notes }]) => ({
      name,
      ok: wrong.length === 0,
      // By month, in whatever order they were looked at.
      detail: (wrong.length === 0
        ? [`holds in ${months} month${months === 1 ? '' : 's'}`, ...notes.toSorted()]
        : wrong.toSorted()
      ).join('; '),
    }));
  }
}

/** Paths of a tree's leaves as its column holds them. */
export function leaves(nodes: readonly PartitionNode[], above = ''): readonly string[] {
  return nodes.flatMap(({ code, children }) =>
    children.length > 0 ? leaves(children, `${above}${code}.`) : [`${above}${code}`],
  );
}

const TOTALS = ['revenue', 'voice_min', 'data_gb', 'complaints', 'arrears'] as const;
/** What number_state and number_flow have of contacts. */
const CONTACT_SUMS = Object.entries(flows)
  .filter(([, kind]) => kind === 'CONTACT')
  .map(([flow]) => flow);
const sumsOf = (columns: readonly string[]): string => columns.map((name) => `coalesce(sum(${name}), 0) AS ${name}`).join(', ');
const totals = TOTALS.map((column) => `sum(${column}) AS ${column}`).join(', ');

const differences = (expected: Row, found: Row): string | null => {
  const wrong = Object.keys(expected).filter((key) => String(expected[key]) !== String(found[key]));
  return wrong.length === 0 ? null : wrong.map((key) => `${key} expected ${expected[key]}, found ${found[key]}`).join(', ');
};

/** What is looked at in each month, as it is called in the manifest. */
const NAMES = {
  base: 'number_state has the rows and sums of number_month',
  key: 'a number has one row a month',
  month: 'rows belong to their month',
  identity: 'closing = opening + gross adds + won back - leavers on every row',
  opening: 'opening = closing of the month before',
  facts: 'number_flow adds up to the month',
  factDays: 'number_flow has its facts within the month',
  retention: 'retention_history has the numbers, renewals and leavers of number_state',
  cohort: 'cohort_state has the joiners of six months ago',
} as const;
const leafName = (tree: string): string => `${tree} gives each row one leaf`;
const rollupName = ({ name, mart }: Rollup): string => `rollup ${name} adds up to ${mart}`;

/** A shared month is byte for byte the one that was checked when it was built. */
export function sharedMonth({ month, index }: MonthFacts, trees: readonly PartitionTree[], findings: Findings): void {
  const names = Object.values(NAMES).filter((name) => index > 0 || name !== NAMES.opening);
  for (const name of [...names, ...trees.map(({ code }) => leafName(code))]) findings.add(name, month, null);
}

/** The same for a shared month of a rollup. */
export const sharedRollup = (rollup: Rollup, month: string, findings: Findings): void =>
  findings.add(rollupName(rollup), month, null);

/** Looks at a freshly built month, whose relations are open: against its base, against the month before, and in itself. */
export async function checkMonth(
  builder: Builder,
  facts: MonthFacts,
  trees: readonly PartitionTree[],
  findings: Findings,
): Promise<void> {
  const { month, index } = facts;
  const one = async (sql: string): Promise<Row> => (await builder.query(sql))[0] ?? {};
  const add = (name: string, wrong: string | null): void => findings.add(name, month, wrong);

  const base = await one(`SELECT count(*) AS numbers, ${totals} FROM base.number_month WHERE month = ${text(month)}`);
  const state = await one(`SELECT count(*) AS numbers, ${totals} FROM number_state`);
  add(NAMES.base, differences(base, state));

  const unplaced = trees.map(
    (tree) =>
      `count(*) FILTER (WHERE ${tree.column} IS NULL OR ${tree.column} NOT IN (${leaves(tree.children).map(text).join(', ')})) AS ${tree.column}`,
  );
  const flags = await one(`
    SELECT count(DISTINCT number_id) AS ids, count(*) FILTER (WHERE month IS DISTINCT FROM ${text(month)}) AS foreign_rows,
      count(*) FILTER (WHERE CAST(on_books AS INTEGER) <> CAST(coalesce(was_on_books, FALSE) AS INTEGER) + CAST(gross_add AS INTEGER)
        + CAST(won_back AS INTEGER) - CAST(leaver AS INTEGER)) AS broken,
      count(*) FILTER (WHERE was_on_books) AS opening, count(*) FILTER (WHERE gross_add) AS gross_adds,
      count(*) FILTER (WHERE won_back) AS won_back, count(*) FILTER (WHERE leaver) AS leavers,
      count(*) FILTER (WHERE on_books IS NULL OR gross_add IS NULL) AS unknown${unplaced.map((sql) => `, ${sql}`).join('')}
    FROM number_state`);
  add(NAMES.key, flags.ids === state.numbers ? null : `${state.numbers} rows of ${flags.ids} numbers`);
  add(NAMES.month, Number(flags.foreign_rows) === 0 ? null : `${flags.foreign_rows} rows of another month`);
  const broken = Number(flags.broken) + Number(flags.unknown);
  add(NAMES.identity, broken === 0 ? null : `not on ${broken} rows`);
  for (const { code, column } of trees) add(leafName(code), Number(flags[column]) === 0 ? null : `${flags[column]} rows without`);

  if (index > 0) {
    const before = await one('SELECT count(*) AS opening FROM state_1 WHERE on_books');
    const gone = before.opening === flags.opening ? null : await vanished(builder, facts);
    add(NAMES.opening, gone);
  }

  const happened = await one(`
    SELECT coalesce(sum(gross_adds), 0) AS gross_adds, coalesce(sum(won_back), 0) AS won_back, coalesce(sum(leavers), 0) AS leavers,
      ${sumsOf(['complaints', ...CONTACT_SUMS])} FROM number_flow`);
  const contacts = await one(`SELECT ${sumsOf(CONTACT_SUMS)} FROM number_state`);
  const expected = { gross_adds: flags.gross_adds, won_back: flags.won_back, leavers: flags.leavers };
  add(NAMES.facts, differences({ ...expected, complaints: state.complaints ?? 0, ...contacts } as Row, happened));
  const out = await one(`SELECT count(*) AS facts FROM number_flow WHERE month_of(day) <> ${text(month)}`);
  add(NAMES.factDays, Number(out.facts) === 0 ? null : `${out.facts} outside`);

  const renewals =
    await one(`SELECT count(*) FILTER (WHERE on_books) AS numbers, count(*) FILTER (WHERE was_on_books AND months_on_net > 0) AS at_risk,
      count(*) FILTER (WHERE was_on_books AND months_on_net > 0 AND leaver) AS leavers FROM number_state WHERE joined_on IS NOT NULL`);
  const history = await one(
    'SELECT coalesce(sum(numbers), 0) AS numbers, coalesce(sum(at_risk), 0) AS at_risk, coalesce(sum(leavers), 0) AS leavers FROM retention_history',
  );
  add(NAMES.retention, differences(renewals, history));

  const cohort = await one('SELECT count(*) AS joiners, count(DISTINCT number_id) AS ids FROM cohort_state');
  const joiners = await one('SELECT count(*) AS joiners, count(*) AS ids FROM state_6 WHERE gross_add');
  add(NAMES.cohort, differences(joiners, cohort));
}

async function vanished(builder: Builder, { month }: MonthFacts): Promise<string> {
  const rows = await builder.query(`
    SELECT number_id, count(*) OVER () AS n FROM state_1 b WHERE on_books AND number_id NOT IN (SELECT number_id FROM number_state) ORDER BY number_id LIMIT 3`);
  const examples = rows.map((row) => row.number_id).join(', ');
  return `${rows[0]?.n ?? 0} numbers on the books at the end of ${shiftMonth(month, -1)} have no row (expected at least one with status CANCELLED), e.g. ${examples}`;
}

/** Sums of parts over the rows of some months of a mart, which is open at them, by month: to be compared with each rollup of it. */
export async function partSums(
  builder: Builder,
  mart: FigureMart,
  { parts, thresholds }: Catalogue,
  months: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const own = [...parts.values()].filter((part) => part.mart === mart && !part.isDistinct);
  const sums = own.map(({ id, sql, type }) => `CAST(sum(${withThresholds(sql, thresholds)}) AS ${type}) AS "${id}"`);
  return sumsByMonth(builder, sums, mart, own, months);
}

/** A month without a row has sums that are null, as all that is summed over nothing. */
async function sumsByMonth(
  builder: Builder,
  sums: readonly string[],
  relation: string,
  parts: readonly Pick<Part, 'id'>[],
  months: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const rows = await builder.query(`SELECT ${['month AS summed_month', ...sums].join(', ')} FROM ${relation} GROUP BY month`);
  const found = new Map(rows.map(({ summed_month, ...row }) => [String(summed_month), row as Row]));
  const nothing = Object.fromEntries(parts.map(({ id }) => [id, null]));
  return new Map(months.map((month) => [month, found.get(month) ?? nothing]));
}

/** A rollup's freshly built months against the sums of its mart's rows, by month. */
export async function checkRollup(
  builder: Builder,
  dir: string,
  rollup: Rollup,
  expected: ReadonlyMap<string, Row>,
  { parts }: Catalogue,
  findings: Findings,
): Promise<void> {
  const months = [...expected.keys()];
  const source = parquet(months.map((month) => join(dir, rollupFile(rollup.name, month))));
  const columns = new Set((await builder.query(`DESCRIBE SELECT * FROM ${source}`)).map((row) => row.column_name));
  const own = [...parts.values()].filter((part) => part.mart === rollup.mart && !part.isDistinct);
  const name = rollupName(rollup);
  const missing = ['month', ...own.map(({ id }) => id)].filter((column) => !columns.has(column));
  if (missing.length > 0) return findings.add(name, months[0] as string, `it has no column ${missing.join(', ')}`);
  const sums = own.map(({ id, type }) => `CAST(sum("${id}") AS ${type}) AS "${id}"`);
  const found = await sumsByMonth(builder, sums, source, own, months);
  for (const [month, row] of expected) findings.add(name, month, differences(row, found.get(month) as Row));
}
