import { unknownName } from './suggestions.js';
import type { Catalogue, Dimension, Measure, Tree } from './types.js';

/** Look-ups by code. Errors: UNKNOWN_NAME with suggestions. */
export const measureNamed = (catalogue: Catalogue, code: string): Measure => find('measure', catalogue.measures, code);
export const dimensionNamed = (catalogue: Catalogue, code: string): Dimension => find('dimension', catalogue.dimensions, code);
export const treeNamed = (catalogue: Catalogue, code: string): Tree => find('tree', catalogue.trees, code);

function find<T>(kind: string, entries: ReadonlyMap<string, T>, code: string): T {
  const entry = entries.get(code);
  if (entry === undefined) throw unknownName(kind, code, entries.keys());
  return entry;
}
