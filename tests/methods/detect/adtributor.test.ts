import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adtributor, type Element, surprise } from '../../../src/methods/detect/adtributor.js';
import { sum } from '../support.js';

const elementsOf = (values: Readonly<Record<string, readonly [number, number]>>): readonly Element[] =>
  Object.entries(values).map(([code, [before, after]]) => ({ code, before, after }));

describe('the table of the paper (Bhagwan et al., NSDI 2014; shared/vectors.md)', () => {
  const dataCentre = adtributor(elementsOf({ X: [94, 47], Y: [6, 3] }));
  const advertiser = adtributor(elementsOf({ A1: [50, 24], A2: [20, 21], A3: [20, 4], A4: [10, 1] }));
  const device = adtributor(elementsOf({ PC: [50, 49], Mobile: [25, 1], Tablet: [25, 0] }));

  test.each([
    ['data centre', dataCentre, [0.94, 0.06], [0, 0]],
    ['advertiser', advertiser, [0.52, -0.02, 0.32, 0.18], [0.000147, 0.028779, 0.019163, 0.020999]],
    ['device', device, [0.02, 0.48, 0.5], [0.057176, 0.083572, 0.125]],
  ])('%s: power and surprise of each element', (_, { elements }, powers, surprises) => {
    expect(elements.map(({ power }) => power)).toEqual(powers.map((power) => expect.closeTo(power, 12)));
    expect(elements.map((element) => element.surprise)).toEqual(surprises.map((value) => expect.closeTo(value, 6)));
  });

  test('sets in their order, and which dimension comes first', () => {
    expect(device.set).toEqual(['Tablet', 'Mobile']);
    expect(device.surprise).toBeCloseTo(0.208572, 6);
    expect(advertiser.set).toEqual(['A4', 'A3', 'A1']);
    expect(advertiser.surprise).toBeCloseTo(0.040309, 6);
    expect(dataCentre).toMatchObject({ set: ['X'], surprise: 0 });
  });
});

const amounts = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 2, maxLength: 12 });

describe('properties', () => {
  test('powers add up to 1; surprise is 0 to ½ a share, and 0 just where no share moved', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const elements = values.map(([before, after], index) => ({ code: String(index), before, after }));
        const { elements: found, surprise: total, set } = adtributor(elements);
        const [b, a] = [sum(elements.map(({ before }) => before)), sum(elements.map(({ after }) => after))];
        if (a !== b) expect(sum(found.map(({ power }) => power))).toBeCloseTo(1, 9);
        if (a !== b && b > 0 && a > 0) expect(sum(set.map((code) => found[Number(code)]!.power))).toBeGreaterThan(0.67);
        expect(total).toBeCloseTo(sum(set.map((code) => found[Number(code)]!.surprise)), 12);
        for (const [index, each] of found.entries()) {
          const [p, q] = [elements[index]!.before / (b || 1), elements[index]!.after / (a || 1)];
          expect(each.surprise).toBeGreaterThanOrEqual(-1e-15);
          expect(each.surprise).toBeLessThanOrEqual((p + q) / 2 + 1e-15);
          if (Math.abs(p - q) > 1e-6) expect(each.surprise).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('another unit, another order of elements: the same finding', () => {
    const elements = elementsOf({ A1: [50, 24], A2: [20, 21], A3: [20, 4], A4: [10, 1] });
    const other = [...elements].reverse().map((each) => ({ ...each, before: each.before * 1000, after: each.after * 1000 }));
    expect(adtributor(other).set).toEqual(adtributor(elements).set);
    expect(adtributor(other).surprise).toBeCloseTo(adtributor(elements).surprise, 12);
  });

  test('powers that are given are taken; nothing changed: nobody explains it', () => {
    const elements = elementsOf({ a: [10, 20], b: [10, 11] });
    expect(adtributor(elements, [0.1, 0.9]).set).toEqual(['b']);
    expect(adtributor(elementsOf({ a: [10, 20], b: [20, 10] }))).toMatchObject({ set: [], surprise: 0 });
    expect(surprise(0, 0)).toBe(0);
    expect(surprise(0, 1)).toBe(0.5);
  });
});
