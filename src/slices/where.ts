import { z } from 'zod';
import { suggestions, unknownAt } from '../catalogue/suggestions.js';
import { badInput } from '../errors.js';
import { isBigint } from '../lib/bigint.js';
import type { FilterColumn, FilterKind } from './columns.js';

/** A value as a client gives it. */
export type Scalar = string | number | boolean;

/** Comparisons on one field; all of them hold (AND). */
export interface FieldComparison {
  readonly eq?: Scalar;
  readonly ne?: Scalar;
  /** With null beside values: rows without a value too. */
  readonly in?: readonly (Scalar | null)[];
  readonly notIn?: readonly Scalar[];
  readonly isNull?: boolean;
  readonly lt?: number;
  readonly lte?: number;
  readonly gt?: number;
  readonly gte?: number;
  readonly between?: readonly Scalar[];
  readonly before?: string;
  readonly after?: string;
  readonly contains?: string;
  readonly startsWith?: string;
  readonly has?: string;
  readonly hasAny?: readonly string[];
  /** Of a set: its id, and the least score of its numbers that are meant. */
  readonly id?: string;
  readonly scoreGte?: number;
}

/**
 * A filter as plain JSON, the same in the graph's `SliceFilter` and inside slices: and/or/not beside fields; everything
 * given in one object holds (AND). A comparison with an empty (null) value is neither true nor false, as in SQL: `ne` and `notIn` leave rows
 * without a value out as well; `isNull`, and a null among the values of `in`, ask for them.
 */
export interface Where {
  readonly and?: readonly Where[];
  readonly or?: readonly Where[];
  readonly not?: Where;
  readonly [field: string]: FieldComparison | Where | readonly Where[] | undefined;
}

/** "2026-10-31", and a day that the calendar has: the engine would fail on "2026-02-30". */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
const date = z.string().refine(isDate, 'expected a date like "2026-10-31"');
const common = { isNull: z.boolean().optional() };
const equality = <T extends z.ZodType>(value: T) => ({
  ...common,
  eq: value.optional(),
  ne: value.optional(),
  in: z.array(value.nullable()).optional(),
  notIn: z.array(value).optional(),
});
const order = <T extends z.ZodType>(value: T) => ({
  lt: value.optional(),
  lte: value.optional(),
  gt: value.optional(),
  gte: value.optional(),
  between: z.array(value).length(2, 'expected two values: [from, to]').optional(),
});
const text = { contains: z.string().min(1).optional(), startsWith: z.string().min(1).optional() };
const dates = { ...equality(date), before: date.optional(), after: date.optional() };

const set = { id: z.uuid('expected the id of a set as numberSets tells it'), scoreGte: z.number().optional() };

const comparisons: Readonly<Record<FilterKind, z.ZodType>> = {
  code: z.strictObject(equality(z.string())),
  name: z.strictObject({ ...equality(z.string()), ...text }),
  number: z.strictObject({ ...equality(z.number()), ...order(z.number()) }),
  date: z.strictObject({ ...dates, between: z.array(date).length(2, 'expected two dates: [from, to]').optional() }),
  list: z.strictObject({ ...common, has: z.string().optional(), hasAny: z.array(z.string()).optional() }),
  boolean: z.strictObject({ ...common, eq: z.boolean().optional(), ne: z.boolean().optional() }),
  set: z.strictObject(set),
};

/** What fields of any kind are compared with. */
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const anyComparison = z.strictObject({
  ...equality(scalar),
  ...order(scalar),
  before: scalar.optional(),
  after: scalar.optional(),
  ...text,
  has: z.string().optional(),
  hasAny: z.array(z.string()).optional(),
  id: set.id.optional(),
  scoreGte: set.scoreGte,
});

/** How large a filter may be: of the asker's limits those that are about filters. */
export interface FilterLimits {
  readonly filterDepth: number;
  readonly filterComparisons: number;
  readonly filterValues: number;
}

/** What filters may name, and how large they may be. */
interface Allowed {
  /** null: any, as nobody knows what they were. */
  readonly columns: ReadonlyMap<string, FilterColumn> | null;
  readonly limits: FilterLimits;
}

/**
 * Checks every field and value of a filter from outside and puts its keys into a fixed order. What is left out (undefined) is every number;
 * a null, and an object with nothing in it, is what a client's lost variable leaves behind: it is refused at every depth.
 * Errors: UNKNOWN_NAME with suggestions, BAD_USER_INPUT.
 */
export function parseWhere(input: unknown, columns: ReadonlyMap<string, FilterColumn>, limits: FilterLimits): Where {
  if (input === undefined) return {};
  return bounded(parse(input, { columns, limits }, 'where', limits.filterDepth), limits.filterComparisons);
}

/**
 * The same for the filter inside a slice, which narrowing (`both`) has made a little deeper than the client's own. Without columns, of another
 * catalogue's: its form alone can be checked, and it must not be used.
 */
export function parseSliceWhere(input: unknown, columns: Allowed['columns'], limits: FilterLimits): Where {
  if (input === undefined) return {};
  return bounded(parse(input, { columns, limits }, 'where', limits.filterDepth + 2), limits.filterComparisons * 2);
}

function bounded(where: Where, most: number): Where {
  const count = termsIn(where);
  if (count <= most) return where;
  throw badInput(
    `where: expected at most ${most} comparisons in a filter, found ${count}. Use in: [ … ] for many values of a field.`,
  );
}

/** How many comparisons a filter makes: one of none holds for every number. */
export const termsIn = (where: Where): number =>
  Object.entries(where).reduce((sum, [key, value]) => {
    if (key === 'not') return sum + termsIn(value as Where);
    if (key === 'and' || key === 'or') return (value as readonly Where[]).reduce((all, item) => all + termsIn(item), sum);
    return sum + 1;
  }, 0);

function parse(input: unknown, allowed: Allowed, path: string, levels: number): Where {
  const { filterDepth } = allowed.limits;
  if (levels < 0) throw badInput(`${path}: filters may nest ${filterDepth} levels deep, this one goes deeper; flatten it.`);
  const where: Record<string, unknown> = {};
  for (const [key, value] of entriesOf(input, path, 'an object of fields like {city: {eq: …}}')) {
    if (key === 'and' || key === 'or') {
      if (!Array.isArray(value))
        throw badInput(`${path}.${key}: expected a list of filters, found ${show(value)}.${lost(value)}`);
      where[key] = value.map((item, index) => parse(item, allowed, `${path}.${key}[${index}]`, levels - 1));
    } else if (key === 'not') {
      where[key] = parse(value, allowed, `${path}.not`, levels - 1);
    } else {
      where[key] = parseComparison(key, value, allowed, `${path}.${key}`);
    }
  }
  return where as Where;
}

/** What is given in an object of a filter, in a fixed order; at least one thing is. */
function entriesOf(input: unknown, path: string, expected: string): readonly [string, unknown][] {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw badInput(`${path}: expected ${expected}, found ${show(input)}.${lost(input)}`);
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw badInput(`${path}: expected ${expected}, found {}.${lost(null)}`);
  return given.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What to do where a null stands, or nothing. */
const lost = (value: unknown): string =>
  value === null ? ' Leave it out where it shall not narrow; for rows without a value ask isNull: true of the field.' : '';

function parseComparison(field: string, value: unknown, { columns, limits }: Allowed, path: string): FieldComparison {
  const column = columns?.get(field);
  if (columns && !column) {
    const found = suggestions(field, columns.keys());
    throw unknownAt(path, 'field', field, found);
  }
  const given = entriesOf(value, path, 'comparisons like {eq: …}');
  const [empty] = given.find(([, operand]) => operand === null) ?? [];
  if (empty !== undefined) throw badInput(`${path}.${empty}: expected a value, found null.${lost(null)}`);
  const result = (column ? comparisons[column.kind] : anyComparison).safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw badInput(result.error.issues.map((issue) => `${[path, ...issue.path].join('.')}: ${issue.message}.`).join(' '));
  }
  const comparison = result.data as FieldComparison;
  // A variable that was lost leaves a list of nothing but null.
  if (comparison.in?.length && comparison.in.every((value) => value === null))
    throw badInput(`${path}.in: expected at least one value beside null, found none.${lost(null)}`);
  if ((comparison.in ?? comparison.notIn ?? comparison.hasAny ?? []).length > limits.filterValues) {
    throw badInput(`${path}: a list may hold ${limits.filterValues} values; for more, use a slice or a target list.`);
  }
  if (column?.kind === 'code' && /^(BIGINT|INTEGER)$/.test(column.type)) checkIds(comparison, path);
  return comparison;
}

function checkIds(comparison: FieldComparison, path: string): void {
  const values = [comparison.eq, comparison.ne, ...(comparison.in ?? []), ...(comparison.notIn ?? [])];
  const wrong = values.find((value) => value !== undefined && value !== null && !isBigint(String(value)));
  if (wrong !== undefined) throw badInput(`${path}: expected a whole number as text, found ${show(wrong)}.`);
}

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? String(value);

/** The terms of a filter that all hold, however they are nested. */
export const termsOf = (where: Where): readonly Where[] =>
  Object.entries(where).flatMap(([key, value]) =>
    key === 'and' ? (value as readonly Where[]).flatMap(termsOf) : [{ [key]: value } as Where],
  );

/** Both filters hold. Keeps the empty filter empty, so that equal questions look equal. */
export function both(a: Where, b: Where): Where {
  if (Object.keys(a).length === 0) return b;
  if (Object.keys(b).length === 0) return a;
  return { and: [...terms(a), ...terms(b)] };
}

/** Narrowing again and again makes the list longer, not deeper. */
const terms = (where: Where): readonly Where[] => (where.and && Object.keys(where).length === 1 ? where.and : [where]);
