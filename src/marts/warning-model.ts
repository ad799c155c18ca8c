import type { WarningRule } from '../catalogue/types.js';
import { type Binning, binsOf, type CodedRows, fitPoints, scoresOf, topScores } from '../methods/score/scorecard.js';

/** What fine codes of a feature stand for: from 1 on what is between edges, or a code of a list; 0 is neither. */
export interface FineFeature {
  readonly name: string;
  readonly edges: readonly number[] | null;
  readonly codes: readonly string[] | null;
}

/** A bin of a feature with its points, in millionths, for the next month and for the two after; of the first, who was not known. */
export interface WarningBin {
  /** Values from `least` up to below `below`; null: without a bound. */
  readonly least: number | null;
  readonly below: number | null;
  readonly codes: readonly string[] | null;
  /** Of the rows that it was fitted to. */
  readonly share: number;
  readonly points: number;
  readonly pointsLater: number;
}

export interface WarningFeature {
  readonly name: string;
  readonly bins: readonly WarningBin[];
}

/** The model of a month. */
export interface WarningModel {
  readonly base: number;
  readonly baseLater: number;
  readonly features: readonly WarningFeature[];
  /** Least scores of the bands, from the top. */
  readonly bands: readonly number[];
  /** Least scores of the percentiles 1 to 99. */
  readonly percentiles: readonly number[];
}

/** Rows of a horizon, and how many months they are of. */
export interface HorizonRows extends CodedRows {
  readonly months: number;
}

/**
 * From the rows of the next month, and of the two after it of those who were not lost in it; null where it is IMMATURE, or no feature tells
 * anything. Bins are found on the first, for both.
 */
export function fitWarning(
  next: HorizonRows,
  later: HorizonRows,
  features: readonly FineFeature[],
  rule: WarningRule,
): WarningModel | null {
  const isMature = ({ lost }: HorizonRows) => Math.round(total(lost)) >= rule.least.losses;
  if (next.months < rule.least.months || !isMature(next) || !isMature(later)) return null;
  const settings = { ...rule.bins, prior: rule.prior, regularisation: rule.regularisation };
  const coded = features.map(({ edges, codes }) => ({
    codes: 1 + (edges ? edges.length + 1 : codes!.length),
    isOrdered: edges !== null,
  }));
  const binning = binsOf(next, coded, settings);
  const points = fitPoints(next, binning, settings);
  const pointsLater = fitPoints(later, binning, settings);
  if (!points || !pointsLater) return null;
  const weights = next.lost.map((lost, row) => lost + next.stayed[row]!);
  const scores = scoresOf(next, binning, points);
  const { VERY_HIGH, HIGH, RAISED } = rule.bands;
  const told = features.flatMap((feature, at): readonly WarningFeature[] => {
    const [own, ownLater] = [points.points[at]!, pointsLater.points[at]!];
    if ([...own, ...ownLater].every((each) => each === 0)) return [];
    const shares = sharesOf(next, weights, binning, at);
    const bins = own.map((each, bin) => ({
      ...meaning(feature, binning[at]!, bin),
      share: shares[bin]!,
      points: each,
      pointsLater: ownLater[bin]!,
    }));
    return [{ name: feature.name, bins }];
  });
  if (told.length === 0) return null;
  return {
    base: points.base,
    baseLater: pointsLater.base,
    features: told,
    bands: topScores(scores, weights, [VERY_HIGH, HIGH, RAISED]),
    percentiles: topScores(
      scores,
      weights,
      Array.from({ length: 99 }, (_, at) => (99 - at) / 100),
    ),
  };
}

const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);

function sharesOf({ codes }: CodedRows, weights: Float64Array, binning: Binning, feature: number): readonly number[] {
  const found = new Array<number>(Math.max(...binning[feature]!) + 1).fill(0);
  for (let row = 0; row < weights.length; row++)
    found[binning[feature]![codes[row * binning.length + feature]!]!]! += weights[row]!;
  const all = total(weights);
  return found.map((each) => each / all);
}

/** Which values a bin holds. */
function meaning(
  { edges, codes }: FineFeature,
  bins: readonly number[],
  bin: number,
): Pick<WarningBin, 'least' | 'below' | 'codes'> {
  const fine = bins.flatMap((own, code) => (own === bin && code > 0 ? [code] : []));
  if (fine.length === 0) return { least: null, below: null, codes: null };
  if (codes) return { least: null, below: null, codes: fine.map((code) => codes[code - 1]!) };
  return { least: edges![fine[0]! - 2] ?? null, below: edges![fine.at(-1)! - 1] ?? null, codes: null };
}
