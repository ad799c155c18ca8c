import fc from 'fast-check';
import { type RowGrant, type RowKind, type Rows, rowsTogether } from '../../src/security/rows.js';
import type { Viewer } from '../../src/security/viewer.js';
import type { FilterKind } from '../../src/slices/columns.js';
import type { FieldComparison, Scalar, Where } from '../../src/slices/where.js';
import type { Gateway } from './gateway.js';

/** A row of number_state in plain JavaScript, by filter field: numbers, text, dates as text, booleans, null. */
export type PlainRow = Readonly<Record<string, string | number | boolean | null>>;

/** The policy in plain JavaScript: a row that has, for one of the grants, one of its values of every kind; `row` by filter field. */
export const isGranted = ({ rows }: Pick<Viewer, 'rows'>, row: PlainRow): boolean =>
  rows === null ||
  rows.some((grant) =>
    Object.entries(grant).every(([kind, values]) => {
      const found = row[fieldOfKind[kind as RowKind]];
      return found !== null && found !== undefined && values.includes(String(found));
    }),
  );

const fieldOfKind: Readonly<Record<RowKind, string>> = {
  cities: 'city',
  counties: 'county',
  grids: 'grid',
  channels: 'joinChannelId',
  staff: 'joinStaffId',
};

/** Columns that rows are granted by, as fields to filter by. */
export const grantFields: readonly string[] = Object.values(fieldOfKind);

/** Random grants by one to three of the kinds, of values that occur together; none, several, all; now and then of nowhere. */
export function rowGrants(rows: readonly PlainRow[]): fc.Arbitrary<Rows> {
  const kinds = Object.keys(fieldOfKind) as RowKind[];
  const sample = rows.filter((_, index) => index % Math.ceil(rows.length / 500) === 0);
  const grant = fc
    .record({
      named: fc.subarray(kinds, { minLength: 1, maxLength: 3 }),
      of: fc.uniqueArray(fc.constantFrom(...sample), { maxLength: 6 }),
      nowhere: fc.boolean(),
    })
    .map(({ named, of, nowhere }): RowGrant => {
      const values = (kind: RowKind) => [
        ...new Set(
          of
            .map((row) => row[fieldOfKind[kind]]!)
            .filter((value) => value !== null)
            .map(String),
        ),
      ];
      return Object.fromEntries(named.map((kind) => [kind, [...values(kind), ...(nowhere ? ['NOWHERE'] : [])]]));
    });
  return fc.oneof(
    { arbitrary: fc.array(grant, { maxLength: 3 }).map((grants) => rowsTogether([grants])), weight: 9 },
    { arbitrary: fc.constant(null), weight: 1 },
  );
}

/** A field to filter by, with values that occur. */
export interface Field {
  readonly name: string;
  readonly kind: FilterKind;
  readonly values: readonly Scalar[];
}

/** Fields of every kind, with and without empty values, dimensions and number columns. */
export const fieldNames = [
  ...[
    'city',
    'county',
    'areaType',
    'planTier',
    'stage',
    'segment',
    'joinChannelKind',
    'ageGroup',
    'leaveReason',
    'industry',
    'otherSim',
  ],
  ...[
    'creditLevel',
    'hasBroadband',
    'device5g',
    'numberId',
    'revenue',
    'dataGb',
    'voiceMin',
    'satisfaction',
    'joinedOn',
    'contractEndOn',
  ],
];

/** All rows of a month, as the all-seeing developer finds them: the second route to every figure. */
export async function plainRows(
  { sql, serving }: Gateway,
  month: string,
  fields: readonly string[] = fieldNames,
): Promise<readonly PlainRow[]> {
  const types: Readonly<Record<FilterKind, string>> = {
    code: 'varchar',
    name: 'varchar',
    date: 'varchar',
    number: 'double',
    boolean: 'boolean',
    list: 'varchar',
    set: 'varchar',
  };
  const selected = fields.map((field) => {
    const column = serving.columns.get(field)!;
    return `cast(${column.sql} as ${types[column.kind]}) as "${field}"`;
  });
  const own = ['on_books', 'was_on_books', 'leaver', 'gross_add', 'lifecycle', 'cast(revenue * 100 as bigint) as fen'];
  const rows = await sql(`select ${[...selected, ...own].join(', ')} from number_state where month = '${month}'`);
  return rows as readonly PlainRow[];
}

/** Up to `most` values that occur of each field, spread over the rows. */
export function fieldsOf(
  { serving }: Gateway,
  rows: readonly PlainRow[],
  names: readonly string[] = fieldNames,
  most = 12,
): readonly Field[] {
  return names.map((name) => {
    const values = [...new Set(rows.map((row) => row[name]!))].filter((value) => value !== null);
    const step = Math.max(1, Math.floor(values.length / most));
    return {
      name,
      kind: serving.columns.get(name)!.kind,
      values: values.filter((_, index) => index % step === 0).slice(0, most),
    };
  });
}

/** Does a filter hold for a row? SQL's three values, null = unknown. Without one every row is meant. */
export function holds(where: Where | undefined, row: PlainRow): boolean | null {
  return all(
    Object.entries(where ?? {}).map(([key, value]) => {
      if (key === 'and') return all((value as readonly Where[]).map((item) => holds(item, row)));
      if (key === 'or') return not(all((value as readonly Where[]).map((item) => not(holds(item, row)))));
      if (key === 'not') return not(holds(value as Where, row));
      return compare(row[key]!, value as FieldComparison);
    }),
  );
}

const not = (value: boolean | null): boolean | null => (value === null ? null : !value);
const all = (values: readonly (boolean | null)[]): boolean | null =>
  values.includes(false) ? false : values.includes(null) ? null : true;

function compare(value: Scalar | null, { isNull, ...comparison }: FieldComparison): boolean | null {
  const known = <T>(test: (value: T) => boolean): boolean | null => (value === null ? null : test(value as T));
  const tests: Readonly<Record<string, (operand: never) => boolean | null>> = {
    eq: (x: Scalar) => known((v) => v === x),
    ne: (x: Scalar) => known((v) => v !== x),
    in: (x: readonly (Scalar | null)[]) =>
      x.length === 0 ? false : value === null && x.includes(null) ? true : known((v: Scalar) => x.includes(v)),
    notIn: (x: readonly Scalar[]) => (x.length === 0 ? true : known((v: Scalar) => !x.includes(v))),
    lt: (x: number) => known((v: number) => v < x),
    lte: (x: number) => known((v: number) => v <= x),
    gt: (x: number) => known((v: number) => v > x),
    gte: (x: number) => known((v: number) => v >= x),
    before: (x: string) => known((v: string) => v < x),
    after: (x: string) => known((v: string) => v > x),
    between: ([a, b]: readonly [Scalar, Scalar]) => known((v: Scalar) => v >= a && v <= b),
    contains: (x: string) => known((v: string) => v.toLowerCase().includes(x.toLowerCase())),
    startsWith: (x: string) => known((v: string) => v.toLowerCase().startsWith(x.toLowerCase())),
  };
  const given = Object.entries(comparison).filter(([, operand]) => operand !== undefined);
  return all([
    ...(isNull === undefined ? [] : [isNull === (value === null)]),
    ...given.map(([name, operand]) => tests[name]!(operand as never)),
  ]);
}

function comparisonOf({ kind, values }: Field): fc.Arbitrary<FieldComparison> {
  const one = fc.constantFrom(...values);
  const few = fc.uniqueArray(one, { maxLength: 4 });
  const isNull = fc.boolean().map((value): FieldComparison => ({ isNull: value }));
  const equality = [one.map((eq): FieldComparison => ({ eq })), one.map((ne): FieldComparison => ({ ne }))];
  const lists = [
    few.map((list): FieldComparison => ({ in: list })),
    few.map((list): FieldComparison => ({ in: list.length > 0 ? [...list, null] : [] })),
    few.map((list): FieldComparison => ({ notIn: list })),
  ];
  const between = fc.tuple(one, one).map((pair): FieldComparison => ({ between: pair }));
  if (kind === 'boolean') return fc.oneof(...equality, isNull);
  if (kind === 'date') {
    const dates = one as fc.Arbitrary<string>;
    return fc.oneof(
      ...equality,
      ...lists,
      isNull,
      between,
      dates.map((before) => ({ before })),
      dates.map((after) => ({ after })),
    );
  }
  if (kind === 'number') {
    const order = fc.tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), one).map(([name, x]): FieldComparison => ({ [name]: x }));
    return fc.oneof(...equality, ...lists, isNull, between, order, order);
  }
  return fc.oneof(...equality, ...lists, isNull);
}

/** Random filters over the fields, and/or/not up to `depth` levels deep. */
export function whereOf(fields: readonly Field[], depth = 2): fc.Arbitrary<Where> {
  const usable = fields.filter(({ values }) => values.length > 0);
  const field = fc
    .constantFrom(...usable)
    .chain((chosen) => comparisonOf(chosen).map((comparison): Where => ({ [chosen.name]: comparison })));
  const leaf = fc.array(field, { minLength: 1, maxLength: 2 }).map((parts): Where => Object.assign({}, ...parts));
  if (depth === 0) return leaf;
  const inner = whereOf(fields, depth - 1);
  const list = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { arbitrary: leaf, weight: 3 },
    { arbitrary: list.map((or): Where => ({ or })), weight: 2 },
    { arbitrary: fc.tuple(list, leaf).map(([and, beside]): Where => ({ and, ...beside })), weight: 2 },
    { arbitrary: inner.map((negated): Where => ({ not: negated })), weight: 1 },
  );
}
