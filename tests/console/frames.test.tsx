// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame, FrameChart } from '../../src/console/frames/frame.ts';
import { lorenzOf } from '../../src/console/frames/lorenz.ts';
import { Picture } from '../../src/console/frames/picture.tsx';
import { gini } from '../../src/methods/value/lorenz.ts';
import { shown } from './shown.ts';

const column = (name: string, type: 'NUMBER' | 'STRING' = 'NUMBER', unit: string | null = null) => ({
  name,
  label: name,
  type,
  unit,
});
const row = (cells: readonly (string | number | null)[], totalOf: readonly string[] = [], slice: string | null = null) => ({
  cells,
  totalOf,
  slice,
});
const drawn = (frame: Frame, chart: FrameChart) => {
  return shown(<Picture frame={frame} chart={chart} caption="It" />, 'EN');
};

describe('a forest', () => {
  const frame = {
    columns: [column('list', 'STRING'), ...['effect', 'low', 'high'].map((name) => column(name, 'NUMBER', 'points'))],
    rows: [row(['good', 3, 1, 5]), row(['open', 1, -2, 4]), row(['bad', -3, -5, -1]), row(['not told', null, null, null])],
  };
  const place = () => drawn(frame, { kind: 'FOREST', x: 'list', y: ['effect', 'low', 'high'] });

  test('says each effect with its interval, and whether that reaches over zero', () => {
    const lines = [...place().querySelectorAll('g[data-sense]')];
    expect(lines.map((line) => line.getAttribute('data-sense'))).toEqual(['above', 'open', 'below', 'open']);
    expect(lines.map((line) => line.lastElementChild!.textContent)).toEqual([
      '+3.00 points [+1.00 points, +5.00 points]',
      '+1.00 points [−2.00 points, +4.00 points]',
      '−3.00 points [−5.00 points, −1.00 points]',
      '–',
    ]);
  });

  test('draws the effect within its interval, to scale; nothing of what is not told', () => {
    const lines = [...place().querySelectorAll('g[data-sense]')];
    const places = lines.flatMap((line) => {
      const [, from] = /^M([\d.]+)/.exec(line.querySelector('path')?.getAttribute('d') ?? '') ?? [];
      const [, to] = /H([\d.]+)/.exec(line.querySelector('path')?.getAttribute('d') ?? '') ?? [];
      const middle = Number(line.querySelector('rect')?.getAttribute('x')) + 5;
      return from ? [{ from: Number(from), middle, to: Number(to) }] : [];
    });
    expect(places).toHaveLength(3);
    for (const { from, middle, to } of places) expect(middle).toBeCloseTo((from + to) / 2, 6);
    // The first begins at 1, the second ends at 4: on one scale, three apart; the first is four wide.
    expect((places[1]!.to - places[0]!.from) / 3).toBeCloseTo((places[0]!.to - places[0]!.from) / 4, 6);
  });
});

describe('a calendar', () => {
  const columns = [column('period', 'STRING'), column('city', 'STRING'), column('adds', 'NUMBER', 'numbers')];
  const chart: FrameChart = { kind: 'CALENDAR', x: 'period', y: ['adds'], series: 'city' };

  test('has each day of the month under its weekday, with what the graph says of all cities', () => {
    const rows = [
      row(['2026-10-01', 'A', 1]),
      row(['2026-10-01', 'B', 2]),
      row(['2026-10-31', 'A', 5]),
      // A stock or a ratio would not be the sum of its parts: what the graph tells is shown.
      row(['2026-10-01', null, 99], ['city'], 's-1'),
      row(['2026-10-31', null, 5], ['city'], 's-31'),
      row([null, null, 8], ['period', 'city']),
    ];
    const place = drawn({ columns, rows }, chart);
    const fields = [...place.querySelectorAll('tbody td')].map(({ textContent }) => textContent);
    expect(fields.slice(0, 5)).toEqual(['', '', '', '1 99', '2 ']);
    expect(fields.slice(-3)).toEqual(['30 ', '31 5', '']);
    expect([...place.querySelectorAll('thead th')].map(({ textContent }) => textContent)[3]).toBe('Thu');
    expect([...place.querySelectorAll('[data-slice]')].map((each) => each.getAttribute('data-slice'))).toEqual(['s-1', 's-31']);
    expect(place.querySelector('[data-slice]')?.getAttribute('title')).toBe('1 Oct 2026: 99');
  });

  test.each([
    ['days that are cut and not summed up: ratios and stocks do not add', '2026-10-01'],
    ['weeks', '2026-W40'],
  ])('is stacked bars of %s', (_, period) => {
    const place = drawn({ columns, rows: [row([period, 'A', 1]), row([period, 'B', 2])] }, chart);
    expect([place.querySelector('table'), place.querySelectorAll('ol li')]).toEqual([
      null,
      expect.objectContaining({ length: 1 }),
    ]);
  });
});

describe('a Lorenz curve', () => {
  const groups = fc.array(
    fc.record({ name: fc.constant('g'), count: fc.integer({ min: 1, max: 500 }), held: fc.integer({ min: 0, max: 100_000 }) }),
    { minLength: 1, maxLength: 8 },
  );

  test('rises ever faster to all of it, below the straight line, and spans as much as Gini’s coefficient says', () => {
    fc.assert(
      fc.property(groups, (some) => {
        fc.pre(some.some(({ held }) => held > 0));
        const points = [{ holders: 0, held: 0 }, ...lorenzOf(some)];
        const steps = points.slice(1).map((point, at) => ({
          across: point.holders - points[at]!.holders,
          up: point.held - points[at]!.held,
          low: points[at]!.held,
        }));
        const slopes = steps.map(({ across, up }) => up / across);
        for (const [at, slope] of slopes.slice(1).entries()) expect(slope).toBeGreaterThanOrEqual(slopes[at]! - 1e-9);
        expect(points.at(-1)!.holders).toBeCloseTo(1, 9);
        expect(points.at(-1)!.held).toBeCloseTo(1, 9);
        const area = steps.reduce((sum, { across, up, low }) => sum + across * (low + up / 2), 0);
        expect(1 - 2 * area).toBeCloseTo(gini(some.map(({ count, held }) => ({ count, total: held })))!, 9);
      }),
    );
  });

  test('of a group that is not told is not drawn', () => {
    const columns = [column('tier', 'STRING'), column('numbers'), column('revenue')];
    const chart: FrameChart = { kind: 'LORENZ', x: 'tier', y: ['numbers', 'revenue'] };
    const told = drawn({ columns, rows: [row(['low', 8, 20]), row(['high', 2, 80])] }, chart);
    expect([...told.querySelectorAll('circle title')].map(({ textContent }) => textContent)).toEqual([
      'Up to low: 80.0% hold 20.0%',
      'Up to high: 100.0% hold 100.0%',
    ]);
    const untold = drawn({ columns, rows: [row(['low', 8, null]), row(['high', 2, 80])] }, chart);
    expect(untold.querySelectorAll('circle')).toHaveLength(0);
  });
});
