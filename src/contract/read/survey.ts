import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, suggestions } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import { readText } from '../../lib/files.js';
import { text } from '../../lib/quote.js';
import { chinaTime } from '../../lib/time-zone.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { IdType } from '../engine-type.js';
import type { Problem } from '../problem.js';
import type { Contract, ContractMart } from '../types.js';
import type { OpenedMart } from './compare-columns.js';
import { compareColumns, idKind } from './compare-columns.js';
import { listSourceFiles, realFolder, type SourceFile } from './folder.js';
import type { FoundMart, Survey, Warehouse } from './found.js';
import { openMapping } from './open-mapping.js';
import { openParquet } from './open-parquet.js';

/**
 * Looks at the folder without reading a row: which marts are there, their files, columns and types. Throws BAD_USER_INPUT
 * where there is no such folder or nothing in it; everything else that is wrong is in `problems`.
 */
export async function surveyWarehouse(builder: Builder, contract: Contract, warehouse: Warehouse): Promise<Survey> {
  const dir = realFolder(warehouse.dir, 'The warehouse');
  const data = warehouse.data === undefined ? null : realFolder(warehouse.data, "The mappings' data");
  const { timeZone = chinaTime } = warehouse;
  const problems: Problem[] = [];
  // The contract's own columns lie beside the marts, and are none.
  const entries = readdirSync(dir).filter((name) => !/^[._]/.test(name) && name !== ownContract);
  const known = entries.filter((name) => contract.marts.has(martOf(name)));
  if (known.length === 0) throw badInput(nothingThere(warehouse.dir, entries, contract));
  for (const name of entries.filter((name) => !known.includes(name))) {
    const near = suggestions(
      name.replace(/\.sql$/, ''),
      [...contract.marts.keys()].filter((mart) => !known.some((each) => martOf(each) === mart)),
    );
    if (near.length === 0) continue;
    const message = `${name} is no mart of the contract and is ignored.${didYouMean(near)}`;
    problems.push({ mart: near[0]!, file: name, kind: 'misspelt', severity: 'warning', message });
  }
  // Else a mapping that makes days of instants would make those of the machine.
  await builder.execute(`SET TimeZone = ${text(timeZone)}`);
  if (data) await builder.execute(`SET VARIABLE data = ${text(data)}`);
  const dataFiles = data
    ? listSourceFiles(data, data, (file, message) => void problems.push(pathProblem('(data)', file, message)))
    : [];
  const opened: OpenedMart[] = [];
  for (const mart of contract.marts.values()) opened.push(await openMart(builder, mart, dir, entries, data, dataFiles, problems));
  const id = idKind(opened.find(({ mart }) => mart.name === 'number_month')?.shapes ?? []);
  const marts = new Map(opened.map((mart) => [mart.mart.name, compared(mart, id, timeZone, problems)]));
  return { dir, data, idType: id, phoneIds: warehouse.phoneIds ?? false, marts, problems };
}

/** The folder of a warehouse that says which columns it has beyond the contract's (`withOwnColumns`). */
export const ownContract = 'contract';

/** The mart that a folder or mapping is of, in capitals or not. */
const martOf = (entry: string): string => entry.toLowerCase().replace(/\.sql$/, '');

const pathProblem = (mart: string, file: string, message: string): Problem => ({
  mart,
  file,
  kind: 'path',
  severity: 'error',
  message: `${file}: ${message}.`,
});

async function openMart(
  builder: Builder,
  mart: ContractMart,
  dir: string,
  entries: readonly string[],
  data: string | null,
  dataFiles: readonly SourceFile[],
  problems: Problem[],
): Promise<OpenedMart> {
  const absent: OpenedMart = { mart, kind: 'absent', relation: null, shapes: [], files: [], sql: null };
  const refuse = (file: string, message: string): void => void problems.push(pathProblem(mart.name, file, message));
  const [own, ...more] = entries.filter((entry) => martOf(entry) === mart.name);
  if (own !== undefined && more.length > 0) {
    refuse(
      own,
      `expected the folder ${mart.name}/ or the mapping ${mart.name}.sql, found ${[own, ...more].join(' and ')}: keep one`,
    );
    return absent;
  }
  if (own?.toLowerCase().endsWith('.sql')) {
    const mapping = join(dir, own);
    if (lstatSync(mapping).isDirectory()) {
      refuse(own, 'expected a file with one SELECT, found a folder');
      return absent;
    }
    // One file, listed like a folder so that links are refused alike.
    const [file] = listSourceFiles(dir, mapping, refuse);
    if (file?.path !== mapping) return absent;
    return openMapping(builder, mart, readText(mapping), data, dataFiles, problems);
  }
  if (own !== undefined) return openParquet(builder, mart, listSourceFiles(dir, join(dir, own), refuse), problems);
  if (mart.required)
    problems.push({
      mart: mart.name,
      kind: 'missing-mart',
      severity: 'error',
      message: `${mart.name}: expected the required mart as ${mart.name}/${mart.partition ? `${mart.partition}=YYYY-MM/` : ''}*.parquet or as ${mart.name}.sql, found neither.`,
    });
  return absent;
}

function compared(opened: OpenedMart, id: IdType, timeZone: string, problems: Problem[]): FoundMart {
  const { shapes, ...found } = opened;
  if (shapes.length === 0) return { ...found, columns: new Map(), extra: [] };
  const { columns, extra, problems: more } = compareColumns(opened.mart, shapes, id, timeZone);
  problems.push(...more);
  return { ...found, columns, extra };
}

function nothingThere(dir: string, entries: readonly string[], contract: Contract): string {
  const found =
    entries.length === 0 ? 'an empty folder' : `only ${entries.slice(0, 8).join(', ')}${entries.length > 8 ? ', …' : ''}`;
  const asked = [...contract.marts.values()].map((mart) => `${mart.name}${mart.required ? ' (required)' : ''}`).join(', ');
  return (
    `No warehouse in ${JSON.stringify(dir)}: expected a folder or a .sql mapping for the contract's marts (${asked}), found ${found}. ` +
    'Point --warehouse at the folder that holds number_month/, or see docs/your-warehouse.md.'
  );
}
