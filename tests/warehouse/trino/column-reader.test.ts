import { describe, expect, test } from 'vitest';
import { columnReaderOf, type TypeSignature } from '../../../src/warehouse/trino/column-reader.js';
import { parseAnswer } from '../../../src/warehouse/trino/parse-answer.js';

const type = (rawType: string, ...inner: TypeSignature[]): TypeSignature => ({
  rawType,
  arguments: inner.map((value) => ({ kind: 'TYPE', value })),
});
const row = (...fields: TypeSignature[]): TypeSignature => ({
  rawType: 'row',
  arguments: fields.map((typeSignature, index) => ({
    kind: 'NAMED_TYPE',
    value: { fieldName: { name: `f${index}` }, typeSignature },
  })),
});
const read = (of: TypeSignature, json: string) => columnReaderOf(of)((parseAnswer(`{"data":${json}}`) as { data: unknown }).data);
const bigint = type('bigint');

describe('a value of Trino', () => {
  test.each<[TypeSignature, string, unknown]>([
    [bigint, '9007199254740991', 9007199254740991],
    [bigint, '-9007199254740992', -9007199254740992n],
    [bigint, '9223372036854775807', 9223372036854775807n],
    [bigint, '7', 7],
    [type('double'), '1.2345678901234568E17', 123456789012345680],
    [type('double'), '0.12345678901234566', 0.12345678901234566],
    [type('double'), '"NaN"', null],
    [type('real'), '"-Infinity"', null],
    [type('decimal'), '"-0.05"', '-0.05'],
    [type('varchar'), '"\\"9007199254740993\\\\"', '"9007199254740993\\'],
    [type('array', type('array', bigint)), '[[9007199254740993,null],[]]', [[9007199254740993n, null], []]],
    [row(bigint, type('decimal')), '[9007199254740993,"1.50"]', [9007199254740993n, '1.50']],
    [type('map', type('varchar'), type('integer')), '{"a":1}', '{"a":1}'],
    [type('timestamp'), '"2026-10-31 00:00:00"', '2026-10-31T00:00:00'],
    [type('timestamp'), '"2026-10-31 00:00:00.000000"', '2026-10-31T00:00:00'],
    [type('timestamp'), '"1969-12-31 23:59:50.250"', '1969-12-31T23:59:50.25'],
    [type('timestamp with time zone'), '"2024-02-29 00:00:00.000000001 +08:00"', '2024-02-28T16:00:00.000000001Z'],
    [type('timestamp with time zone'), '"2024-02-29 00:00:00.500 UTC"', '2024-02-29T00:00:00.5Z'],
    [type('timestamp with time zone'), '"2026-10-31 22:58:47.500 Asia/Shanghai"', '2026-10-31T14:58:47.5Z'],
    [bigint, 'null', null],
  ])('%j %s', (of, json, expected) => {
    expect(read(of, json)).toStrictEqual(expected);
  });

  test('an hour that comes twice is refused, as it could be either', () => {
    expect(() => read(type('timestamp with time zone'), '"2026-10-25 02:30:00 Europe/Berlin"')).toThrow('AT TIME ZONE');
  });
});
