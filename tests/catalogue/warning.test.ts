import { expect, test } from 'vitest';
import { overlaid, problemsOf } from './support.js';

const { rests: _, features, ...settings } = overlaid().warning;
const names = features.map(({ name }) => name);
const file = (rule: object) => ({ 'warning.yaml': `warning: ${JSON.stringify({ features: names, ...settings, ...rule })}\n` });

test('the shipped rule: its features are columns that a number has at the month’s end, with what they rest on', () => {
  const { warning } = overlaid();
  expect(warning.features).toContainEqual({ name: 'status', type: 'VARCHAR' });
  expect(warning.features).toContainEqual({ name: 'has_broadband', type: 'BOOLEAN' });
  expect(warning.rests).toHaveLength(warning.features.length);
  expect(warning.rests.flatMap(({ needs }) => needs)).toEqual(expect.arrayContaining(['voice_min', 'arrears', 'plan.tier']));
});

test('what it tells, and what looks at it, rests on its features; another rule is another catalogue', () => {
  const { parts, hash } = overlaid();
  const after = (part: string) => parts.get(part)!.after!.flatMap(({ needs }) => needs);
  expect(after('expected_leavers')).toContain('satisfaction');
  // A lifetime value is of the month's own risk, however far back it looks itself; it is there without a model, too.
  expect(parts.get('lifetime_values')).toMatchObject({ lookback: 3 });
  expect(parts.get('lifetime_values')!.fitted).toBeUndefined();
  expect(parts.get('lifetime_values')!.after).toContainEqual(expect.objectContaining({ needs: ['satisfaction'], lookback: 0 }));
  const other = overlaid(file({ features: ['status', 'revenue'] }));
  expect(other.parts.get('expected_leavers')!.after!.flatMap(({ needs }) => needs)).toEqual(['status', 'revenue']);
  expect(other.hash).not.toBe(hash);
});

test.each([
  [{ features: ['statu'] }, 'warning.yaml:1: warning: unknown column "statu". Did you mean status or stage?'],
  [{ features: ['joined_on'] }, 'warning.yaml:1: warning: joined_on is DATE: expected a number, a code, or yes and no'],
  [{ features: ['number_id'] }, 'warning.yaml:1: warning: number_id is ID: expected a number, a code, or yes and no'],
  [{ features: ['churn_risk'] }, 'warning.yaml:1: warning: churn_risk is told by the warning itself: expected another column'],
  [
    { features: ['lifetime_value'] },
    'warning.yaml:1: warning: lifetime_value is told by the warning itself: expected another column',
  ],
  [{ features: ['status', 'status'] }, 'warning.yaml:1: warning: status stands twice'],
  [
    { bands: { VERY_HIGH: 0.1, HIGH: 0.05, RAISED: 0.2 } },
    'warning.yaml:1: warning: expected shares of bands that grow, VERY_HIGH < HIGH < RAISED',
  ],
  [
    { months: 3, least: { months: 4, losses: 500 } },
    'warning.yaml:1: warning: least.months must not exceed the months that it is fitted to, 3',
  ],
])('refuses %o', (rule, problem) => {
  expect(problemsOf(file(rule))).toEqual([problem]);
});

test('a fault is told at its line', () => {
  const text = `warning:\n  features:\n    - status\n    - statu\n  bins: {finest: 20, leastShare: 0.01, leastInformation: 0.02}\n  prior: 1\n  regularisation: 0\n  sample: 2000\n  months: 12\n  least: {months: 4, losses: 500}\n  bands: {VERY_HIGH: 0.01, HIGH: 0.05, RAISED: 0.2}\n`;
  expect(problemsOf({ 'warning.yaml': text })[0]).toMatch(/^warning\.yaml:7: warning\.regularisation: /);
  expect(problemsOf({ 'warning.yaml': text.replace('regularisation: 0', 'regularisation: 1') })).toEqual([
    'warning.yaml:4: warning: unknown column "statu". Did you mean status or stage?',
  ]);
});
