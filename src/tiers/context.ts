import type DataLoader from 'dataloader';
import type { Catalogue } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import type { Labels } from '../figures/labels.js';
import type { SumsLoader } from '../figures/loader.js';
import type { Facts } from '../figures/value.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import type { Manifest } from '../warehouse/generations.js';
import type { TargetRow } from './indicators/targets.js';

/** What the resolvers of one request share: one viewer, one generation, one set of loaders. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly columns: ReadonlyMap<string, FilterColumn>;
  readonly manifest: Manifest;
  readonly facts: Facts;
  readonly labels: Labels;
  readonly sums: SumsLoader;
  readonly targets: DataLoader<string, readonly TargetRow[]>;
}
