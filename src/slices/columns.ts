import type { Names } from '../catalogue/names.js';
import type { Catalogue, Dimension, Leaving, Rests } from '../catalogue/types.js';
import type { Board, Contract } from '../contract/types.js';

/** "join_channel_kind" or "JOIN_CHANNEL_KIND" → "joinChannelKind". */
export const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A column that the derived marts add to a number's month. */
export interface DerivedColumn {
  readonly name: string;
  /** In SQL, e.g. "DECIMAL(18,2)". */
  readonly type: string;
  /** The only values that it has; null where any may occur. */
  readonly codes: readonly string[] | null;
  readonly names: Names;
  readonly unit: string | null;
  /** What it means. */
  readonly text: string;
  readonly needs: readonly string[];
  readonly lookback: number;
  readonly after: readonly Rests[];
  readonly leaving?: Leaving;
  readonly fitted?: boolean;
}

/** How a filter field is compared. */
export type FilterKind = 'code' | 'number' | 'date' | 'boolean' | 'name' | 'list' | 'set';

/** A column of number_state as clients know it: to be read, filtered and ordered by, and exported. */
export interface NumberColumn {
  /** camelCase of its name: "dataGb". */
  readonly field: string;
  /** As in SQL. */
  readonly name: string;
  /** In SQL; an ID is of the warehouse's kind, a MONTH is VARCHAR. */
  readonly type: string;
  /** Board of the contract; `features`: derived. */
  readonly board: Board | 'features';
  readonly personal: boolean;
  /** Tells one person from another, as an id, a birth year or a day of joining does: filtered by with tier 3 only. */
  readonly identifies: boolean;
  readonly kind: FilterKind;
  /** The only values that it has, of a list its items; null where any may occur. */
  readonly codes: readonly string[] | null;
  readonly names: Names;
  readonly unit: string | null;
  readonly description: string;
  readonly rests: Rests;
  /** The operator's, added to the contract. */
  readonly isOwn: boolean;
}

export type NumberColumns = ReadonlyMap<string, NumberColumn>;

/** All columns of a number's month by field: those of the contract, then the derived ones. */
export function numberColumns(contract: Contract, derived: readonly DerivedColumn[], idType: string): NumberColumns {
  const own = [...(contract.marts.get('number_month')?.columns.values() ?? [])].map((column): NumberColumn => {
    const { name, type, names, unit, codes, references, sensitivity, leaving, isOwn } = column;
    return {
      field: camelCase(name),
      name,
      type: type === 'ID' ? idType : type === 'MONTH' ? 'VARCHAR' : type,
      board: column.board ?? 'identity',
      personal: sensitivity === 'personal',
      identifies: sensitivity !== 'none',
      kind: kindOf(type, codes !== null || references !== null || type === 'ID'),
      codes,
      names,
      unit,
      description: called(names, unit),
      rests: { needs: [name], lookback: 0, ...(leaving ? { leaving } : {}) },
      isOwn,
    };
  });
  const added = derived.map(({ name, type, codes, names, unit, text, needs, lookback, after, leaving, fitted }): NumberColumn => {
    const what = {
      field: camelCase(name),
      name,
      type,
      board: 'features',
      personal: false,
      identifies: type === 'DATE',
      kind: kindOf(type, true),
    } as const;
    return {
      ...what,
      codes,
      names,
      unit,
      description: `${called(names, unit)}: ${text}`,
      rests: { needs, lookback, after, ...(leaving ? { leaving } : {}), ...(fitted ? { fitted } : {}) },
      isOwn: false,
    };
  });
  return new Map([...own, ...added].map((column) => [column.field, column]));
}

const called = ({ en, zh }: Names, unit: string | null): string => `${en} · ${zh}${unit ? `, ${unit}` : ''}`;

/** What a filter may name: a dimension of the catalogue or a column of a number's month. */
export interface FilterColumn {
  /** The field in `SliceFilter`: camelCase of the code, e.g. "joinChannelKind". */
  readonly field: string;
  readonly kind: FilterKind;
  /** SQL over a row of number_state, or of number_flow for a dimension of facts. */
  readonly sql: string;
  /** The column's or dimension's SQL type; parameters are cast to it where text would not compare (DATE, BIGINT ids). */
  readonly type: string;
  /** Set for dimensions: rollups hold it under the code in lower case. */
  readonly dimension: Dimension | null;
  readonly personal: boolean;
  /** As of a column. */
  readonly identifies: boolean;
  readonly names: Names;
  readonly unit: string | null;
  /** The only values that it has; null where any may occur. */
  readonly codes: readonly string[] | null;
  readonly description: string;
  /** Without what nobody knows which numbers it selects. */
  readonly rests: Rests;
}

/** Numbers of a set that was sent in; who is in it is named one by one. */
const set: FilterColumn = {
  field: 'set',
  kind: 'set',
  sql: '"number_id"',
  type: 'VARCHAR',
  dimension: null,
  personal: false,
  identifies: true,
  names: { en: 'Set', zh: '号码集' },
  unit: null,
  codes: null,
  description: 'Set · 号码集: numbers of a set that was sent in (POST /sets), at most those with a score',
  rests: { needs: ['number_id'], lookback: 0 },
};

/** All filter fields by name. Where a dimension and a column share one (city), the dimension is meant. */
export function filterColumns(
  catalogue: Pick<Catalogue, 'dimensions'>,
  numbers: NumberColumns,
): ReadonlyMap<string, FilterColumn> {
  const columns = new Map([[set.field, set]]);
  const byName = new Map([...numbers.values()].map((column) => [column.name, column]));
  for (const { name, board: _, isOwn: __, ...column } of numbers.values()) {
    if (name !== 'month') columns.set(column.field, { ...column, sql: `"${name}"`, dimension: null });
  }
  for (const dimension of catalogue.dimensions.values()) {
    if (dimension.grain === 'MONTH') continue;
    const field = camelCase(dimension.code);
    // The column that it shows as it is; one that is computed has the values that it names.
    const column = byName.get(dimension.sql);
    const named = dimension.values.map(({ code }) => code);
    columns.set(field, {
      field,
      names: dimension.names,
      unit: column?.unit ?? null,
      codes: column ? column.codes : named.length > 0 ? named : null,
      kind: kindOf(dimension.type, true),
      sql: dimension.sql,
      type: dimension.type,
      dimension,
      personal: column?.personal ?? false,
      identifies: column?.identifies ?? columns.get(field)?.identifies ?? false,
      description: `${called(dimension.names, null)}${factsText(dimension)}`,
      rests: dimension,
    });
  }
  return columns;
}

/** What a filter by a dimension of facts selects. */
const factsText = ({ facts }: Dimension): string =>
  facts.length > 0 ? `: of facts (${facts.join(', ')}); numbers that had such a fact, and figures of such facts` : '';

function kindOf(type: string, isCode: boolean): FilterKind {
  if (type.endsWith('[]')) return 'list';
  if (type === 'DATE') return 'date';
  if (type === 'BOOLEAN') return 'boolean';
  if (/^(BIGINT|INTEGER|DECIMAL|DOUBLE)/.test(type)) return 'number';
  return isCode ? 'code' : 'name';
}
