import { shiftMonth } from '../../lib/months.js';
import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { ContractColumn, ContractMart } from '../types.js';
import { type DraftContext, type DraftedColumn, draftColumns, type GuessedExtract } from './drafted-column.js';
import { countUnjoined, fileColumn, indent, onceByKey } from './once.js';

/** The mapping of a mart. */
export interface DraftedMapping {
  readonly mart: ContractMart;
  readonly sql: string;
  readonly columns: readonly DraftedColumn[];
  /** What was done with its rows. */
  readonly notes: readonly string[];
}

/** A warehouse of mappings that was drafted from extracts. */
export interface Draft {
  readonly out: string;
  /** What the mappings read: the extracts, or their copies in UTF-8. */
  readonly data: string;
  readonly marts: readonly DraftedMapping[];
  /** Columns that have no place in the contract, by extract. */
  readonly left: readonly { readonly extract: string; readonly columns: readonly string[] }[];
  /** Files that draft columns of one's own for them, below `out`. */
  readonly overlays: readonly string[];
  readonly passedOver: readonly string[];
  /** Files that are no UTF-8, with their encodings: copied. */
  readonly copied: readonly { readonly file: string; readonly encoding: string }[];
}

/** Writes a mart's mapping: of several extracts one below the other where their months or columns are the same, else columns beside columns. */
export async function draftMapping(
  builder: Builder,
  mart: ContractMart,
  parts: readonly GuessedExtract[],
  context: DraftContext,
): Promise<DraftedMapping> {
  const notes: string[] = [];
  const drafts = parts.map((part) => ({ extract: part.extract, columns: draftColumns(mart, part, context) }));
  // The one with most of what is required comes first.
  drafts.sort((a, b) => requiredIn(b.columns) - requiredIn(a.columns) || b.columns.length - a.columns.length);
  const [first, ...others] = drafts;
  const months = new Set(await monthsOf(builder, mart, select(first!)));
  const below = [first!];
  const beside: typeof drafts = [];
  for (const other of others) {
    const isOfSameMonths = (await monthsOf(builder, mart, select(other))).some((month) => months.has(month));
    const hasMore = other.columns.some((own) => !has(first!.columns, own));
    (mart.key.length > 0 && isOfSameMonths && hasMore ? beside : below).push(other);
  }
  const columns: DraftedColumn[] = [];
  for (const own of below) columns.push(...own.columns.filter((each) => !has(columns, each)));
  const keys = mart.key.filter((name) => columns.some(({ column }) => column.name === name));
  const union =
    below.length === 1 ? select(first!) : below.map((each) => `(${indent(select(each))})`).join('\nUNION ALL BY NAME\n');
  let sql = await onceByKey(builder, keys, union, notes);
  for (const { extract, columns: own } of beside) {
    const added = own.filter((each) => keys.includes(each.column.name) || !has(columns, each));
    const right = await onceByKey(builder, keys, select({ extract, columns: added }), notes);
    await countUnjoined(builder, keys, sql, { sql: right, name: extract.name }, notes);
    sql = `SELECT * FROM (${indent(sql)})\nLEFT JOIN (${indent(right)}) USING (${keys.map(ident).join(', ')})`;
    columns.push(...added.filter((each) => !has(columns, each)));
  }
  const order = [...mart.columns.values()];
  columns.sort((a, b) => order.indexOf(a.column) - order.indexOf(b.column));
  if (mart.required && context.snapshot) sql = withOpening(sql, columns, context.snapshot);
  return { mart, sql: `${sql}\n`, columns, notes };
}

const has = (columns: readonly DraftedColumn[], { column, from }: DraftedColumn): boolean =>
  columns.some((each) => each.column === column && (each.from !== null || from === null || column.type === 'MONTH'));
const requiredIn = (columns: readonly DraftedColumn[]): number =>
  columns.filter(({ column, from }) => column.required && from).length;

function select({
  extract,
  columns,
}: {
  readonly extract: GuessedExtract['extract'];
  readonly columns: readonly DraftedColumn[];
}): string {
  // A comment is one line, whatever stood in the file.
  const lines = columns.map(
    ({ column, todo, sql }) => `${todo ? `  -- ${todo.replace(/\s+/g, ' ')}\n` : ''}  ${sql} AS ${ident(column.name)}`,
  );
  const file = extract.hasFilename ? `,\n  filename AS ${fileColumn}` : '';
  return `SELECT\n${lines.join(',\n')}${file}\nFROM ${extract.relation}`;
}

async function monthsOf(builder: Builder, mart: ContractMart, sql: string): Promise<readonly string[]> {
  if (!mart.partition) return [mart.name];
  const rows = await builder.query(`SELECT DISTINCT ${ident(mart.partition)} AS month FROM (${sql})`).catch(() => []);
  return rows.map(({ month }) => String(month));
}

/** What lasts: who somebody is, since when, and on which plan. */
const lasts = ({ name, board, leaving, sensitivity }: ContractColumn): boolean =>
  (board === 'identity' || name === 'plan_id' || name.startsWith('join')) && !leaving && sensitivity !== 'personal';

/** A snapshot knows who left in its month; who could have stands in the month before it. */
function withOpening(sql: string, columns: readonly DraftedColumn[], month: string): string {
  const kept = columns.filter(({ column }) => lasts(column) && column.name !== 'month').map(({ column }) => ident(column.name));
  return `WITH snapshot AS (${indent(sql)})
SELECT * FROM snapshot
UNION ALL BY NAME
-- The month before, which the file does not have: all that had joined by then, and nothing of what they used or paid.
SELECT ${text(shiftMonth(month, -1))} AS month, 'ACTIVE' AS status, ${kept.join(', ')}
FROM snapshot
WHERE month = ${text(month)} AND joined_on < DATE '${month}-01'`;
}
