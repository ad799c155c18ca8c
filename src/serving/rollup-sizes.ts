import type { Catalogue, Rollup } from '../catalogue/types.js';
import { rollupSql } from '../figures/rollup.js';
import { rollupFingerprint } from '../marts/fingerprint.js';
import type { Manifest } from '../warehouse/generations.js';

/** Those of the catalogue that a generation has as they are defined now; questions do without the others. */
export const builtRollups = (catalogue: Catalogue, { rollups }: Pick<Manifest, 'rollups'>): readonly Rollup[] =>
  catalogue.rollups.filter(
    (rollup) => rollups[rollup.name] === rollupFingerprint(rollup, rollupSql(rollup, catalogue, rollup.mart)),
  );
