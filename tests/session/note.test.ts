import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usualLimits } from '../../src/security/limits.js';
import { storedNote } from '../../src/session/note.js';

test.each([
  ['打 13812341234 找他', '打 138****1234 找他'],
  ['call +86 138 1234 1234 after six', 'call 138****1234 after six'],
  ['0086-138-1234-1234', '138****1234'],
  ['１３８１２３４１２３４', '138****1234'],
  ['office 010-87654321, home 0571 8765432', 'office 010****4321, home 057****5432'],
  ['local 87654321', 'local ********'],
  ['card 440106199001011234', 'card 440***********1234'],
  ['on 2026-11-22 at 10:30, 199 yuan, 2 of 3 SIMs', 'on 2026-11-22 at 10:30, 199 yuan, 2 of 3 SIMs'],
])('%s', (note, stored) => {
  expect(storedNote('note', note, usualLimits)).toBe(stored);
});

test('no mobile number is left in a note, however it is written', () => {
  const mobile = fc.tuple(
    fc.constantFrom('3', '5', '8', '9'),
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 }),
  );
  const separators = fc.array(fc.constantFrom('', ' ', '-', '.'), { minLength: 10, maxLength: 10 });
  const words = fc.string({ unit: fc.constantFrom(...'abc 您好,'), maxLength: 20 });
  fc.assert(
    fc.property(mobile, separators, words, words, ([second, rest], between, before, after) => {
      const digits = `1${second}${rest}`;
      const written = [...digits].map((one, index) => one + (between[index] ?? '')).join('');
      const stored = storedNote('note', `${before}${written}${after}`, usualLimits);
      expect(stored).toBe(`${before}${digits.slice(0, 3)}****${digits.slice(7)}${after}`);
    }),
  );
});

test('a note of more than 1,000 characters is refused', () => {
  expect(storedNote('note', '好'.repeat(1000), usualLimits)).toHaveLength(1000);
  expect(() => storedNote('note', 'x'.repeat(1001), usualLimits)).toThrow('note: expected at most 1000 characters, found 1001.');
});
