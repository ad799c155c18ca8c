import { ident } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { maskSample, type Problem } from '../problem.js';
import type { FoundMart } from './found.js';
import { ended, namedAt, type SqlFault, sqlFaultOf, valueRemedy } from './sql-fault.js';

/**
 * What keeps the rows of a mapping that binds from being read, a problem for each column that cannot be computed. A value is shown where
 * its column is not personal; where the rows themselves cannot be found (a cast in WHERE) nobody knows whose it is, and none is.
 */
export async function mappingFaults(builder: Builder, found: FoundMart): Promise<readonly Problem[]> {
  const sql = found.sql!.replace(/;\s*(--[^\n]*\s*)*$/, '');
  const fault = (select: string): Promise<SqlFault | null> => sqlFaultOf(builder, sql, `SELECT ${select} FROM (`, '\n)');
  const rows = await fault('count(*)');
  if (rows) return [problem(found, null, rows)];
  const problems: Problem[] = [];
  for (const name of found.columns.keys()) {
    const wrong = await fault(`bit_xor(hash(${ident(name)}))`);
    if (wrong) problems.push(problem(found, name, wrong));
  }
  return problems;
}

function problem({ mart, files }: FoundMart, column: string | null, { text: said, place }: SqlFault): Problem {
  const text = ended(files.reduce((told, { path, name }) => told.replaceAll(path, name), said));
  const name = `${mart.name}.sql`;
  const isShown = column !== null && mart.columns.get(column)!.sensitivity !== 'personal';
  const told = isShown ? `${maskSample(text)}${valueRemedy(text)}` : text.replace(/"[^"]*"|'[^']*'/g, '…');
  const at = place ? ` at ${place.token}` : '';
  return {
    mart: mart.name,
    ...(column ? { column } : {}),
    file: name,
    ...(place ? { place } : {}),
    kind: 'mapping',
    severity: 'error',
    message: `${namedAt(name, place)}: expected ${column ?? 'rows'} to be computed, found an error${at}: ${told}`,
  };
}
