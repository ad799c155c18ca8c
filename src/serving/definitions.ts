import { join } from 'node:path';
import { type OpenCatalogue, openCatalogue } from '../catalogue/load.js';
import type { Catalogue } from '../catalogue/types.js';
import { loadContract } from '../contract/contract.js';
import type { Contract } from '../contract/types.js';
import { columnsOfFacts, figureColumns, stateColumns, withCodes, withRules } from '../marts/columns.js';
import { loadMarts } from '../marts/mart.js';
import { usualLimits } from '../security/limits.js';
import { type DerivedColumn, filterColumns, numberColumns } from '../slices/columns.js';
import { parseWhere } from '../slices/where.js';

/** What is defined: contract and catalogue, validated. */
export interface Definitions extends OpenCatalogue {
  readonly contract: Contract;
  /** Columns of number_state beyond the contract's. */
  readonly derived: readonly DerivedColumn[];
}

export interface DefinitionsOptions {
  /** The shipped `sql/`. */
  readonly sql: string;
  /** The shipped catalogue and the directory laid over it. */
  readonly catalogues: readonly string[];
}

/** Errors: BAD_USER_INPUT with every fault of the files. */
export function loadDefinitions({ sql, catalogues }: DefinitionsOptions): Definitions {
  const contract = loadContract(join(sql, 'contract'));
  const marts = loadMarts(join(sql, 'marts'));
  const derived = stateColumns(marts);
  const columns = figureColumns(contract, marts);
  const whereChecker = (dimensions: Catalogue['dimensions']) => {
    const fields = filterColumns({ dimensions }, numberColumns(contract, derived, 'BIGINT'));
    return (where: unknown) => parseWhere(where, fields, usualLimits);
  };
  const told = { columns, ...columnsOfFacts(contract, marts) };
  const { catalogue, suppose } = openCatalogue({ directories: catalogues, ...told, whereChecker });
  const { trees, warning } = catalogue;
  return { contract, catalogue, suppose, derived: withRules(withCodes(derived, trees), trees.values(), warning) };
}
