import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { didYouMean, suggestions } from '../catalogue/suggestions.js';
import { FileProblems, listYaml, parseYaml, readYaml, type YamlFile } from '../catalogue/yaml.js';
import { freezeColumn, invalid, referenceFault } from './contract.js';
import { ownDefinition } from './mart-definition.js';
import type { Contract, ContractColumn, ContractMart } from './types.js';

/** Marts of which all columns go on into what is built: number_state has those of number_month, lead_state those of lead. */
export const extendedMarts: readonly string[] = ['number_month', 'lead'];

/** Each is kept for every number and month. */
export const mostOwnColumns = 50;

/** Words of SQL that no column is called by without quotes (duckdb_keywords(): reserved, and those of types and functions). */
const reserved =
  'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default deferrable desc describe distinct do else end except false fetch for foreign from group having in initially intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot using variadic when where window with anti asof at authorization binary by collation columns concurrently cross freeze full generated glob ilike inner is isnull join left like map natural notnull outer overlaps positional right semi similar struct tablesample try_cast unpack verbose';

/** Fields of a number and of a filter in the graph, and columns of a list's file. */
const elsewhere = 'id number set rank offer net_benefit own_id';

/** In the graph "points_1" and "points1" are one field. */
const alike = (name: string): string => name.toLowerCase().replaceAll('_', '');

/**
 * The contract with the columns that an operator adds to it: `<mart>.yaml` of a folder, which need not be there. `used`: names that mean
 * something in the derived marts. Errors: BAD_USER_INPUT with everything wrong, also for a column that the contract has already.
 */
export function withOwnColumns(contract: Contract, dir: string, used: Iterable<string>): Contract {
  if (!existsSync(dir)) return contract;
  const problems = new FileProblems();
  const taken = new Set([...used, ...reserved.split(' '), ...elsewhere.split(' ')].map(alike));
  const marts = new Map(contract.marts);
  const added: unknown[] = [];
  for (const name of listYaml(dir)) {
    const file = readYaml(join(dir, name), dir, problems);
    const mart = marts.get(basename(name).replace(/\.ya?ml$/, ''));
    if (!mart || !extendedMarts.includes(mart.name)) {
      problems.add(
        file.at([]),
        `expected ${extendedMarts.map((each) => `${each}.yaml`).join(' or ')}, as columns are added to these marts only, found "${name}".${didYouMean(suggestions(name, extendedMarts))}`,
      );
      continue;
    }
    // One of comments alone is a draft (`martlet init`), and adds nothing.
    const columns = parseYaml(file, ownDefinition.nullable(), problems)?.columns ?? {};
    if (Object.keys(columns).length > 0) added.push([mart.name, columns]);
    const own = Object.entries(columns).map(([column, definition]) => freezeColumn(file, column, definition, { isOwn: true }));
    check(file, mart, own, { taken, marts: contract.marts }, problems);
    marts.set(
      mart.name,
      Object.freeze({ ...mart, columns: new Map([...mart.columns, ...own.map((each) => [each.name, each] as const)]) }),
    );
  }
  if (problems.list.length > 0) throw invalid(dir, problems);
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.hash, added]))
    .digest('hex');
  return Object.freeze({ marts, hash: added.length > 0 ? hash : contract.hash });
}

interface Beside {
  /** As `alike`. */
  readonly taken: ReadonlySet<string>;
  readonly marts: Contract['marts'];
}

function check(file: YamlFile, mart: ContractMart, own: readonly ContractColumn[], beside: Beside, problems: FileProblems): void {
  if (own.length > mostOwnColumns)
    problems.add(
      file.at(['columns']),
      `columns: expected at most ${mostOwnColumns}, found ${own.length}: leave out what nobody asks for`,
    );
  const shipped = new Set([...mart.columns.keys()].map(alike));
  for (const [at, column] of own.entries()) {
    const before = own.slice(0, at).find(({ name }) => alike(name) === alike(column.name));
    const fault =
      nameFault(column.name, mart, shipped, beside.taken, before) ??
      referenceFault({ references: column.references ?? undefined }, beside.marts);
    if (fault) problems.add(column.source, `columns.${column.name}: ${fault}`);
  }
}

function nameFault(
  name: string,
  mart: ContractMart,
  shipped: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  before: ContractColumn | undefined,
): string | null {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) return 'expected a name in lower case, at most 63 letters, digits and "_"';
  if (mart.columns.has(name))
    return `the contract has this column of ${mart.name}, and it cannot be changed: map it in ${mart.name}.sql, or call yours otherwise, e.g. own_${name}`;
  if (/_(label|before|rules)$/.test(name))
    return 'expected a name that does not end with _label, _before or _rules: what ends so belongs to another column';
  if (before) return `the graph does not tell it from ${before.name}: call one of them otherwise`;
  return shipped.has(alike(name)) || taken.has(alike(name))
    ? `this name means something already (in the contract, a derived mart, SQL or the graph): call it otherwise, e.g. own_${name}`
    : null;
}
