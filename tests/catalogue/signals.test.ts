import { expect, test } from 'vitest';
import { overlaid, Refused } from './support.js';

const shipped = {
  dimensions: ['CITY', 'PLAN_TIER', 'JOIN_CHANNEL_KIND', 'STAGE'],
  materiality: 0.01,
  falseDiscoveryRate: 0.05,
  leastBase: 30,
  leastMonths: 6,
  longestMonths: 24,
  standing: {
    cuts: [['CITY'], ['PLAN_TIER'], ['JOIN_CHANNEL_KIND'], ['CITY', 'JOIN_CHANNEL_KIND']],
    lastYear: [
      'CLOSING_SUBSCRIBERS',
      'REVENUE',
      'CONTRIBUTION_MARGIN',
      'ARPU',
      'CHURN_RATE',
      'COMPLAINTS_PER_10K',
      'DUAL_DROP_SHARE',
    ],
    months: 3,
    gap: 0.01,
    materiality: 0.005,
  },
};
const file = (rule: object) => ({ 'signals.yaml': `signals: ${JSON.stringify({ ...shipped, ...rule })}\n` });
function problemsOf(rule: object): readonly string[] {
  try {
    overlaid(file(rule));
    return [];
  } catch (error) {
    return (error as Refused).problems;
  }
}

test('the shipped rule', () => {
  expect(overlaid().signals).toEqual(shipped);
});

test('one that says nothing of gaps looks for none', () => {
  expect(overlaid(file({ standing: undefined })).signals.standing.cuts).toEqual([]);
});

test('another one replaces it, and leaves the generations and slices that there are', () => {
  const other = overlaid(file({ materiality: 0.05, dimensions: ['CITY'] }));
  expect(other.signals).toEqual({ ...shipped, materiality: 0.05, dimensions: ['CITY'] });
  expect(other.hash).toBe(overlaid().hash);
});

test.each([
  [{ dimensions: ['CITI'] }, 'signals.yaml:1: signals: unknown dimension "CITI". Did you mean CITY?'],
  [{ dimensions: ['DAY'] }, 'signals.yaml:1: signals: unknown dimension "DAY".'],
  [{ standing: { ...shipped.standing, cuts: [['CITY', 'WEEK']] } }, 'signals.yaml:1: signals: unknown dimension "WEEK".'],
  [
    { standing: { ...shipped.standing, lastYear: ['REVENU'] } },
    'signals.yaml:1: signals: unknown measure "REVENU". Did you mean REVENUE',
  ],
  [{ leastMonths: 12, longestMonths: 6 }, 'signals.yaml:1: signals: leastMonths must not exceed longestMonths'],
])('refuses %o', (rule, problem) => {
  expect(problemsOf(rule)).toHaveLength(1);
  expect(problemsOf(rule)[0]).toContain(problem);
});

test.each([{ materiality: 2 }, { falseDiscoveryRate: 0 }, { leastMonths: 2 }, { level: 3 }])(
  'refuses the shape of %o',
  (rule) => {
    expect(problemsOf(rule).length).toBeGreaterThan(0);
    expect(problemsOf(rule)[0]).toMatch(/^signals\.yaml:1: /);
  },
);
