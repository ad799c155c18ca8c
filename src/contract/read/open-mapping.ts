import { basename } from 'node:path';
import { didYouMean, suggestions } from '../../catalogue/suggestions.js';
import { ident } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { engineText, type Problem, type TextPlace } from '../problem.js';
import type { ContractMart } from '../types.js';
import type { OpenedMart } from './compare-columns.js';
import type { SourceFile } from './folder.js';
import { doublesIn } from './footers.js';
import { encodingRemedy, ended, namedAt, type SqlFault, sqlFaultOf } from './sql-fault.js';
import { vetMapping } from './vet-mapping.js';

/** Where the mappings' own views live; `base` reads them with the contract's columns and types. */
const SCHEMA = 'mapping';

/** A mart made by SQL: vets the text, makes the view `mapping.<mart>` and reads its columns. */
export async function openMapping(
  builder: Builder,
  mart: ContractMart,
  sql: string,
  data: string | null,
  dataFiles: readonly SourceFile[],
  problems: Problem[],
): Promise<OpenedMart> {
  const name = `${mart.name}.sql`;
  const files = dataFiles.map((file) => ({ ...file, month: null, rows: 0, repeatsMonth: false }));
  const unread: OpenedMart = { mart, kind: 'mapping', relation: null, shapes: [], files, sql };
  const refuse = (message: string, place: TextPlace | null = null): OpenedMart => {
    const told = { message: `${namedAt(name, place)}: ${ended(message)}`, ...(place ? { place } : {}) };
    problems.push({ mart: mart.name, file: name, kind: 'mapping', severity: 'error', ...told });
    return unread;
  };
  const vetted = await vetMapping(builder, sql);
  if (vetted.problems.length > 0) {
    for (const { message, place } of vetted.problems) refuse(message, place);
    return unread;
  }
  if (vetted.needsData && data === null)
    return refuse("it reads getvariable('data'), which is not given: expected --data DIR (or MARTLET_WAREHOUSE_DATA)");
  const relation = `${ident(SCHEMA)}.${ident(mart.name)}`;
  const fault = await sqlFaultOf(builder, sql, 'DESCRIBE ');
  if (fault) return refuse(`it does not bind: ${bindText(fault, data, dataFiles)}`, fault.place);
  try {
    await builder.execute(`CREATE SCHEMA IF NOT EXISTS ${ident(SCHEMA)}`);
    await builder.execute(`CREATE OR REPLACE VIEW ${relation} AS ${sql}`);
    // Of the text itself: a view gives the second of two names that differ by capitals another one, and says nothing.
    const rows = await builder.query(`DESCRIBE ${sql.replace(/;\s*$/, '')}`);
    const doubles = doublesIn(rows.map(({ column_name }) => String(column_name)));
    if (doubles.length > 0)
      return refuse(
        `expected columns that differ by more than capitals, found ${doubles.join('; ')}: leave one of them out, or give it another name`,
      );
    const columns = new Map(rows.map((row) => [String(row.column_name).toLowerCase(), String(row.column_type)]));
    return { ...unread, relation, shapes: [{ name, month: null, columns }] };
  } catch (error) {
    return refuse(`it does not bind: ${engineText(error)}`);
  }
}

/** The engine's words, with what to do about them; files are named as they lie below the data. */
function bindText({ text, place }: SqlFault, data: string | null, files: readonly SourceFile[]): string {
  const at = place && !text.includes(place.token) ? ` (at ${place.token})` : '';
  const missing = /No files found .*"(.*)"/.exec(text)?.[1];
  const near = missing
    ? didYouMean(
        suggestions(
          basename(missing),
          files.map(({ name }) => name),
        ),
      )
    : '';
  const told = `${ended(`${text}${at}`)}${near}${encodingRemedy(text)}`;
  return data === null ? told : told.replaceAll(`${data}/`, '');
}
