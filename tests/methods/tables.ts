import type { Table } from '../../src/methods/detect/cells.js';
import { type LocalisedCause, type LocaliseOptions, localise } from '../../src/methods/detect/localise.js';

/** The catalogue's settings. */
export const options: LocaliseOptions = {
  depth: 3,
  top: 5,
  support: 0.005,
  score: 0.6,
  significance: 0.01,
  share: 0.1,
  counts: true,
  isRatio: false,
  months: 1,
  mayCombine: () => true,
};

/** Pseudo-random numbers of one seed, 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** By adding waiting times: exact, for means up to some hundreds. */
export function poisson(mean: number, random: () => number): number {
  let count = -1;
  for (let time = 0; time < mean; count++) time -= Math.log(1 - random());
  return Math.max(0, count);
}

export interface Row {
  readonly keys: readonly number[];
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** All combinations of dimensions with so many values. */
export const combinationsOf = (sizes: readonly number[]): readonly (readonly number[])[] =>
  sizes.reduce<readonly (readonly number[])[]>(
    (all, size) => all.flatMap((keys) => Array.from({ length: size }, (_, value) => [...keys, value])),
    [[]],
  );

export const tableOf = (rows: readonly Row[], sizes: readonly number[], isRatio: boolean): Table => {
  const column = (time: 'before' | 'after') => ({
    numerator: Float64Array.from(rows, (row) => row[time][0]),
    denominator: isRatio ? Float64Array.from(rows, (row) => row[time][1]) : null,
  });
  const keys = sizes.map((_, dimension) => Int32Array.from(rows, (row) => row.keys[dimension]!));
  return { sizes, keys, before: column('before'), after: column('after') };
};

/** A combination by hand: a value for each dimension of it. */
export type Place = Readonly<Record<number, number>>;

export const isAt = (place: Place, keys: readonly number[]): boolean =>
  Object.entries(place).every(([dimension, value]) => keys[Number(dimension)] === value);

export const placeOf = ({ dimensions, values }: LocalisedCause): Place =>
  Object.fromEntries(dimensions.map((dimension, position) => [dimension, values[position]!]));

export const placesIn = async (
  rows: readonly Row[],
  sizes: readonly number[],
  other: Partial<LocaliseOptions> = {},
): Promise<readonly Place[]> =>
  (await localise(tableOf(rows, sizes, other.isRatio ?? false), { ...options, ...other })).map(placeOf);

export type Kind = 'counts' | 'amounts' | 'ratios of counts' | 'ratios of amounts';

export const optionsOf = (kind: Kind): Partial<LocaliseOptions> => ({
  counts: kind === 'counts' || kind === 'ratios of counts',
  isRatio: kind.startsWith('ratios'),
});

/** Something that moves a place's figure, and all figures. */
export interface Story {
  readonly plants?: readonly { readonly place: Place; readonly factor: number }[];
  readonly shift?: number;
}

/**
 * Figures by all combinations, of unequal sizes, about `mean` events each: counts are Poisson's, amounts are bills of so many customers,
 * bases of ratios grow or shrink by up to 20 % in each combination.
 */
export function figures(kind: Kind, sizes: readonly number[], mean: number, seed: number, story: Story = {}): readonly Row[] {
  const random = randomOf(seed);
  const weights = sizes.map((size) => Array.from({ length: size }, () => 0.75 + random() / 2));
  const bills = (count: number, level: number) => {
    let total = 0;
    for (let customer = 0; customer < count; customer++) total += level * Math.exp(0.7 * normal(random));
    return total;
  };
  return combinationsOf(sizes).map((keys): Row => {
    const base = keys.reduce((product, value, dimension) => product * weights[dimension]![value]!, mean);
    const moved = (story.plants ?? []).filter(({ place }) => isAt(place, keys)).reduce((all, { factor }) => all * factor, 1);
    const level = moved * (story.shift ?? 1);
    if (kind === 'counts') return { keys, before: [poisson(base, random), 0], after: [poisson(base * level, random), 0] };
    const customers = [poisson(base, random), poisson(base * (kind === 'amounts' ? 1 : 0.8 + 0.4 * random()), random)] as const;
    if (kind === 'ratios of counts') {
      const [before, after] = [poisson(customers[0], random), poisson(customers[1] * level, random)];
      return { keys, before: [before, 10 * customers[0]], after: [after, 10 * customers[1]] };
    }
    const [before, after] = [bills(customers[0], 40), bills(customers[1], 40 * level)];
    return { keys, before: [before, customers[0]], after: [after, customers[1]] };
  });
}
