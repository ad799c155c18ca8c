import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { bytesText } from '../../src/console/format/figures.ts';
import { clockText } from '../../src/console/format/times.ts';
import { readyQueries, variablesFor } from '../../src/console/pages/ask/ready.ts';
import { isPhone } from '../../src/console/pages/counter/is-phone.ts';

describe('what a clerk types', () => {
  test.each(['13800001234', '+86 138 0000 1234', '１３８００００１２３４', '(138) 0000-1234'])('%s is a phone number', (text) =>
    expect(isPhone(text)).toBe(true),
  );
  test.each(['1042', '131', 'A-13800001234x', ''])('%s is an id', (text) => expect(isPhone(text)).toBe(false));
});

test.each([
  [0, '0:00'],
  [59, '0:59'],
  [754, '12:34'],
  [3725, '1:02:05'],
])('%i seconds are left: %s', (seconds, text) => expect(clockText(seconds)).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [126_400, '126.4 kB'],
  [12_345_678, '12.3 MB'],
  [4e12, '4,000.0 GB'],
])('%i bytes are %s', (bytes, text) => expect(bytesText(bytes, 'EN')).toBe(text));

describe('queries of the pages, for whoever wants to ask them himself', () => {
  test('each is one operation with what it spreads, under its own name', () => {
    expect(readyQueries.length).toBeGreaterThan(20);
    for (const { name, kind, text } of readyQueries) {
      const operations = parse(text).definitions.filter((each) => each.kind === 'OperationDefinition');
      expect([name, operations.map((each) => [each.name?.value, each.operation])]).toEqual([name, [[name, kind]]]);
    }
  });

  test('variables to begin with are those that the document declares', () => {
    const { text } = readyQueries.find(({ name }) => name === 'FindCustomer')!;
    expect(JSON.parse(variablesFor(text, { scene: 'COUNTER', slice: 'x' }))).toEqual({
      msisdn: null,
      id: null,
      scene: 'COUNTER',
    });
    expect(variablesFor('{ me { subject } }', { locale: 'EN' })).toBe('{}');
  });
});
