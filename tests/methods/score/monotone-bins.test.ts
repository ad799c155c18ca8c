import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { informationValue, monotoneBins, weightOfEvidence } from '../../../src/methods/score/monotone-bins.js';

const bin = (lost: number, stayed: number) => ({ lost, stayed });

describe('weights of evidence', () => {
  /** Siddiqi 2006, exhibit 6.2: goods and bads by age, and 100 × their weight of evidence (of goods). */
  const published = [
    [860, 140, -42.719],
    [3040, 960, -108.98],
    [4920, 1080, -72.613],
    [8100, 900, -4.526],
    [9500, 500, 70.196],
    [6800, 200, 128.388],
    [2940, 60, 164.934],
  ] as const;
  const all = bin(3840, 36_160);

  test.each(published)('%i goods and %i bads', (goods, bads, weight) => {
    expect(-100 * weightOfEvidence(bin(bads, goods), all, 0)).toBeCloseTo(weight, 2);
  });

  test('the information value of all is the published one', () => {
    const bins = published.map(([goods, bads]) => bin(bads, goods));
    const weights = bins.map((each) => weightOfEvidence(each, all, 0));
    expect(informationValue(bins, weights, all)).toBeCloseTo(0.668, 3);
  });

  test('a prior draws a thin bin towards the average, and one of nobody is on it', () => {
    expect(weightOfEvidence(bin(0, 0), all, 1)).toBeCloseTo(0, 12);
    expect(Number.isFinite(weightOfEvidence(bin(0, 50), all, 1))).toBe(true);
    expect(Math.abs(weightOfEvidence(bin(4, 8), all, 5))).toBeLessThan(Math.abs(weightOfEvidence(bin(4, 8), all, 1)));
  });
});

describe('monotone bins', () => {
  test('neighbours against the direction are put together, those along it stay', () => {
    const rates = [10, 30, 20, 40, 50].map((lost) => bin(lost, 100 - lost));
    expect(monotoneBins(rates, { leastShare: 0.01 })).toEqual([0, 1, 3, 4]);
    expect(monotoneBins([...rates].reverse(), { leastShare: 0.01 })).toEqual([0, 1, 2, 4]);
  });

  test('what is too small goes with its neighbour', () => {
    expect(monotoneBins([bin(1, 999), bin(9, 0), bin(30, 970)], { leastShare: 0.01 })).toEqual([0, 2]);
    expect(monotoneBins([bin(5, 0), bin(1, 999), bin(30, 970)], { leastShare: 0.01 })).toEqual([0, 2]);
  });

  test('bins are of the least size, monotone, and as good as the better direction', () => {
    const counts = fc.array(fc.record({ lost: fc.nat(50), stayed: fc.nat(500) }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        counts.filter((all) => all.some(({ lost, stayed }) => lost + stayed > 0)),
        (all) => {
          const firsts = monotoneBins(all, { leastShare: 0.05 });
          const blocks = firsts.map((first, at) =>
            all
              .slice(first, firsts[at + 1])
              .reduce((sum, each) => bin(sum.lost + each.lost, sum.stayed + each.stayed), bin(0, 0)),
          );
          const size = ({ lost, stayed }: { lost: number; stayed: number }) => lost + stayed;
          const whole = all.reduce((sum, each) => sum + size(each), 0);
          expect(firsts[0]).toBe(0);
          if (blocks.length > 1) for (const block of blocks) expect(size(block)).toBeGreaterThanOrEqual(0.05 * whole);
          const steps = blocks
            .slice(1)
            .map((block, at) => Math.sign(block.lost / size(block) - blocks[at]!.lost / size(blocks[at]!)));
          expect(new Set(steps).size).toBeLessThanOrEqual(1);
          expect(steps).not.toContain(0);
        },
      ),
    );
  });
});
