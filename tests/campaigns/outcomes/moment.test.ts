import { expect, test } from 'vitest';
import { momentOf } from '../../../src/campaigns/outcomes/moment.js';
import { TimeZone } from '../../../src/lib/time-zone.js';
import { usualLimits } from '../../../src/security/limits.js';

const zone = new TimeZone('Asia/Shanghai');
const now = new Date('2026-11-02T10:00:00+08:00');

test.each([
  [null, '2026-11-02T02:00:00.000Z', '2026-11-02', '2026-11'],
  ['2026-10-31T23:59:59+08:00', '2026-10-31T15:59:59.000Z', '2026-10-31', '2026-10'],
  ['2026-10-31T16:00:00Z', '2026-10-31T16:00:00.000Z', '2026-11-01', '2026-11'],
  ['2026-11-02T10:05:00+08:00', '2026-11-02T02:05:00.000Z', '2026-11-02', '2026-11'],
  ['2026-10-02T10:00+08:00', '2026-10-02T02:00:00.000Z', '2026-10-02', '2026-10'],
])('%s', (written, at, day, month) => {
  expect(momentOf(written, now, zone, usualLimits)).toEqual({ at, day, month });
});

test.each([
  ['2026-11-02T10:05:01+08:00', /from 2026-10-02T02:00:00.000Z to now, found 2026-11-02T10:05:01/],
  ['2026-10-02T09:59:59+08:00', /from 2026-10-02T02:00:00.000Z to now/],
  ['2026-11-02', /expected an instant like/],
  ['2026-11-02T10:00:00', /expected an instant like/],
  ['2026-02-30T10:00:00Z', /expected an instant like/],
  ['2026-11-02T25:00:00Z', /expected an instant like/],
  ['yesterday', /found "yesterday"/],
])('%s is refused', (written, message) => {
  expect(() => momentOf(written, now, zone, usualLimits)).toThrow(message);
});
