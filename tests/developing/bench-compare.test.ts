import { expect, test } from 'vitest';
import { compare } from '../bench/peers/compare.js';

const ours = [
  { city: 'BAIXI', revenue: 412818.55, satisfaction: null, joinedOn: '2023-06-19' },
  { city: 'HAILAN', revenue: 0, satisfaction: 8, joinedOn: '2024-01-01' },
];
const [baixi, hailan] = ours;
const against =
  (...theirs: readonly Record<string, unknown>[]) =>
  () =>
    compare('a peer', ours, theirs);

test('answers are the same in any order of rows, with figures as text and within the tolerance', () => {
  expect(against({ ...hailan!, revenue: '0.00' }, { ...baixi!, revenue: 412818.55 * (1 + 5e-10) })).not.toThrow();
});

test('a difference is told: of a figure, of null and 0, of a text, of the number of rows', () => {
  expect(against(baixi!, { ...hailan!, revenue: 0.01 })).toThrow('a peer: revenue is 0 of ours, 0.01 of theirs');
  expect(against({ ...baixi!, satisfaction: 0 }, hailan!)).toThrow('satisfaction is null of ours, 0 of theirs');
  expect(against({ ...baixi!, joinedOn: '2023-06-18' }, hailan!)).toThrow('joinedOn is 2023-06-19 of ours');
  expect(against({ ...baixi!, revenue: 412818.55 * (1 + 2e-9) }, hailan!)).toThrow('revenue');
  expect(against(baixi!)).toThrow('2 rows of ours, 1 of theirs');
  expect(() => compare('a peer', [], [])).toThrow('expected rows, found none');
});
