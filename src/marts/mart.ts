import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Names } from '../catalogue/names.js';
import type { Leaving, Rests } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import { type MartHeader, martHeader } from './header.js';

/** A column that a derived mart adds, as its SQL file's header declares it. */
export interface MartColumn {
  readonly name: string;
  /** SQL type, e.g. "DECIMAL(18,2)". */
  readonly type: string;
  /** Contract columns of number_month (or "mart.column") that it rests on. */
  readonly needs: readonly string[];
  /** Months of history without which there is nothing. */
  readonly lookback: number;
  /** The only values that it has; "LIFECYCLE/1": the codes of the tree's first level. null where any may occur. */
  readonly codes: readonly string[] | null;
  /** What people call it, and its unit; by its own name, and null, where the header does not tell. */
  readonly names: Names;
  readonly unit: string | null;
  /** All that it looks at where it is there: an empty month of it leaves the column untold. */
  readonly after: readonly Rests[];
  /** The catalogue's partition tree whose rules decide it; null for most. */
  readonly tree: string | null;
  /** What leaving does to it. */
  readonly leaving?: Leaving;
  /** The warning's model of the month tells it. */
  readonly fitted?: boolean;
  /** It looks at the month's warning where there is one. */
  readonly warned?: boolean;
  /** What it means. */
  readonly text: string;
}

/** A derived mart: one SELECT with {{tokens}}, or none where code makes it. */
export interface Mart extends MartHeader {
  readonly name: string;
  /** Only those that it adds to its sources' columns. */
  readonly columns: readonly MartColumn[];
  readonly sql: string;
}

/** What a header's line has, in its order. */
type Header = readonly [
  line: string,
  column: string,
  type: string,
  needs: string,
  lookback: string,
  longest: string | undefined,
  uses: string | undefined,
  tree: string | undefined,
  leaving: 'sets' | 'tells' | undefined,
  byModel: 'fitted' | 'warned' | undefined,
  codes: string | undefined,
  en: string | undefined,
  zh: string | undefined,
  unit: string | undefined,
  meaning: string,
];

const listOf = (names = ''): readonly string[] =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const form =
  '-- column <name> <type> needs: <columns>; lookback: <months>[ to <months>][; uses: <columns>][; tree: <code>][; leaving: sets|tells][; fitted|warned][; codes: <values>] — [<Name> · <名称>[, <unit>]: ]<meaning>';
const COLUMN =
  /^-- column (\w+) (\S+) needs: ([\w., ]*); lookback: (\d+)(?: to (\d+))?(?:; uses: ([\w., ]+))?(?:; tree: (\w+))?(?:; leaving: (sets|tells))?(?:; (fitted|warned))?(?:; codes: ([\w, /]+))? — (?:([^·:]+) · ([^·:,]+)(?:, ([^:]+))?: )?(.+)$/;

/**
 * The derived marts of a folder by name, their columns from their headers' lines (`form`): columns that there must be, and months of history (to: looked at where they are there); columns that are used where the warehouse has them;
 * the partition tree whose rules decide it; what leaving does to it; whether the warning's model tells it, or is looked at where there is one; its values, if it has no others. All columns of a number's month are named, as clients filter by
 * them. Errors: BAD_USER_INPUT with file and line of each wrong one.
 */
export function loadMarts(dir: string): ReadonlyMap<string, Mart> {
  const problems: string[] = [];
  const files = readdirSync(dir)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const marts = files.map((file) =>
    parse(basename(file, '.sql'), readFileSync(join(dir, file), 'utf8'), join(dir, file), problems),
  );
  if (problems.length > 0)
    throw badInput(`The derived marts have ${problems.length} problem(s):\n${problems.join('\n')}`, { problems });
  if (marts.length === 0) throw badInput(`No derived marts in ${dir}: expected one .sql file a mart.`);
  return new Map(marts.map((mart) => [mart.name, mart]));
}

function parse(name: string, text: string, path: string, problems: string[]): Mart {
  const columns: MartColumn[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.startsWith('-- column ')) continue;
    const match = COLUMN.exec(line);
    if (!match) {
      problems.push(`${path}:${index + 1}: expected "${form}", found "${line}"`);
      continue;
    }
    const [, column, type, needs, lookback, longest, uses, tree, leaving, byModel, codes, ...texts] =
      match as readonly unknown[] as Header;
    const [en = column, zh = column, unit = null, meaning] = texts;
    if (columns.some((other) => other.name === column)) problems.push(`${path}:${index + 1}: column "${column}" stands twice`);
    columns.push({
      name: column,
      type,
      needs: listOf(needs),
      lookback: Number(lookback),
      after: longest || uses ? [{ needs: [...listOf(needs), ...listOf(uses)], lookback: Number(longest ?? lookback) }] : [],
      tree: tree ?? null,
      ...(leaving ? { leaving: leaving === 'sets' ? 'SETS' : 'TELLS' } : {}),
      ...(byModel ? { [byModel]: true } : {}),
      codes: codes === undefined ? null : listOf(codes),
      names: { en, zh },
      unit,
      text: meaning,
    });
  }
  return { ...martHeader(name, text, path, problems), name, columns, sql: text.trim().replace(/;$/, '') };
}
