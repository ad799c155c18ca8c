import { unknownName } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import type { Feed, FeedRow, FeedValue } from './feed.js';
import { filterOf } from './filter.js';

/** What is asked of a feed's rows. Each option is there once, or not at all. */
export type QueryOptions = Readonly<Partial<Record<(typeof known)[number], string>>>;

const known = ['$select', '$filter', '$orderby', '$top', '$skip', '$count', '$format', '$skiptoken'] as const;

/** Errors: BAD_USER_INPUT for what is no option of a query, and where choices belong. */
export function queryOptionsOf(query: unknown, feed: string): QueryOptions {
  const given = Object.entries(query as Readonly<Record<string, string | readonly string[]>>);
  for (const [name, value] of given) {
    if (typeof value !== 'string') throw badInput(`${name}: expected once, found ${value.length} times.`);
    if (!name.startsWith('$'))
      throw badInput(
        `Expected choices in the address, /odata/${feed}/${name}=${value}/${feed}, found ${name} among the query options.`,
      );
    if (!(known as readonly string[]).includes(name)) throw badInput(`${name}: not known here; expected ${known.join(', ')}.`);
  }
  const options = Object.fromEntries(given) as QueryOptions;
  const { $format: format = 'json' } = options;
  if (!/^(json|application\/json)\b/.test(format)) throw badInput(`$format: expected json, found ${format}.`);
  return options;
}

export interface FeedPage {
  readonly rows: readonly FeedRow[];
  /** Of all that the filter leaves; where it was asked for. */
  readonly count: number | null;
  /** How many rows stand before the next page; null at the end. */
  readonly next: number | null;
  /** The columns that were chosen; null: all. */
  readonly select: readonly string[] | null;
}

/** The rows that a query asks for, at most `most` of them. Errors: BAD_USER_INPUT, UNKNOWN_NAME. */
export function feedPageOf(
  { columns, rows }: Pick<Feed, 'columns' | 'rows'>,
  options: QueryOptions,
  offset: number,
  most: number,
): FeedPage {
  const names = columns.map(({ name }) => name);
  const named = (name: string): string => {
    if (!names.includes(name)) throw unknownName('column', name, names);
    return name;
  };
  const left = matching({ columns, rows }, options);
  const ordered = options.$orderby === undefined ? left : [...left].sort(orderOf(options.$orderby, named));
  const select = options.$select === undefined || options.$select.trim() === '*' ? null : listOf(options.$select).map(named);
  const wanted = ordered
    .slice(wholeNumberOf('$skip', options.$skip) ?? 0)
    .slice(0, wholeNumberOf('$top', options.$top) ?? undefined);
  const page = wanted.slice(offset, offset + most);
  return {
    rows: select ? page.map((row) => Object.fromEntries(select.map((name) => [name, row[name]!]))) : page,
    count: isCounted(options) ? left.length : null,
    next: offset + most < wanted.length ? offset + most : null,
    select,
  };
}

export function matching({ columns, rows }: Pick<Feed, 'columns' | 'rows'>, { $filter }: QueryOptions): readonly FeedRow[] {
  return $filter === undefined ? rows : rows.filter(filterOf($filter, columns));
}

const listOf = (text: string): readonly string[] => text.split(',').map((each) => each.trim());

function isCounted({ $count: text = 'false' }: QueryOptions): boolean {
  if (text !== 'true' && text !== 'false') throw badInput(`$count: expected true or false, found ${text}.`);
  return text === 'true';
}

export function wholeNumberOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw badInput(`${name}: expected a whole number from 0, found ${text}.`);
  return Number(text);
}

/** "revenue desc, city": null before all else, and after it where it goes down (OData 4.01, 11.2.6.2). */
function orderOf(text: string, named: (name: string) => string): (one: FeedRow, other: FeedRow) => number {
  const by = listOf(text).map((each) => {
    const [name = '', direction = 'asc', ...more] = each.split(/\s+/);
    if ((direction !== 'asc' && direction !== 'desc') || more.length > 0)
      throw badInput(`$orderby: expected columns with asc or desc, found ${each}.`);
    return { name: named(name), sign: direction === 'asc' ? 1 : -1 };
  });
  return (one, other) => by.reduce((sofar, { name, sign }) => sofar || sign * compared(one[name]!, other[name]!), 0);
}

function compared(one: FeedValue, other: FeedValue): number {
  if (one === other) return 0;
  if (one === null) return -1;
  return other === null || one > other ? 1 : -1;
}
