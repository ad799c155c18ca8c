import type { Catalogue, Dimension } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';

/** How a filter field is compared. */
export type FilterKind = 'code' | 'number' | 'date' | 'boolean' | 'name';

/** What a filter may name: a dimension of the catalogue or a number column of the contract. */
export interface FilterColumn {
  /** The field in `SliceFilter`: camelCase of the code, e.g. "joinChannelKind". */
  readonly field: string;
  readonly kind: FilterKind;
  /** SQL over a row of number_state. */
  readonly sql: string;
  /** The contract's or dimension's SQL type; parameters are cast to it where text would not compare (DATE, BIGINT ids). */
  readonly type: string;
  /** Set for dimensions: rollups hold it under the code in lower case. */
  readonly dimension: Dimension | null;
  readonly personal: boolean;
  readonly description: string;
}

/** "join_channel_kind" or "JOIN_CHANNEL_KIND" → "joinChannelKind". */
export const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** All filter fields by name. Where a dimension and a column share one (city), the dimension is meant. */
export function filterColumns(
  catalogue: Pick<Catalogue, 'dimensions'>,
  contract: Contract,
  idType: string,
): ReadonlyMap<string, FilterColumn> {
  const columns = new Map<string, FilterColumn>();
  for (const column of contract.marts.get('number_month')?.columns.values() ?? []) {
    if (column.name === 'month') continue;
    const unit = column.unit ? `, ${column.unit}` : '';
    columns.set(camelCase(column.name), {
      field: camelCase(column.name),
      kind: kindOf(column.type, column.codes !== null || column.references !== null || column.type === 'ID'),
      sql: `"${column.name}"`,
      type: column.type === 'ID' ? idType : column.type,
      dimension: null,
      personal: column.sensitivity === 'personal',
      description: `${column.names.en} · ${column.names.zh}${unit}`,
    });
  }
  for (const dimension of catalogue.dimensions.values()) {
    if (dimension.grain) continue;
    const field = camelCase(dimension.code);
    columns.set(field, {
      field,
      kind: kindOf(dimension.type, true),
      sql: dimension.sql,
      type: dimension.type,
      dimension,
      personal: columns.get(field)?.personal ?? false,
      description: `${dimension.names.en} · ${dimension.names.zh}`,
    });
  }
  return columns;
}

function kindOf(type: string, isCode: boolean): FilterKind {
  if (type === 'DATE') return 'date';
  if (type === 'BOOLEAN') return 'boolean';
  if (/^(BIGINT|INTEGER|DECIMAL)/.test(type)) return 'number';
  return isCode ? 'code' : 'name';
}
