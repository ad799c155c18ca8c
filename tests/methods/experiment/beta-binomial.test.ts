import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priorStrength, shrunkRate, strengthBounds, usualStrength } from '../../../src/methods/experiment/beta-binomial.js';
import { sum } from '../support.js';

describe('strength of the prior', () => {
  test('by hand: four cells of 100 with 10, 20, 30, 40', () => {
    // mean .25, mean square within .1875; Σ n (p − mean)² = 2.25 + .25 + .25 + 2.25 = 5 → ÷ .1875 = 26.667
    // (26.667 − 3) ÷ (400 − 100 − 3) = .079686 → 1 ÷ that − 1 = 11.5493
    const { strength, basis } = priorStrength([10, 20, 30, 40].map((hits) => ({ hits, trials: 100 })));
    expect(basis).toBe('MOMENTS');
    expect(strength).toBeCloseTo(11.5493, 4);
  });

  test('cells that differ no more than chance makes them: the greatest', () => {
    const cells = [24, 25, 26, 25].map((hits) => ({ hits, trials: 100 }));
    expect(priorStrength(cells)).toEqual({ strength: strengthBounds.most, basis: 'MOMENTS' });
  });

  test('all or nothing: the least', () => {
    const cells = [0, 100, 0, 100].map((hits) => ({ hits, trials: 100 }));
    expect(priorStrength(cells)).toEqual({ strength: strengthBounds.least, basis: 'MOMENTS' });
  });

  test.each([
    ['nobody', []],
    ['few siblings, empty ones not counted', [...[10, 20, 30].map((hits) => ({ hits, trials: 100 })), { hits: 0, trials: 0 }]],
    ['no hits anywhere', [1, 2, 3, 4].map((trials) => ({ hits: 0, trials }))],
    ['one trial each', [0, 1, 0, 1, 1].map((hits) => ({ hits, trials: 1 }))],
  ])('%s: the usual one', (_, cells) => {
    expect(priorStrength(cells)).toEqual({ strength: usualStrength, basis: 'USUAL' });
  });

  test('cells drawn from Beta(4, 16) show a strength near 20', () => {
    // Rates at the middles of 40 equal parts of Beta(4, 16) have nearly its variance; each is seen as exactly that many hits in 10,000.
    const density = (p: number): number => p ** 3 * (1 - p) ** 15;
    const grid = Array.from({ length: 20_000 }, (_, at) => (at + 0.5) / 20_000);
    const whole = sum(grid.map(density));
    let [below, next] = [0, 0];
    const cells: { hits: number; trials: number }[] = [];
    for (const p of grid) {
      below += density(p) / whole;
      if (below >= (next + 0.5) / 40) {
        cells.push({ hits: Math.round(p * 10_000), trials: 10_000 });
        next++;
      }
    }
    expect(cells).toHaveLength(40);
    expect(priorStrength(cells).strength / 20).toBeGreaterThan(0.9);
    expect(priorStrength(cells).strength / 20).toBeLessThan(1.15);
  });

  test('does not ask in which order the siblings come', () => {
    const cell = fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 500 })).map(([hits, more]) => ({ hits, trials: hits + more }));
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), (cells) => {
        const [one, other] = [priorStrength(cells), priorStrength([...cells].reverse())];
        expect(other.basis).toBe(one.basis);
        expect(other.strength / one.strength).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('a rate drawn to the wider one', () => {
  test('by hand: 2 of 10, within 10 of 100, within 100 of 2,000', () => {
    const chain = [
      { hits: 2, trials: 10, strength: 30 },
      { hits: 10, trials: 100, strength: 100 },
      { hits: 100, trials: 2000, strength: 7 },
    ];
    // 100 ÷ 2,000 = .05; (10 + 100 × .05) ÷ 200 = .075; (2 + 30 × .075) ÷ 40 = .10625, with the interval of 4.25 of 40 (roots of the quadratic)
    const { rate, low, high } = shrunkRate(chain)!;
    expect(rate).toBeCloseTo(0.10625, 12);
    expect(low).toBeCloseTo(0.0432, 4);
    expect(high).toBeCloseTo(0.2383, 4);
  });

  test('nothing is known: none', () => {
    expect(shrunkRate([])).toBeNull();
    expect(shrunkRate([{ hits: 0, trials: 0, strength: 50 }])).toBeNull();
  });

  const strength = fc.double({ min: strengthBounds.least, max: strengthBounds.most, noNaN: true });
  /** A cell and what surrounds it, up to four times. */
  const chain = fc
    .array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 300 }), strength), { minLength: 2, maxLength: 5 })
    .map((rings) => {
      let [hits, trials] = [0, 0];
      return rings.map(([more, misses, own]) => {
        hits += more;
        trials += more + misses;
        return { hits, trials, strength: own };
      });
    })
    .filter((levels) => levels.at(-1)!.trials > 0);

  test('lies between its own and the wider one, and within its interval', () => {
    fc.assert(
      fc.property(chain, (levels) => {
        const { rate, low, high } = shrunkRate(levels)!;
        const wider = shrunkRate(levels.slice(1))!.rate;
        const own = levels[0]!.trials > 0 ? levels[0]!.hits / levels[0]!.trials : wider;
        expect(rate).toBeGreaterThanOrEqual(Math.min(own, wider) - 1e-12);
        expect(rate).toBeLessThanOrEqual(Math.max(own, wider) + 1e-12);
        expect([low <= rate, high >= rate]).toEqual([true, true]);
      }),
    );
  });

  test('without trials of its own it is the wider one', () => {
    fc.assert(
      fc.property(chain, strength, (levels, own) => {
        const empty = { hits: 0, trials: 0, strength: own };
        expect(shrunkRate([empty, ...levels])!.rate).toBeCloseTo(shrunkRate(levels)!.rate, 12);
      }),
    );
  });

  test('of very many trials it is its own', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), chain, (p, levels) => {
        const own = { hits: p * 1e9, trials: 1e9, strength: strengthBounds.most };
        expect(Math.abs(shrunkRate([own, ...levels])!.rate - p)).toBeLessThan(1e-5);
      }),
    );
  });

  test('a miss that were a hit makes it higher, in every wider cell too', () => {
    fc.assert(
      fc.property(chain, (levels) => {
        fc.pre(levels[0]!.hits < levels[0]!.trials);
        const better = levels.map((level) => ({ ...level, hits: level.hits + 1 }));
        expect(shrunkRate(better)!.rate).toBeGreaterThan(shrunkRate(levels)!.rate);
      }),
    );
  });

  test('a stronger prior draws it nearer', () => {
    fc.assert(
      fc.property(chain, (levels) => {
        const wider = shrunkRate(levels.slice(1))!.rate;
        const [first, ...rest] = levels;
        const stronger = shrunkRate([{ ...first!, strength: first!.strength * 2 }, ...rest])!.rate;
        expect(Math.abs(stronger - wider)).toBeLessThanOrEqual(Math.abs(shrunkRate(levels)!.rate - wider) + 1e-12);
      }),
    );
  });
});
