import type { CatalogueColumn, Columns } from '../catalogue/columns.js';
import type { Contract } from '../contract/types.js';
import type { Mart, MartColumn } from './mart.js';

/** The marts that end up in number_state and cohort_state, in the order in which they add columns. */
const layers = ['off_books', 'number_feature', 'number_value', 'number_state', 'cohort_state'];

/** What number_state has beyond the contract's number_month, in its order. */
export const stateColumns = (marts: ReadonlyMap<string, Mart>): readonly MartColumn[] =>
  ['number_feature', 'number_value', 'number_state'].flatMap((layer) => marts.get(layer)?.columns ?? []);

/** Every column that the catalogue's SQL may use: those of the contract's number_month and the derived ones. */
export function figureColumns(contract: Contract, marts: ReadonlyMap<string, Mart>): Columns {
  const columns = new Map<string, CatalogueColumn>();
  for (const { name, type } of contract.marts.get('number_month')?.columns.values() ?? []) {
    columns.set(name, { type, needs: [name], lookback: 0 });
  }
  for (const layer of layers) {
    for (const { name, ...column } of marts.get(layer)?.columns ?? []) columns.set(name, column);
  }
  return columns;
}
