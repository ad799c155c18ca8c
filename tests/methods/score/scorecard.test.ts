import { describe, expect, test } from 'vitest';
import { binsOf, type CodedRows, fitPoints, scoresOf, topScores } from '../../../src/methods/score/scorecard.js';

const rule = { leastShare: 0.01, leastInformation: 0, prior: 1, regularisation: 1 };

/** A stream of numbers from 0 to 1, the same each time (mulberry32). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows of three features of ten codes each; `chance` of being lost by their codes. */
function made(rows: number, seed: number, chance: (codes: readonly number[]) => number): CodedRows {
  const next = stream(seed);
  const all = Array.from({ length: rows }, () => {
    const codes = [0, 1, 2].map(() => 1 + Math.floor(10 * next()));
    return { codes, lost: next() < chance(codes) ? 1 : 0 };
  });
  return {
    codes: Uint8Array.from(all.flatMap(({ codes }) => codes)),
    lost: Float64Array.from(all, ({ lost }) => lost),
    stayed: Float64Array.from(all, ({ lost }) => 1 - lost),
  };
}

const features = [
  { codes: 11, isOrdered: true },
  { codes: 11, isOrdered: false },
  { codes: 11, isOrdered: true },
];

/** Share of pairs of a lost and a stayed row in which the lost one scores higher. */
function aucOf(scores: readonly number[], { lost }: CodedRows): number {
  const order = scores.map((_, at) => at).sort((a, b) => scores[a]! - scores[b]!);
  let [stayed, pairs, won] = [0, 0, 0];
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at]!]!;
    let [ofLost, ofStayed] = [0, 0];
    for (; at < order.length && scores[order[at]!] === score; at++) lost[order[at]!] ? ofLost++ : ofStayed++;
    won += ofLost * (stayed + ofStayed / 2);
    stayed += ofStayed;
    pairs += ofLost;
  }
  return won / (pairs * stayed);
}

const truth = ([a, b]: readonly number[]) => 1 / (1 + Math.exp(4 - 0.25 * a! - ([3, 7, 8].includes(b!) ? 1 : 0)));

describe('a scorecard', () => {
  const rows = made(40_000, 1, truth);
  const binning = binsOf(rows, features, rule);
  const points = fitPoints(rows, binning, rule)!;

  test('scores others nearly as well as the truth, and expects as many losses as there are', () => {
    const others = made(40_000, 2, truth);
    const scores = scoresOf(others, binning, points);
    const real = Array.from(others.lost, (_, row) => truth([...others.codes.subarray(3 * row, 3 * row + 3)]));
    expect(aucOf(scores, others)).toBeGreaterThan(aucOf(real, others) - 0.01);
    const expected = scores.reduce((sum, score) => sum + 1 / (1 + Math.exp(-score / 1e6)), 0);
    const lost = others.lost.reduce((sum, each) => sum + each, 0);
    expect(Math.abs(expected - lost)).toBeLessThan(2.576 * Math.sqrt(lost) + 2.576 * Math.sqrt(lost));
  });

  test('points rise with what raises the chance, of codes without an order too', () => {
    const [first, second] = points.points;
    expect([...first!.slice(1)]).toEqual([...first!.slice(1)].sort((a, b) => a - b));
    expect(Math.min(...[3, 7, 8].map((code) => second![binning[1]![code]!]!))).toBeGreaterThan(
      Math.max(...[1, 2, 4, 5, 6, 9, 10].map((code) => second![binning[1]![code]!]!)),
    );
  });

  test('a score is the base and the points of its bins, in whole millionths', () => {
    expect([points.base, ...points.points.flat()].every(Number.isSafeInteger)).toBe(true);
    const [score] = scoresOf(rows, binning, points);
    const own = [...rows.codes.subarray(0, 3)].map((code, at) => points.points[at]![binning[at]![code]!]!);
    expect(score).toBe(own.reduce((sum, each) => sum + each, points.base));
  });

  test('where who is lost is drawn by lot, it tells others apart no better than a coin', () => {
    const shuffled = made(40_000, 3, () => 0.05);
    const own = binsOf(shuffled, features, rule);
    const fitted = fitPoints(shuffled, own, rule)!;
    const others = made(40_000, 4, () => 0.05);
    expect(aucOf(scoresOf(others, own, fitted), others)).toBeGreaterThan(0.47);
    expect(aucOf(scoresOf(others, own, fitted), others)).toBeLessThan(0.53);
  });

  test('an unknown value of few has no points; nobody lost, no scorecard', () => {
    expect(points.points.map(([unknown]) => unknown)).toEqual([0, 0, 0]);
    expect(
      fitPoints(
        made(1000, 5, () => 0),
        binning,
        rule,
      ),
    ).toBeNull();
  });
});

test('a share from the top holds at most as many, and who scores alike is together', () => {
  const scores = [9, 9, 8, 5, 5, 5, 4, 3, 2, 1];
  const weights = new Float64Array(10).fill(1);
  expect(topScores(scores, weights, [0.1, 0.2, 0.3, 0.5, 0.6, 1])).toEqual([10, 9, 8, 8, 5, 1]);
});
