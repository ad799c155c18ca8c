import type { Rollup } from '../catalogue/types.js';
import { covers, type Needs } from './route.js';

/** What a rollup has in all months together. */
export interface RollupSize {
  readonly rows: number;
  readonly bytes: number;
}

/** Questions that a mart answered and a rollup could: how often, and how long they took in all. */
export interface Miss extends Needs {
  readonly asked: number;
  readonly seconds: number;
}

/** What is known of the marts at hand. */
export interface RollupSizes {
  /** Of a mart, in all months. */
  readonly martRows: (mart: string) => number;
  /** About, of many at once. */
  readonly estimate: (rollups: readonly Rollup[]) => Promise<readonly RollupSize[]>;
  /** Of one, by making it. */
  readonly measure: (rollup: Rollup) => Promise<RollupSize>;
}

export interface ProposedRollup extends Rollup, RollupSize {
  /** Questions that it would have answered. */
  readonly asked: number;
  /** Seconds that they would have taken less, if an answer takes as long as there are rows to be read. */
  readonly savedSeconds: number;
}

/** What helps a miss, or why nothing does. NOT_WORTH_IT: it saves too little of what all misses took. */
export interface Remedy {
  readonly rollup: string | null;
  readonly why: 'TOO_MANY_ROWS' | 'OVER_BUDGET' | 'NOT_WORTH_IT' | null;
  /** Of a rollup for this miss alone; null where none was weighed. */
  readonly size: RollupSize | null;
}

export interface RollupAdvice {
  readonly rollups: readonly ProposedRollup[];
  /** In the order of the misses. */
  readonly remedies: readonly Remedy[];
}

/** A rollup of more than this share of its mart's rows saves too little: its rows are wider. */
const mostOfMart = 0.25;
/** Less than this share of the seconds of all misses is not worth a rollup. */
const leastSaved = 0.01;
/** Rollups that are weighed against each other, each a column of one statement; and misses, the costliest, whose needs they have. */
const mostCandidates = 200;
const mostMisses = 100;
const longestName = 60;

interface Candidate {
  readonly rollup: Rollup;
  readonly size: RollupSize;
  readonly isMeasured: boolean;
}

/**
 * Which rollups would have answered the misses, within a budget of bytes: again and again the one that saves most seconds a byte, each for the
 * needs of one miss or of several together (greedy selection of views: Harinarayan, Rajaraman, Ullman 1996, "Implementing data cubes efficiently").
 * Only what is about to be chosen is measured (lazy evaluation: Minoux 1978).
 */
export async function adviseRollups(
  misses: readonly Miss[],
  sizes: RollupSizes,
  { budget, taken }: { readonly budget: number; readonly taken: readonly string[] },
): Promise<RollupAdvice> {
  const needs = candidatesOf(misses, taken);
  const estimated = await sizes.estimate(needs);
  let candidates = needs.map((rollup, index): Candidate => ({ rollup, size: estimated[index]!, isMeasured: false }));
  const isSmall = ({ rollup, size }: Candidate): boolean => size.rows <= mostOfMart * sizes.martRows(rollup.mart);
  const saving = ({ rollup, size }: Candidate, of: readonly Miss[]): number =>
    secondsOf(of) * Math.max(0, 1 - size.rows / sizes.martRows(rollup.mart));
  const least = leastSaved * secondsOf(misses);

  const rollups: ProposedRollup[] = [];
  let open = misses;
  let left = budget;
  while (true) {
    const worth = candidates
      .filter((candidate) => isSmall(candidate) && candidate.size.bytes <= left)
      .map((candidate) => {
        const answered = open.filter((miss) => covers(candidate.rollup, miss));
        return { candidate, answered, saved: saving(candidate, answered) };
      })
      .filter(({ saved }) => saved > 0 && saved >= least)
      .sort((a, b) => b.saved / b.candidate.size.bytes - a.saved / a.candidate.size.bytes);
    const [best] = worth;
    if (!best) break;
    const { candidate, answered, saved } = best;
    const { rollup, size } = candidate;
    if (!candidate.isMeasured) {
      const measured: Candidate = { rollup, size: await sizes.measure(rollup), isMeasured: true };
      candidates = candidates.map((each) => (each === candidate ? measured : each));
      continue;
    }
    rollups.push({ ...rollup, ...size, asked: answered.reduce((sum, { asked }) => sum + asked, 0), savedSeconds: saved });
    open = open.filter((miss) => !answered.includes(miss));
    left -= size.bytes;
  }

  const whyNot = (miss: Miss, own: Candidate | undefined): Remedy['why'] => {
    if (own && !isSmall(own)) return 'TOO_MANY_ROWS';
    return own && saving(own, [miss]) >= least ? 'OVER_BUDGET' : 'NOT_WORTH_IT';
  };
  const remedies = misses.map((miss): Remedy => {
    const answering = rollups.find((rollup) => covers(rollup, miss));
    const own = candidates.find(({ rollup }) => covers(rollup, miss) && covers(miss, rollup));
    return { rollup: answering?.name ?? null, why: answering ? null : whyNot(miss, own), size: own?.size ?? null };
  });
  return { rollups, remedies };
}

const secondsOf = (misses: readonly Miss[]): number => misses.reduce((sum, { seconds }) => sum + seconds, 0);

/** A rollup for the needs of each miss, the costliest first, and for those of several together. */
function candidatesOf(misses: readonly Miss[], taken: readonly string[]): readonly Rollup[] {
  const found = new Map<string, Needs>();
  const add = (needs: Needs): unknown => found.set(keyOf(needs), needs);
  const costliest = [...misses].sort((a, b) => b.seconds - a.seconds).slice(0, mostMisses);
  for (const miss of costliest) add(miss);
  // What is added is come to as well, so that three and more meet.
  for (const one of found.values())
    for (const other of costliest) if (one.mart === other.mart && found.size < mostCandidates) add(union(one, other));
  const names = new Set(taken);
  return [...found.values()].map(({ mart, dimensions, trees }) => {
    const name = nameOf({ mart, dimensions, trees }, names);
    names.add(name);
    return { name, mart: mart as Rollup['mart'], dimensions, trees };
  });
}

const keyOf = ({ mart, dimensions, trees }: Needs): string => [mart, ...dimensions, '', ...trees].join(' ');

const sortedUnion = (one: readonly string[], other: readonly string[]): readonly string[] =>
  [...new Set([...one, ...other])].sort();

const union = (one: Needs, other: Needs): Needs => ({
  mart: one.mart,
  dimensions: sortedUnion(one.dimensions, other.dimensions),
  trees: sortedUnion(one.trees, other.trees),
});

/** What it is by, in short: an entry of a name that is taken would replace the other. */
function nameOf({ mart, dimensions, trees }: Needs, taken: ReadonlySet<string>): string {
  const codes = [...dimensions, ...trees].map((code) => code.toLowerCase());
  const words = codes.join('_').length > longestName ? [...codes.slice(0, 3), `and_${codes.length - 3}`] : codes;
  const name = [...(mart === 'number_state' ? [] : [mart.split('_')[0]!]), 'by', ...(words.length > 0 ? words : ['month'])].join(
    '_',
  );
  for (let at = 1; ; at++) {
    const each = at === 1 ? name : `${name}_${at}`;
    if (!taken.has(each)) return each;
  }
}
