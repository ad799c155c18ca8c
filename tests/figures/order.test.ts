import { expect, test } from 'vitest';
import type { Dimension } from '../../src/catalogue/types.js';
import { compareKeys, naturalOrder } from '../../src/figures/order.js';

const dimension = (type: Dimension['type'], ...codes: readonly string[]) => ({
  type,
  values: codes.map((code) => ({ code, names: { en: code, zh: code } })),
});

test('fixed values in their order, unknown ones after them by text, none last', () => {
  const levels = ['unknown', 'HIGH', null, 'other', 'LOW', 'MIDDLE'];
  const order = naturalOrder(dimension('VARCHAR', 'LOW', 'MIDDLE', 'HIGH'));
  expect([...levels].sort(order)).toEqual(['LOW', 'MIDDLE', 'HIGH', 'other', 'unknown', null]);
});

test('going down none stays last', () => {
  const order = naturalOrder(dimension('VARCHAR', 'LOW', 'MIDDLE', 'HIGH'), true);
  expect(['LOW', null, 'other', 'HIGH'].sort(order)).toEqual(['other', 'HIGH', 'LOW', null]);
});

test('whole numbers as numbers', () => {
  expect(['10', null, '9', '-1'].sort(naturalOrder(dimension('INTEGER')))).toEqual(['-1', '9', '10', null]);
});

test('keys: equal ones do not differ, null is last up and down', () => {
  expect([compareKeys(null, null), compareKeys(2, 2), compareKeys(1, 2), compareKeys(1, 2, true)]).toEqual([0, 0, -1, 1]);
  expect([compareKeys(null, 1), compareKeys(null, 1, true), compareKeys('a', null, true)]).toEqual([1, 1, -1]);
});
