import type { Shape } from './compare-columns.js';
import type { FoundMart } from './found.js';

/** A mart whose columns are known but not yet compared with the contract. */
export interface OpenedMart extends Omit<FoundMart, 'columns' | 'extra'> {
  readonly shapes: readonly Shape[];
}
