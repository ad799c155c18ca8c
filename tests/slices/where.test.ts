import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { MartletError } from '../../src/errors.js';
import { usualLimits } from '../../src/security/limits.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { filterColumns, numberColumns } from '../../src/slices/columns.js';
import { both, parseWhere, type Where } from '../../src/slices/where.js';

const { catalogue, contract, derived } = loadDefinitions(loadConfig({}, {}));
const columns = filterColumns(catalogue, numberColumns(contract, derived, 'BIGINT'));
const parse = (input: unknown) => parseWhere(input, columns, usualLimits);

function refusal(input: unknown): MartletError {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof MartletError) return error;
    throw error;
  }
  throw new Error(`expected a refusal of ${JSON.stringify(input)}`);
}

describe('what is well formed', () => {
  test('none is the empty filter', () => {
    expect(parse(undefined)).toEqual({});
  });

  test('what is left out is undefined in fields and operators', () => {
    expect(parse({ city: { eq: 'A', ne: undefined }, planTier: undefined, not: undefined })).toEqual({ city: { eq: 'A' } });
  });

  test('keys come in a fixed order, so that equal filters look equal', () => {
    const one = parse({ stage: { eq: 'NEW' }, city: { eq: 'A' }, and: [] });
    const other = parse({ and: [], city: { eq: 'A' }, stage: { eq: 'NEW' } });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  test.each<[string, unknown]>([
    ['code', { city: { eq: 'A', ne: 'B', in: ['A'], notIn: [], isNull: false } }],
    ['code with or without a value', { leaveReason: { in: ['PRICE', null] } }],
    ['name', { msisdn: { contains: '138', startsWith: '1' } }],
    ['number', { revenue: { lt: 1, lte: 1.5, gt: -1, gte: 0, between: [0, 9], in: [1], eq: 1 } }],
    ['whole number', { creditLevel: { eq: 3 } }],
    [
      'date',
      { joinedOn: { eq: '2024-02-29', before: '2026-01-01', after: '2020-12-31', between: ['2024-01-01', '2024-12-31'] } },
    ],
    ['set', { set: { id: '0a8f5b8e-6c1d-4f8e-9d55-0c3b1f3d2a10', scoreGte: -0.5 } }],
    ['boolean', { hasBroadband: { eq: true, ne: false } }],
    ['id', { numberId: { in: ['1', '-2', '123456789012345678', '9223372036854775807', '-9223372036854775808'] } }],
  ])('comparisons of a %s', (_, input) => {
    expect(parse(input)).toEqual(input);
  });
});

describe('what is refused', () => {
  test.each([
    ['citi', 'city'],
    ['joinChanelKind', 'joinChannelKind'],
    ['REVENUE', 'revenue'],
    ['data_gb', 'dataGb'],
  ])('an unknown field %s: UNKNOWN_NAME, did you mean %s', (field, meant) => {
    const error = refusal({ and: [{ [field]: { eq: 1 } }] });
    expect(error.code).toBe('UNKNOWN_NAME');
    expect(error.message).toContain(`where.and[0].${field}: unknown field "${field}". Did you mean`);
    expect(error.details.suggestions).toContain(meant);
  });

  test.each(['__proto__', 'constructor', 'toString', 'month', ''])('"%s" is no field', (field) => {
    expect(refusal(JSON.parse(`{${JSON.stringify(field)}: {"eq": "x"}}`)).code).toBe('UNKNOWN_NAME');
  });

  test.each<[string, unknown, string]>([
    ['text where a number is', { revenue: { gt: '5' } }, 'where.revenue.gt'],
    ['a number where a code is', { city: { eq: 5 } }, 'where.city.eq'],
    ['a number where a yes or no is', { hasBroadband: { eq: 1 } }, 'where.hasBroadband.eq'],
    ['an order of codes', { city: { gt: 'A' } }, 'gt'],
    ['a pattern of codes', { city: { contains: 'A' } }, 'contains'],
    ['an unknown operator', { city: { like: 'A' } }, 'like'],
    ['a list with something else in it', { city: { in: ['A', 1] } }, 'where.city.in.1'],
    ['a half between', { revenue: { between: [1] } }, 'where.revenue.between: expected two values'],
    ['a null among what is left out', { city: { notIn: ['A', null] } }, 'where.city.notIn.1'],
    ['an infinite number', { revenue: { eq: Number.POSITIVE_INFINITY } }, 'where.revenue.eq'],
    ['no comparison', { city: 'A' }, 'where.city: expected comparisons'],
    ['a list of comparisons', { city: [{ eq: 'A' }] }, 'where.city: expected comparisons'],
    ['a number for comparisons', { city: 5 }, 'where.city: expected comparisons'],
    ['no date', { joinedOn: { eq: 'yesterday' } }, 'expected a date'],
    ['a day that there is not', { joinedOn: { eq: '2026-02-30' } }, 'expected a date'],
    ['a leap day of a common year', { joinedOn: { in: ['2025-02-29'] } }, 'expected a date'],
    ['a thirteenth month', { joinedOn: { before: '2026-13-01' } }, 'expected a date'],
    ['an id that is none', { numberId: { eq: "1' or '1'='1" } }, 'expected a whole number as text'],
    ['an id beyond 64 bits', { numberId: { in: ['9223372036854775808'] } }, 'expected a whole number as text'],
    ['one below them', { previousNumberId: { ne: '-9223372036854775809' } }, 'expected a whole number as text'],
    ['and without a list', { and: { city: { eq: 'A' } } }, 'where.and: expected a list'],
    ['not with a list', { not: [{ city: { eq: 'A' } }] }, 'where.not: expected an object'],
    ['a filter that is text', 'city = A', 'where: expected an object'],
    ['a list that is too long', { city: { in: Array.from({ length: 10_001 }, String) } }, 'a list may hold 10000 values'],
  ])('%s: BAD_USER_INPUT that says where', (_, input, message) => {
    const error = refusal(input);
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(message);
  });

  test('nesting has a limit: 12 levels pass, the 13th does not', () => {
    const nested = (levels: number): Where => (levels === 0 ? { city: { eq: 'A' } } : { not: nested(levels - 1) });
    expect(parse(nested(12))).toEqual(nested(12));
    expect(refusal(nested(13)).message).toContain('filters may nest 12 levels deep');
  });
});

describe('what a lost variable leaves behind is refused, and says what to ask instead', () => {
  const instead = 'Leave it out where it shall not narrow; for rows without a value ask isNull: true of the field.';

  test.each<[unknown, string]>([
    [null, 'where: expected an object of fields like {city: {eq: …}}, found null.'],
    [{}, 'where: expected an object of fields like {city: {eq: …}}, found {}.'],
    [{ city: null }, 'where.city: expected comparisons like {eq: …}, found null.'],
    [{ city: {} }, 'where.city: expected comparisons like {eq: …}, found {}.'],
    [{ city: { eq: undefined } }, 'where.city: expected comparisons like {eq: …}, found {}.'],
    [{ city: { eq: null } }, 'where.city.eq: expected a value, found null.'],
    [{ city: { eq: 'A', in: null } }, 'where.city.in: expected a value, found null.'],
    [{ city: { in: [null] } }, 'where.city.in: expected at least one value beside null, found none.'],
    [{ city: { in: [null, null] } }, 'where.city.in: expected at least one value beside null, found none.'],
    [{ not: null }, 'where.not: expected an object of fields like {city: {eq: …}}, found null.'],
    [{ not: {} }, 'where.not: expected an object of fields like {city: {eq: …}}, found {}.'],
    [{ or: null }, 'where.or: expected a list of filters, found null.'],
    [{ and: [{ city: { eq: 'A' } }, null] }, 'where.and[1]: expected an object of fields like {city: {eq: …}}, found null.'],
    [{ or: [{ not: { or: [{}] } }] }, 'where.or[0].not.or[0]: expected an object of fields like {city: {eq: …}}, found {}.'],
    [{ revenue: { between: null } }, 'where.revenue.between: expected a value, found null.'],
    [{ valueGroups: { has: null } }, 'where.valueGroups.has: expected a value, found null.'],
  ])('%j', (input, message) => {
    const error = refusal(input);
    expect([error.code, error.message]).toEqual(['BAD_USER_INPUT', `${message} ${instead}`]);
  });
});

describe('both', () => {
  const [a, b, c] = [{ city: { eq: 'A' } }, { stage: { eq: 'NEW' } }, { lean: { eq: 'LIGHT' } }];

  test('an empty filter adds nothing', () => {
    expect(both({}, a)).toEqual(a);
    expect(both(a, {})).toEqual(a);
  });

  test('narrowing again and again makes a list, not a tower', () => {
    expect(both(both(a, b), c)).toEqual({ and: [a, b, c] });
    expect(both(a, both(b, c))).toEqual({ and: [a, b, c] });
  });

  test('a list beside other fields keeps its own brackets', () => {
    expect(both({ and: [a], ...b }, c)).toEqual({ and: [{ and: [a], ...b }, c] });
  });
});

test('a filter of thousands of comparisons is refused, and says what to write instead', () => {
  const many = (count: number) => ({ or: Array.from({ length: count }, (_, at) => ({ dataGb: { eq: at } })) });
  expect(parse(many(1000))).toEqual(many(1000));
  expect(refusal({ not: many(1001) }).message).toMatch(/at most 1000 comparisons in a filter, found 1001\. Use in:/);
});
