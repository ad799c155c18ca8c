import { expect, test } from 'vitest';
import { withRules } from '../../src/marts/columns.js';
import { unknownColumns } from '../../src/marts/known-columns.js';
import { catalogue, contract, derived } from './support.js';

const columns = withRules(derived, catalogue.trees.values(), catalogue.warning);
const provided = new Set(
  [...contract.marts.values()].flatMap(({ name, columns: own }) => [...own.keys()].map((column) => `${name}.${column}`)),
);
const unknownIn = (month: string, ...empty: string[]) => {
  const came = { provided, empty: new Map([['2026-05', new Set(empty)]]), standIns: new Map() };
  return unknownColumns(month, columns, came).map(({ name }) => name);
};

test('where a feature of the warning came empty, nobody knows the risk nor what a number is worth by it; in other months both are known', () => {
  expect(unknownIn('2026-05', 'number_month.other_sim')).toEqual(
    expect.arrayContaining(['churn_risk', 'churn_risk_3m', 'lifetime_value', 'expected_months']),
  );
  // Of the month after it is what the number was warned of before that is not known.
  expect(unknownIn('2026-06', 'number_month.other_sim')).toContain('risk_band_before');
  for (const known of ['churn_risk', 'lifetime_value'])
    expect(unknownIn('2026-06', 'number_month.other_sim')).not.toContain(known);
  expect(unknownIn('2026-05', 'number_month.gender')).toEqual([]);
});
