import { ident } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { engineType, type IdType } from '../engine-type.js';
import type { FoundMart, Survey } from './found.js';

/** The SELECT that gives a mart all its contract columns, in order and of the contract's types; what is absent is a typed NULL. `TRY_CAST` gives null where a value does not fit. */
function contractSelect(found: FoundMart, id: IdType, cast: 'CAST' | 'TRY_CAST' = 'CAST'): string {
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

/** Makes `schema.<mart>` for every mart of the contract. */
export async function createViews(builder: Builder, survey: Survey, schema: string, cast: 'CAST' | 'TRY_CAST'): Promise<void> {
  await builder.execute(`CREATE SCHEMA IF NOT EXISTS ${ident(schema)}`);
  for (const found of survey.marts.values())
    await builder.execute(
      `CREATE OR REPLACE VIEW ${ident(schema)}.${ident(found.mart.name)} AS ${contractSelect(found, survey.idType, cast)}`,
    );
}
