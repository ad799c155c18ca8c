import { didYouMean, suggestions } from '../catalogue/suggestions.js';
import { badInput } from '../errors.js';
import type { Mart } from './mart.js';

/** The mart that the same marts of the months after rest on. */
export const STATE = 'number_state';

/** So many months before, SQL may read as state_1 (the month before) to state_6. */
export const HISTORY = 6;

/** number_state of other months by the names that SQL reads it by: those before are there already, state_recent has the month's own, too. */
const OF_MONTHS = new Map<string, readonly string[]>([
  ...Array.from({ length: HISTORY }, (_, at) => [`state_${at + 1}`, []] as const),
  ['state_past', []],
  ['state_recent', [STATE]],
]);

/** Names of what the build and the engine have beside the derived marts. */
const TAKEN: ReadonlySet<string> = new Set([
  ...OF_MONTHS.keys(),
  ...['day_state', 'flow_state', 'complaint_state', 'number_score', 'number_profile', 'number_propensity'],
  ...['offer_hold_out', 'phone', 'points', 'rollup', 'rolled', 'state_empty'],
]);

/** The derived marts in the order of their making: each after all that it is made of. Says nothing of how an engine makes them. */
export interface MartGraph {
  /** What the next month's marts rest on: number_state with all that it is made of, and what reads tables and views on the way to it. */
  readonly chain: readonly Mart[];
  /** What else is made of a month, while the next month's chain is. */
  readonly rest: readonly Mart[];
  /** What every build makes of each month once all months are there. */
  readonly everyBuild: readonly Mart[];
  /** Marts that are kept as files. */
  readonly files: readonly string[];
  /** Of them, those that are shared with the generation before where their month is. */
  readonly monthFiles: readonly string[];
  /** Marts of the contract that a month's marts are made of. */
  readonly base: readonly string[];
  /** Marts that read this one. */
  readonly readers: (name: string) => number;
}

/** Errors: BAD_USER_INPUT with file and line of each source that is none, and of a mart that rests on itself. `base`: marts of the contract. */
export function martGraph(marts: ReadonlyMap<string, Mart>, base: Iterable<string>): MartGraph {
  const named = [...base].map((name) => `base.${name}`);
  const problems = [...marts.values()].flatMap((mart) => faultsOf(mart, marts, named));
  const parts = new Map([...marts.values()].map((mart) => [mart, partsOf(mart, marts)]));
  const order = problems.length > 0 ? [] : ordered(parts, problems);
  if (problems.length > 0)
    throw badInput(`The derived marts have ${problems.length} problem(s):\n${problems.join('\n')}`, { problems });
  const everyBuild = order.filter(({ made }) => made === 'every build');
  const ofMonth = order.filter((mart) => !everyBuild.includes(mart));
  const chain = chainOf(ofMonth, parts);
  const sources = ofMonth.flatMap((mart) => mart.sources.filter((source) => source.startsWith('base.')));
  return {
    chain: order.filter((mart) => chain.has(mart)),
    rest: ofMonth.filter((mart) => !chain.has(mart)),
    everyBuild,
    files: namesOfFiles(order),
    monthFiles: namesOfFiles(ofMonth),
    base: [...new Set(sources)].sort().map((source) => source.slice('base.'.length)),
    readers: (name) => order.filter((mart) => mart.sources.includes(name)).length,
  };
}

const namesOfFiles = (marts: readonly Mart[]) => marts.filter(({ kind }) => kind === 'file').map(({ name }) => name);

function faultsOf(mart: Mart, marts: ReadonlyMap<string, Mart>, base: readonly string[]): readonly string[] {
  const { name, sources, tokens, rows } = mart;
  const place = (key: string) => `${mart.at.get(key)}: ${key}: expected`;
  const known = [...marts.keys(), ...base, ...OF_MONTHS.keys()];
  const isLate = mart.made === 'every build';
  return [
    ...(TAKEN.has(name) || !/^[a-z][a-z0-9_]*$/.test(name)
      ? [`${name}.sql: expected a name of small letters, digits and _ that is none of ${[...TAKEN].join(', ')}`]
      : []),
    ...(rows && !sources.includes(`base.${rows}`) ? [`${place('rows')} one of its sources, found "base.${rows}"`] : []),
    ...sources
      .filter((source) => !known.includes(source))
      .map(
        (source) =>
          `${place('sources')} derived marts, base.<mart of the contract>, or number_state of other months (${[...OF_MONTHS.keys()].join(', ')}), found "${source}".${didYouMean(suggestions(source, known))}`,
      ),
    ...tokens
      .filter((token) => marts.get(token)?.made !== 'code')
      .map((token) => `${place('tokens')} marts that code makes, found "${token}"`),
    ...partsOf(mart, marts)
      .filter(({ kind, made }) => made === 'every build' || (isLate && kind !== 'file'))
      .map(
        (part) =>
          `${place('sources')} ${isLate ? 'files' : 'marts'} of the month, found "${part.name}", ${part.made === 'every build' ? 'which every build makes when all months are there' : `a ${part.kind} that is gone when all months are there`}`,
      ),
  ];
}

/** The marts of the same month that one is made of. */
const partsOf = ({ sources, tokens }: Mart, marts: ReadonlyMap<string, Mart>): readonly Mart[] =>
  [...sources, ...tokens].flatMap((name) => OF_MONTHS.get(name) ?? [name]).flatMap((name) => marts.get(name) ?? []);

/** By name where nothing else decides, so that files in any order are built in one. */
function ordered(parts: ReadonlyMap<Mart, readonly Mart[]>, problems: string[]): readonly Mart[] {
  const done = new Set<Mart>();
  const byName = (marts: Iterable<Mart>) => [...marts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const visit = (mart: Mart, above: readonly Mart[]): void => {
    if (done.has(mart)) return;
    if (above.includes(mart)) {
      const circle = [...above.slice(above.indexOf(mart)), mart].map(({ name }) => name);
      problems.push(`${mart.at.get('sources')}: expected sources that are made before, found a circle: ${circle.join(' → ')}`);
    } else for (const part of byName(parts.get(mart)!)) visit(part, [...above, mart]);
    done.add(mart);
  };
  for (const mart of byName(parts.keys())) visit(mart, []);
  return [...done];
}

/** Tables and views are there where they are made alone: who reads one of the chain's is made there, with all that it is made of. */
function chainOf(order: readonly Mart[], parts: ReadonlyMap<Mart, readonly Mart[]>): ReadonlySet<Mart> {
  const chain = new Set<Mart>();
  const add = (mart: Mart): void => {
    if (chain.has(mart)) return;
    chain.add(mart);
    for (const part of parts.get(mart)!) add(part);
  };
  const reads = (mart: Mart) => parts.get(mart)!.some((part) => part.kind !== 'file' && chain.has(part));
  let next = order.find(({ name }) => name === STATE);
  while (next) {
    add(next);
    next = order.find((mart) => !chain.has(mart) && reads(mart));
  }
  return chain;
}
