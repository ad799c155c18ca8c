import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from '../../src/lib/stringify.js';

test('as JSON.stringify writes it, whatever the data', async () => {
  // What is short is written in one go, so some are longer than that.
  const long = fc
    .array(fc.jsonValue(), { minLength: 40, maxLength: 260 })
    .map((items) => Array.from({ length: 12 }, () => items).flat());
  const value = fc.oneof(fc.jsonValue(), long, fc.record({ data: fc.record({ rows: long, 'toJSON"': fc.jsonValue() }) }));
  await fc.assert(
    fc.asyncProperty(value, async (data) => {
      expect(await stringify(data)).toBe(JSON.stringify(data));
    }),
  );
});

test('members without a value are left out, of a list they are null; what has a form of its own keeps it', async () => {
  const day = new Date(0);
  const list = Array.from({ length: 1200 }, (_, index) => (index % 7 === 0 ? undefined : { index, day }));
  const data = Object.assign(Object.create(null), { none: undefined, list, day, toJSON: { an: 'alias' } });
  expect(await stringify(data)).toBe(JSON.stringify(data));
});
