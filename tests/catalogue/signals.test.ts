import { expect, test } from 'vitest';
import { overlaid, Refused } from './support.js';

const shipped = {
  dimensions: ['CITY', 'PLAN_TIER', 'JOIN_CHANNEL_KIND', 'STAGE'],
  materiality: 0.01,
  falseDiscoveryRate: 0.05,
  leastBase: 30,
  leastMonths: 6,
  longestMonths: 24,
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

test('another one replaces it, and leaves the generations and slices that there are', () => {
  const other = overlaid(file({ materiality: 0.05, dimensions: ['CITY'] }));
  expect(other.signals).toEqual({ ...shipped, materiality: 0.05, dimensions: ['CITY'] });
  expect(other.hash).toBe(overlaid().hash);
});

test.each([
  [{ dimensions: ['CITI'] }, 'signals.yaml:1: signals: unknown dimension "CITI". Did you mean CITY?'],
  [{ dimensions: ['DAY'] }, 'signals.yaml:1: signals: unknown dimension "DAY".'],
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
