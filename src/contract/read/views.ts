import { groupedBy } from '../../lib/grouped-by.js';
import { ident } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { engineType, type IdType } from '../engine-type.js';
import type { StandIn } from '../types.js';
import type { FoundMart, Survey } from './found.js';
import { standInsOf } from './stand-ins.js';

type Cast = 'CAST' | 'TRY_CAST';

/** The SELECT that gives a mart all its contract columns, in order and of the contract's types; what is absent is a typed NULL. `TRY_CAST` gives null where a value does not fit. */
function contractSelect(found: FoundMart, id: IdType, cast: Cast = 'CAST'): string {
  const columns = [...found.mart.columns.values()].map((column) => {
    const type = engineType(column.type, id);
    const have = found.columns.get(column.name);
    if (!have?.usable || !found.relation) return `CAST(NULL AS ${type}) AS ${ident(column.name)}`;
    // A bare column lets a literal month prune files and row groups.
    const same = have.types.length === 1 && have.types[0] === type;
    const value = same ? ident(column.name) : `${cast}(${ident(column.name)} AS ${type})`;
    // Named anew even so: else the view has the file's capitals, and a row's fields are read by their names.
    return `${value} AS ${ident(column.name)}`;
  });
  return `SELECT ${columns.join(', ')}${found.relation ? ` FROM ${found.relation}` : ' WHERE false'}`;
}

/** The same with the values of what stands in for columns that are absent. A code that is there twice gives its first row, so that no row of the mart doubles. */
function completed(found: FoundMart, survey: Survey, cast: Cast): string {
  const select = contractSelect(found, survey.idType, cast);
  const standing = standInsOf(found, survey);
  if (standing.size === 0) return select;
  const replaced = [...standing].map(([name, { mart, column }]) => `${ident(mart)}.${ident(column)} AS ${ident(name)}`);
  const joins = [...groupedBy(standing.values(), ({ mart }) => mart)].map(([mart, [first]]) =>
    standingJoin(mart, first!, survey, cast),
  );
  return `SELECT own.* REPLACE (${replaced.join(', ')}) FROM (${select}) AS own ${joins.join(' ')}`;
}

function standingJoin(mart: string, { by }: StandIn, survey: Survey, cast: Cast): string {
  const other = survey.marts.get(mart)!;
  const key = ident(other.mart.key[0]!);
  const rows = `SELECT DISTINCT ON (${key}) * FROM (${contractSelect(other, survey.idType, cast)})`;
  return `LEFT JOIN (${rows}) AS ${ident(mart)} ON ${ident(mart)}.${key} = own.${ident(by)}`;
}

/** Makes `schema.<mart>` for every mart of the contract. */
export async function createViews(builder: Builder, survey: Survey, schema: string, cast: Cast): Promise<void> {
  await builder.execute(`CREATE SCHEMA IF NOT EXISTS ${ident(schema)}`);
  for (const found of survey.marts.values())
    await builder.execute(
      `CREATE OR REPLACE VIEW ${ident(schema)}.${ident(found.mart.name)} AS ${completed(found, survey, cast)}`,
    );
}
