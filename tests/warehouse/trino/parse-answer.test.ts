import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswer } from '../../../src/warehouse/trino/parse-answer.js';

describe('an answer of Trino', () => {
  test.each([
    ['[9007199254740993,-9007199254740993]', ['9007199254740993', '-9007199254740993']],
    ['[1234567890123456]', ['1234567890123456']],
    ['[123456789012345]', [123456789012345]],
    [
      '[1.2345678901234568E17,0.1234567890123456,-1234567890123456.5]',
      [1.2345678901234568e17, 0.1234567890123456, -1234567890123456.5],
    ],
    [
      '{"a":"1234567890123456,\\"1234567890123456","1234567890123456":[]}',
      { a: '1234567890123456,"1234567890123456', '1234567890123456': [] },
    ],
  ])('%s', (json, expected) => {
    expect(parseAnswer(json)).toStrictEqual(expected);
  });

  test.each(['["1234567890123456', '[1234567890123456', '[12345678901234567e', '"\\'])('cut short is no answer: %s', (json) => {
    expect(() => parseAnswer(json)).toThrow(SyntaxError);
  });

  test('has every whole number with its digits, and all else as it is, whatever stands beside it', () => {
    const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const cell = fc.oneof(whole, fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }), fc.boolean());
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const json = `[${cells.map((each) => (typeof each === 'bigint' ? String(each) : JSON.stringify(each))).join()}]`;
        const found = parseAnswer(json) as unknown[];
        expect(found.map((each, index) => (typeof cells[index] === 'bigint' ? BigInt(each as string | number) : each))).toEqual(
          cells,
        );
      }),
    );
  });
});
