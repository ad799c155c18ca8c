import { fitLogistic } from './logistic.js';
import { type BinCounts, informationValue, monotoneBins, weightOfEvidence } from './monotone-bins.js';

/** Rows as fine codes of features, row by row; of each row how many it stands for that were lost, and that stayed. */
export interface CodedRows {
  readonly codes: Uint8Array;
  readonly lost: Float64Array;
  readonly stayed: Float64Array;
}

/** A feature's fine codes: 0 is unknown, the others are in the order of its values, or (where it has none) in any. */
export interface CodedFeature {
  readonly codes: number;
  readonly isOrdered: boolean;
}

export interface ScorecardRule {
  readonly leastShare: number;
  readonly leastInformation: number;
  readonly prior: number;
  readonly regularisation: number;
}

/** By feature, the bin of each fine code; 0 is unknown. */
export type Binning = readonly (readonly number[])[];

/** Points by feature and bin, and the base, in whole millionths of log-odds: their sum is the log-odds, exactly. */
export interface ScorePoints {
  readonly base: number;
  readonly points: readonly (readonly number[])[];
}

/** Of each code of a feature, and of all rows. */
function countsOf({ codes, lost, stayed }: CodedRows, features: number, feature: number, size: number): readonly BinCounts[] {
  const counts = Array.from({ length: size }, () => ({ lost: 0, stayed: 0 }));
  for (let row = 0; row < lost.length; row++) {
    const count = counts[codes[row * features + feature]!]!;
    count.lost += lost[row]!;
    count.stayed += stayed[row]!;
  }
  return counts;
}

const sum = (counts: readonly BinCounts[]): BinCounts =>
  counts.reduce((all, { lost, stayed }) => ({ lost: all.lost + lost, stayed: all.stayed + stayed }), { lost: 0, stayed: 0 });

/** Bins of the features: monotone in what has an order; codes without one are put in that of their rate first. */
export function binsOf(
  rows: CodedRows,
  features: readonly CodedFeature[],
  { leastShare, prior }: Pick<ScorecardRule, 'leastShare' | 'prior'>,
): Binning {
  return features.map(({ codes, isOrdered }, feature) => {
    const counts = countsOf(rows, features.length, feature, codes);
    const all = sum(counts);
    const known = counts.map((_, code) => code).slice(1);
    const evidence = (code: number) => weightOfEvidence(counts[code]!, all, prior);
    const order = isOrdered ? known : [...known].sort((a, b) => evidence(a) - evidence(b) || a - b);
    const firsts =
      order.length === 0
        ? []
        : monotoneBins(
            order.map((code) => counts[code]!),
            { leastShare },
          );
    const bins = new Array<number>(codes).fill(0);
    for (const [at, code] of order.entries()) bins[code] = firsts.filter((first) => first <= at).length;
    return bins;
  });
}

/**
 * An additive scorecard: logistic regression over weights of evidence, none of which counts against its own evidence, whatever other features
 * say already: points rise and fall with the chance of loss in each feature by itself. null: nobody was lost, or all.
 */
export function fitPoints(rows: CodedRows, binning: Binning, rule: ScorecardRule): ScorePoints | null {
  if (!rows.lost.some((each) => each > 0) || !rows.stayed.some((each) => each > 0)) return null;
  const binned: CodedRows = { ...rows, codes: rows.codes.map((code, at) => binning[at % binning.length]![code]!) };
  const evidence = binning.map((bins, feature) => {
    const counts = countsOf(binned, binning.length, feature, Math.max(...bins) + 1);
    const all = sum(counts);
    const least = rule.leastShare * (all.lost + all.stayed);
    // Of the few whose value is not known nothing is known.
    const weights = counts.map((bin, at) =>
      at === 0 && bin.lost + bin.stayed < least ? 0 : weightOfEvidence(bin, all, rule.prior),
    );
    return { weights, information: informationValue(counts, weights, all) };
  });
  const kept = evidence.flatMap(({ information }, feature) => (information >= rule.leastInformation ? [feature] : []));
  const weights = evidence.map((each) => each.weights);
  const { intercept, coefficients } = fitLogistic(designOf(binned, weights, kept), rule.regularisation);
  const of = (feature: number) => coefficients[kept.indexOf(feature)] ?? 0;
  return { base: millionths(intercept), points: weights.map((all, at) => all.map((each) => millionths(of(at) * each))) };
}

/** Never -0, which an integer of SQL is not either. */
const millionths = (value: number): number => Math.round(value * 1_000_000) + 0;

function designOf({ codes, lost, stayed }: CodedRows, evidence: readonly (readonly number[])[], kept: readonly number[]) {
  const x = new Float64Array(lost.length * kept.length);
  for (let row = 0; row < lost.length; row++)
    for (const [at, feature] of kept.entries())
      x[row * kept.length + at] = evidence[feature]![codes[row * evidence.length + feature]!]!;
  return { values: kept.length, x, lost, stayed };
}

/** What a row has, in millionths of log-odds. */
export function scoresOf({ codes, lost }: CodedRows, binning: Binning, { base, points }: ScorePoints): readonly number[] {
  const byCode = binning.map((bins, feature) => bins.map((bin) => points[feature]![bin]!));
  return Array.from(lost, (_, row) =>
    byCode.reduce((total, own, feature) => total + own[codes[row * binning.length + feature]!]!, base),
  );
}

/**
 * Of these shares from the top, the least score that is in them: as many rows as a share holds at most have it or more, so that those who
 * score alike are together. Beyond all scores where even the highest is of too many.
 */
export function topScores(scores: readonly number[], weights: Float64Array, shares: readonly number[]): readonly number[] {
  const order = scores.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]!);
  const all = weights.reduce((total, each) => total + each, 0);
  return shares.map((share) => {
    let above = 0;
    let least = (scores[order[0]!] ?? 0) + 1;
    for (let at = 0; at < order.length; ) {
      const score = scores[order[at]!]!;
      for (; at < order.length && scores[order[at]!] === score; at++) above += weights[order[at]!]!;
      if (above > share * all * (1 + 1e-12)) break;
      least = score;
    }
    return least;
  });
}
