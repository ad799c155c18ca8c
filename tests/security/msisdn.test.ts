import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MartletError } from '../../src/errors.js';
import { msisdnHash, normalMsisdn, normalMsisdnSql } from '../../src/security/msisdn.js';
import { keyed, secretOf } from '../../src/security/secret.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';

/** The first 128 bits of a hash as a UUID is written. */
const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

test.each([
  ['13800001234', '13800001234'],
  ['+86 138 0000 1234', '13800001234'],
  ['+86-138-0000-1234', '13800001234'],
  ['0086 13800001234', '13800001234'],
  ['8613800001234', '13800001234'],
  ['(+86) 138.0000.1234', '13800001234'],
  ['＋８６　１３８（００００）１２３４', '13800001234'],
  ['138\u00a00000\u20111234', '13800001234'],
  // 86 belongs to the number unless a whole mobile number follows
  ['86380000', '86380000'],
  ['010-86380000', '01086380000'],
  ['10086', '10086'],
])('%s is %s', (written, digits) => expect(normalMsisdn(written)).toBe(digits));

test.each(['', '1008', '1'.repeat(21), '138****1234', '+1 650 253 0000', '13800001234 ext 5', '138\n00001234', '١٣٨٠٠٠٠١٢٣٤'])(
  '%j is none, and the error does not repeat it',
  (written) => {
    const refused = () => normalMsisdn(written);
    expect(refused).toThrow(MartletError);
    expect(refused).toThrow(
      `msisdn: expected a phone number like 13800001234 or +86 138 0000 1234, found something else (${written.length} characters)`,
    );
    if (written.length > 4) expect(refused).not.toThrow(written);
  },
);

test('all spellings have one hash', () => {
  const secret = secretOf('ab'.repeat(32))!;
  expect(msisdnHash(secret, '+86 138 0000 1234')).toBe(asUuid(keyed(secret, '13800001234')));
});

describe('stored numbers are spelled as those asked for', () => {
  let builder: Builder;
  beforeAll(async () => {
    builder = await openBuilder();
  });
  afterAll(() => builder.close());
  const inSql = async (written: string) =>
    (await builder.query(`SELECT ${normalMsisdnSql('t')} AS digits FROM (SELECT CAST($1 AS VARCHAR) AS t)`, [written]))[0]
      ?.digits;
  const inJavaScript = (written: string): string | null => {
    try {
      return normalMsisdn(written);
    } catch {
      return null;
    }
  };

  const digit = fc.constantFrom(...'01234567890123456789０１８９');
  const noise = fc.constantFrom(
    ' ',
    '-',
    '.',
    '(',
    ')',
    '[',
    ']',
    '　',
    '－',
    '．',
    '（',
    '）',
    '［',
    '］',
    '–',
    '\u2010',
    '\u00a0',
    '',
  );
  const prefix = fc.constantFrom('', '', '+86', '0086', '86', '＋８６', '+', '00', '+ 8-6');
  const spelled = fc
    .tuple(prefix, fc.array(fc.tuple(noise, digit), { minLength: 4, maxLength: 14 }))
    .map(([before, pairs]) => before + pairs.flat().join(''));

  test('of 300 random spellings', async () => {
    let numbers = 0;
    for (const written of fc.sample(spelled, 300)) {
      expect(await inSql(written), written).toBe(inJavaScript(written));
      numbers += inJavaScript(written) === null ? 0 : 1;
    }
    expect(numbers).toBeGreaterThan(200);
  });

  test('and of any text', async () => {
    const near = fc.string({
      unit: fc.oneof(digit, noise, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
      maxLength: 24,
    });
    for (const written of fc.sample(near, 300).filter((text) => !text.includes('\0')))
      expect(await inSql(written), JSON.stringify(written)).toBe(inJavaScript(written));
  });
});
