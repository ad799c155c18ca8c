import { join } from 'node:path';
import { type OpenCatalogue, openCatalogue } from '../catalogue/load.js';
import type { Catalogue } from '../catalogue/types.js';
import { loadContract } from '../contract/contract.js';
import { withOwnColumns } from '../contract/own-columns.js';
import { ownContract } from '../contract/read/survey.js';
import type { Contract } from '../contract/types.js';
import { badInput } from '../errors.js';
import { columnsOfFacts, figureColumns, sqlWordsOf, stateColumns, withCodes, withRules } from '../marts/columns.js';
import { loadMarts } from '../marts/mart.js';
import { usualLimits } from '../security/limits.js';
import { camelCase, type DerivedColumn, filterColumns, numberColumns } from '../slices/columns.js';
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
  /** Its folder may have columns of the operator's own: `contract/<mart>.yaml`. */
  readonly warehouse?: { readonly dir: string } | null;
}

/** What the warehouse is asked for: the shipped contract with the columns that are its own. Errors: BAD_USER_INPUT. */
export function contractOf({ sql, warehouse }: Pick<DefinitionsOptions, 'sql' | 'warehouse'>): Contract {
  const shipped = loadContract(join(sql, 'contract'));
  return warehouse
    ? withOwnColumns(shipped, join(warehouse.dir, ownContract), sqlWordsOf(loadMarts(join(sql, 'marts'))))
    : shipped;
}

/** Columns of the operator's own that are called as something of the catalogue is: a dimension's field of a filter, or what a tree adds to the marts. */
function requireUnlike({ marts }: Contract, { dimensions, trees }: Pick<Catalogue, 'dimensions' | 'trees'>): void {
  const own = [...marts.values()].flatMap((mart) => [...mart.columns.values()].filter(({ isOwn }) => isOwn));
  const problems = own.flatMap(({ name, source }) => {
    const dimension = [...dimensions.values()].find(({ code, sql }) => camelCase(code) === camelCase(name) && sql !== name);
    const tree = [...trees.values()].find((each) => each.relation === 'PARTITION' && each.column === name);
    const other = dimension ? `the dimension ${dimension.code}` : tree ? `the column of the tree ${tree.code}` : null;
    return other
      ? [
          `${ownContract}/${source.file}:${source.line}: columns.${name}: this is what ${other} is called: call one of them otherwise`,
        ]
      : [];
  });
  if (problems.length > 0)
    throw badInput(`The warehouse’s own columns have ${problems.length} problem(s):\n${problems.join('\n')}`, { problems });
}

/** Errors: BAD_USER_INPUT with every fault of the files. */
export function loadDefinitions({ sql, catalogues, warehouse = null }: DefinitionsOptions): Definitions {
  const contract = contractOf({ sql, warehouse });
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
  requireUnlike(contract, catalogue);
  return { contract, catalogue, suppose, derived: withRules(withCodes(derived, trees), trees.values(), warning) };
}
