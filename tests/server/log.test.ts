import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serializers } from '../../src/server/log.js';

test('N4: an error is logged with its causes, and without the number that an engine quotes', () => {
  const number = fc.tuple(fc.constantFrom('', '86', '+86'), fc.stringMatching(/^1\d{10}$/)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(number, (msisdn) => {
      const cause = new Error(`Conversion Error: Could not convert string '${msisdn}' to DATE, line 12345678901234567890`);
      const logged = JSON.stringify(serializers.err(new Error(`of ${msisdn}`, { cause })));
      expect(logged).not.toContain(msisdn.slice(-11));
      expect(logged).toContain('1**********');
      expect(logged).toContain('12345678901234567890');
    }),
  );
});
