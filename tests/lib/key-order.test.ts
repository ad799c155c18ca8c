import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inKeyOrder } from '../../src/lib/key-order.js';

const key = fc.option(fc.constantFrom('', 'a', 'B', 'b', '客', 'a1'), { nil: null });
const items = fc
  .integer({ min: 0, max: 3 })
  .chain((width) => fc.array(fc.record({ keys: fc.array(key, { minLength: width, maxLength: width }) }), { maxLength: 30 }));

test('items in the order of their keys, however they came', () => {
  fc.assert(
    fc.property(items, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (some, random) => {
      const shuffled = [...some].map((item) => [random.next().value as number, item] as const).sort(([a], [b]) => a - b);
      const ordered = inKeyOrder(shuffled.map(([, item]) => item));
      expect(ordered.map(({ keys }) => keys)).toEqual(inKeyOrder(some).map(({ keys }) => keys));
      // Compared all keys at once, with null before any text.
      const text = (keys: readonly (string | null)[]) => keys.map((each) => (each === null ? '0' : `1${each}\0`)).join('');
      const texts = ordered.map(({ keys }) => text(keys));
      expect(texts).toEqual([...texts].sort((a, b) => (a < b ? -1 : 1)));
      expect(new Set(ordered)).toEqual(new Set(some));
    }),
  );
});
