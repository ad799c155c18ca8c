import { describe, expect, test } from 'vitest';
import { changeUnitBehind, unitBehind } from '../../src/catalogue/units.js';
import { overlaid } from './support.js';

describe('every unit of the catalogue', () => {
  const units = new Set([...overlaid().measures.values()].map(({ unit }) => unit));

  test.each([...units])('%s is said in Chinese without an English word', (unit) => {
    for (const { zh } of [unitBehind(unit), changeUnitBehind(unit)]) expect(zh.replace('GB', '')).not.toMatch(/[a-z]/i);
  });
});

test('one that is not known is said as it is written', () => {
  expect(unitBehind('km')).toEqual({ en: ' km', zh: ' km' });
});
