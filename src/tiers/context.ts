import type DataLoader from 'dataloader';
import type { Catalogue } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import type { Labels } from '../figures/labels.js';
import type { SumsLoader } from '../figures/loader.js';
import type { RollupRows } from '../figures/route.js';
import type { Facts } from '../figures/value.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import type { Row } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';
import type { Statement } from '../warehouse/statement.js';
import type { TargetRow } from './indicators/targets.js';
import type { NumbersLoader } from './numbers/numbers.loader.js';

/** What the resolvers of one request share: one viewer, one generation, one set of loaders. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly columns: ReadonlyMap<string, FilterColumn>;
  readonly manifest: Manifest;
  readonly facts: Facts;
  readonly labels: Labels;
  readonly rollupRows: RollupRows;
  readonly sums: SumsLoader;
  /** Runs a statement that is no sum of parts, beside them in the lane and the route of the request. */
  readonly run: (statement: Statement) => Promise<readonly Row[]>;
  readonly targets: DataLoader<string, readonly TargetRow[]>;
  readonly numbers: NumbersLoader;
}
