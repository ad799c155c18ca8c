import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { didYouMean, suggestions } from '../catalogue/suggestions.js';
import { FileProblems, listYaml, parseYaml, readYaml, type YamlFile } from '../catalogue/yaml.js';
import { badInput } from '../errors.js';
import { type MartDefinition, martDefinition } from './mart-definition.js';
import type { Contract, ContractColumn, ContractMart, StandIn } from './types.js';

type ColumnDefinition = MartDefinition['columns'][string];

/** A column as a file defines it. */
export const freezeColumn = (
  file: YamlFile,
  name: string,
  column: ColumnDefinition,
  { standIn = null, isOwn = false }: Partial<Pick<ContractColumn, 'standIn' | 'isOwn'>> = {},
): ContractColumn =>
  Object.freeze({
    name,
    type: column.type,
    unit: column.unit ?? null,
    names: Object.freeze({ en: column.en, zh: column.zh }),
    sensitivity: column.sensitivity,
    required: column.required,
    board: column.board ?? null,
    codes: column.codes ? Object.freeze([...column.codes]) : null,
    references: column.references ?? null,
    sparse: column.sparse,
    unchanging: column.unchanging,
    leaving: column.leaving ? (column.leaving === 'sets' ? 'SETS' : 'TELLS') : null,
    standIn,
    isOwn,
    source: file.at(['columns', name]),
  });

/** "plan.fee" and the column of the mart that holds the key of plan. Where one is missing `crossCheck` has said so. */
function standInOf({ columns }: MartDefinition, { standIn }: ColumnDefinition): StandIn | null {
  if (!standIn) return null;
  const [mart = '', column = ''] = standIn.split('.');
  const [by = ''] = Object.keys(columns).filter((name) => columns[name]!.references === mart);
  return Object.freeze({ mart, column, by });
}

function freezeMart(file: YamlFile, mart: MartDefinition): ContractMart {
  return Object.freeze({
    name: mart.mart,
    names: Object.freeze({ en: mart.en, zh: mart.zh }),
    key: Object.freeze([...mart.key]),
    partition: mart.partition ?? null,
    required: mart.required,
    beginsLate: mart.beginsLate,
    columns: new Map(
      Object.entries(mart.columns).map(([name, column]) => [
        name,
        freezeColumn(file, name, column, { standIn: standInOf(mart, column) }),
      ]),
    ),
    checks: Object.freeze(
      mart.checks.map((check, at) =>
        Object.freeze({
          names: Object.freeze({ en: check.en, zh: check.zh }),
          sql: check.sql,
          source: file.at(['checks', at]),
        }),
      ),
    ),
    source: file.at(['mart']),
  });
}

/** What zod cannot see: names that point at other names. */
function crossCheck(
  file: YamlFile,
  mart: MartDefinition,
  all: ReadonlyMap<string, MartDefinition>,
  problems: FileProblems,
): void {
  const say = (path: readonly PropertyKey[], message: string): void => problems.add(file.at(path), message);
  const named = basename(file.file).replace(/\.ya?ml$/, '');
  if (mart.mart !== named) say(['mart'], `mart: expected the file's name "${named}", found "${mart.mart}"`);
  const known = Object.keys(mart.columns);
  for (const [at, column] of mart.key.entries())
    if (!known.includes(column)) say(['key', at], `key: expected columns of ${mart.mart}, found "${column}"`);
  if (mart.partition && mart.columns[mart.partition]?.type !== 'MONTH')
    say(['partition'], `partition: expected a column of type MONTH, found "${mart.partition}"`);
  for (const [name, column] of Object.entries(mart.columns)) {
    const fault = referenceFault(column, all) ?? standInFault(mart, column, all);
    if (fault) say(['columns', name], `columns.${name}.${fault}`);
  }
}

/** What is wrong with the mart that a column points at. */
export function referenceFault(
  { references }: Pick<ColumnDefinition, 'references'>,
  all: ReadonlyMap<string, Pick<ContractMart, 'key'>>,
): string | null {
  if (!references) return null;
  const target = all.get(references);
  if (!target) return `references: unknown mart "${references}".${didYouMean(suggestions(references, all.keys()))}`;
  return target.key.length === 1
    ? null
    : `references: expected a mart with a key of one column, ${references} has ${target.key.length}`;
}

function standInFault(
  { columns }: MartDefinition,
  { standIn, type }: ColumnDefinition,
  all: ReadonlyMap<string, MartDefinition>,
): string | null {
  if (!standIn) return null;
  const [mart = '', column = ''] = standIn.split('.');
  const found = all.get(mart)?.columns[column];
  if (found?.type !== type) return `standIn: expected a column of the type ${type}, found ${found?.type ?? 'none'} as ${standIn}`;
  const by = Object.values(columns).filter(({ references }) => references === mart).length;
  return by === 1 ? null : `standIn: expected one column that references ${mart}, found ${by}`;
}

/**
 * Reads the contract, one mart a file. Throws BAD_USER_INPUT whose `details.problems` lists everything wrong as
 * "file:line: what was expected, what came".
 *
 * @example
 * const contract = loadContract('sql/contract');
 * contract.marts.get('number_month')?.columns.get('msisdn')?.sensitivity; // 'personal'
 */
export function loadContract(dir: string): Contract {
  const problems = new FileProblems();
  const read = new Map<string, { file: YamlFile; mart: MartDefinition }>();
  for (const name of listYaml(dir)) {
    const file = readYaml(join(dir, name), dir, problems);
    const mart = parseYaml(file, martDefinition, problems);
    if (!mart) continue;
    if (read.has(mart.mart)) problems.add(file.at(['mart']), `mart: "${mart.mart}" is defined twice`);
    else read.set(mart.mart, { file, mart });
  }
  // While a file is unreadable, references to its mart would be false alarms.
  const all = new Map([...read].map(([name, { mart }]) => [name, mart]));
  if (problems.list.length === 0) for (const { file, mart } of read.values()) crossCheck(file, mart, all, problems);
  if (problems.list.length > 0) throw invalid(dir, problems);
  if (read.size === 0) throw badInput(`No contract in ${dir}: expected one .yaml file a mart, found none.`);
  const definitions = [...all.values()].sort((a, b) => (a.mart < b.mart ? -1 : 1));
  return Object.freeze({
    marts: new Map([...read].map(([name, { file, mart }]) => [name, freezeMart(file, mart)])),
    hash: createHash('sha256').update(JSON.stringify(definitions)).digest('hex'),
  });
}

/** The contract of a folder is refused, with each of its problems. */
export function invalid(dir: string, problems: FileProblems): Error {
  const lines = problems.list.map(({ file, line, message }) => `${join(dir, file)}:${line}: ${message}`);
  return badInput(`The contract in ${dir} has ${lines.length} problem${lines.length === 1 ? '' : 's'}:\n${lines.join('\n')}`, {
    problems: lines,
  });
}
