import { expect, test } from 'vitest';
import { type Range, rangeOf } from '../../../src/faces/rest/range.js';

test.each<[string | undefined, Range | 'all' | null]>([
  [undefined, 'all'],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=4-7', { start: 4, end: 7 }],
  ['bytes=4-700', { start: 4, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=-0', null],
  ['bytes=10-', null],
  ['bytes=10-20', null],
  ['bytes=7-4', 'all'],
  ['bytes=-', 'all'],
  ['bytes=0-1,3-4', 'all'],
  ['lines=0-1', 'all'],
  ['bytes=a-b', 'all'],
  ['bytes=1.5-2', 'all'],
])('of ten bytes %s asks for %j', (header, expected) => {
  expect(rangeOf(header, 10)).toEqual(expected);
});

test('of no bytes nothing but all can be asked', () => {
  expect([rangeOf(undefined, 0), rangeOf('bytes=0-', 0), rangeOf('bytes=-5', 0)]).toEqual(['all', null, null]);
});
