import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { MartletError } from '../../src/errors.js';
import { sealHandle } from '../../src/lib/seal-handle.js';
import { usualLimits } from '../../src/security/limits.js';
import { type Secret, secretOf } from '../../src/security/secret.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { filterColumns, numberColumns } from '../../src/slices/columns.js';
import { decodeSlice, encodeSlice, monthOfSlice, type Slice } from '../../src/slices/slice.js';
import { both, parseWhere, type Where } from '../../src/slices/where.js';
import { whereOf } from '../support/reference.js';

const { catalogue, contract, derived } = loadDefinitions(loadConfig({}, {}));
const columns = filterColumns(catalogue, numberColumns(contract, derived, 'BIGINT'));
const stamp = catalogue.hash.slice(0, 12);
const [secret, another] = ['a', 'b'].map((digit) => secretOf(digit.repeat(64))!) as [Secret, Secret];
const maker = { catalogue, secret };
const decode = (handle: string) => decodeSlice(handle, { ...maker, columns }, usualLimits);
/** What is sealed need not be a slice: an older gateway, or a fault in this one, made it. */
const sealed = (bytes: Buffer) => `s2.${sealHandle(secret, 'slice', bytes)}`;
const pack = (content: unknown) => sealed(deflateRawSync(JSON.stringify(content)));

function refusal(handle: string): MartletError {
  try {
    decode(handle);
  } catch (error) {
    if (error instanceof MartletError) return error;
    throw error;
  }
  throw new Error(`expected a refusal of ${handle.slice(0, 80)}`);
}

const filter = whereOf([
  { name: 'city', kind: 'code', values: ['HAILAN', '', "O'Brien", '"; drop', '云京', '\u0000'] },
  { name: 'revenue', kind: 'number', values: [0, -1.5, 1e-9, 12345678.9] },
  { name: 'joinedOn', kind: 'date', values: ['2024-02-29', '2026-10-31'] },
  { name: 'hasBroadband', kind: 'boolean', values: [true, false] },
]);
const month = fc
  .tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`);
const unfollowed: fc.Arbitrary<Slice> = fc
  .tuple(
    month,
    month,
    filter,
    fc.subarray(['LIFECYCLE.NEW', 'LIFECYCLE.DECLINE.DUAL_DROP']),
    fc.subarray(['LEAVERS', 'GROSS_ADDS']),
  )
  .map(([a, b, where, nodes, counted]) => ({
    from: [a, b].sort()[0]!,
    to: [a, b].sort()[1]!,
    where: parseWhere(where, columns, usualLimits),
    nodes,
    counted,
    facts: [],
    others: [],
    followed: null,
  }));
/** Some follow another one, which may follow one itself. */
const slice: fc.Arbitrary<Slice> = fc
  .array(unfollowed, { minLength: 1, maxLength: usualLimits.followDepth + 1 })
  .map(([first, ...others]) => others.reduce((followed, own): Slice => ({ ...own, followed }), first!));

const plainSlice: Slice = {
  from: '2026-09',
  to: '2026-10',
  where: { city: { eq: 'A' } },
  nodes: [],
  counted: [],
  facts: [],
  others: [],
  followed: null,
};

describe('round trip', () => {
  test('C5: a slice decodes to what was encoded, in letters that a URL can carry', () => {
    fc.assert(
      fc.property(slice, (value) => {
        const handle = encodeSlice(value, maker);
        expect(handle).toMatch(/^[\w.-]+$/);
        expect(encodeURIComponent(handle)).toBe(handle);
        expect(decode(handle)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  test('C5: any filter that is accepted, narrowed twenty times, can still be redeemed', () => {
    const nested = (levels: number): Where => (levels === 0 ? { city: { eq: 'A' } } : { not: nested(levels - 1) });
    let where = parseWhere(nested(12), columns, usualLimits);
    for (let step = 0; step < 20; step++)
      where = both(where, { or: [{ not: { planTier: { in: [String(step)] } } }, { planTier: { isNull: true } }] });
    const value = { from: '2026-10', to: '2026-10', where, nodes: [], counted: [], facts: [], others: [], followed: null };
    expect(decode(encodeSlice(value, maker))).toEqual(value);
  });
});

test('a handle tells nothing of its filter, and is the same for the same slice', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^1\d{10}$/), fc.boolean(), (msisdn, isLong) => {
      const others = isLong ? { city: { in: Array.from({ length: 60 }, (_, index) => `C${index}`) } } : {};
      const value = { ...plainSlice, where: { ...others, msisdn: { eq: msisdn } } as Where };
      const handle = encodeSlice(value, maker);
      expect(encodeSlice(value, maker)).toBe(handle);
      for (const bytes of [handle, Buffer.from(handle.slice(3), 'base64url').toString('latin1')])
        for (const told of [msisdn, 'msisdn', '2026']) expect(bytes).not.toContain(told);
    }),
  );
});

describe('what is refused', () => {
  const valid = encodeSlice(plainSlice, maker);

  test('C5: the slice of another version or catalogue is STALE_SLICE', () => {
    expect(refusal(valid.replace('s2.', 's3.')).code).toBe('STALE_SLICE');
    expect(refusal(valid.replace('s2.', 's1.')).code).toBe('STALE_SLICE');
    expect(refusal(pack({ c: 'f'.repeat(12), f: '2026-10', t: '2026-10' })).code).toBe('STALE_SLICE');
    const other = { ...catalogue, hash: `${catalogue.hash[0] === 'a' ? 'b' : 'a'}${catalogue.hash.slice(1)}` };
    expect(() => decodeSlice(valid, { catalogue: other, secret, columns }, usualLimits)).toThrow(
      expect.objectContaining({ code: 'STALE_SLICE' }),
    );
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['text', 'hello'],
    ['a prefix only', 's2.'],
    ['three parts', `${valid}.x`],
    ['another letter before the version', valid.replace('s2', 'x2')],
    ['nothing sealed', 's2.AAAA'],
    ['no deflate', sealed(Buffer.from('AAAA'))],
    ['no JSON', sealed(deflateRawSync('{'))],
    ['JSON that is no slice', pack(['s2'])],
    ['no months', pack({ c: stamp })],
    ['a month that there is not', pack({ c: stamp, f: '2026-13', t: '2026-13' })],
    ['months the wrong way round', pack({ c: stamp, f: '2026-10', t: '2026-09' })],
    ['more than a slice has', pack({ c: stamp, f: '2026-10', t: '2026-10', admin: true })],
    ['nodes that are no text', pack({ c: stamp, f: '2026-10', t: '2026-10', n: [1] })],
    ['too many nodes', pack({ c: stamp, f: '2026-10', t: '2026-10', n: Array.from({ length: 21 }, () => 'LIFECYCLE.NEW') })],
    ['a filter of the wrong kind', pack({ c: stamp, f: '2026-10', t: '2026-10', w: { revenue: { gt: '1' } } })],
    ['a filter that is no comparison', pack({ c: stamp, f: '2026-10', t: '2026-10', w: { city: 1 } })],
    [
      'a filter that is too deep',
      pack({ c: stamp, f: '2026-10', t: '2026-10', w: JSON.parse(`${'{"not":'.repeat(30)}{}${'}'.repeat(30)}`) }),
    ],
  ])('C5: %s: BAD_USER_INPUT', (_, handle) => {
    expect(refusal(handle).code).toBe('BAD_USER_INPUT');
  });

  test('C5: an unknown field inside: UNKNOWN_NAME with suggestions, never ignored', () => {
    const error = refusal(pack({ c: stamp, f: '2026-10', t: '2026-10', w: { citi: { eq: 'A' } } }));
    expect([error.code, error.details.suggestions]).toEqual(['UNKNOWN_NAME', expect.arrayContaining(['city'])]);
  });

  test('C5: of another key it is STALE_SLICE: nobody can tell what it says', () => {
    const error = refusal(encodeSlice(plainSlice, { catalogue, secret: another }));
    expect([error.code, error.message]).toEqual(['STALE_SLICE', expect.stringContaining('another key')]);
    const rotated = { ...another, previous: [secret] };
    expect(decodeSlice(encodeSlice(plainSlice, maker), { catalogue, columns, secret: rotated }, usualLimits)).toEqual(plainSlice);
  });

  test('C5: a bomb of 200 MB in 200 kB is refused before it is inflated', () => {
    const bomb = sealed(deflateRawSync(Buffer.alloc(200_000_000, ' ')));
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(bomb).code).toBe('BAD_USER_INPUT');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  test('C5: whatever is changed in a handle, it is refused with a code of ours', () => {
    fc.assert(
      fc.property(slice, fc.nat(), fc.constantFrom(...'AZaz09_-.'), fc.nat({ max: 2 }), (value, position, letter, kind) => {
        const handle = encodeSlice(value, maker);
        const at = position % handle.length;
        const changed = kind === 0 ? handle.slice(0, at) : `${handle.slice(0, at)}${letter}${handle.slice(at + kind - 1)}`;
        fc.pre(changed !== handle);
        expect(['BAD_USER_INPUT', 'STALE_SLICE']).toContain(refusal(changed).code);
      }),
      { numRuns: 2000 },
    );
  });
});

test('monthOfSlice: its last month unless another of its months is asked for', () => {
  const value = { from: '2026-08', to: '2026-10', isOpen: false };
  expect(monthOfSlice(value, undefined)).toBe('2026-10');
  expect(monthOfSlice(value, '2026-08')).toBe('2026-08');
  for (const outside of ['2026-07', '2026-11'])
    expect(() => monthOfSlice(value, outside)).toThrow('expected a month of the slice');
  expect(monthOfSlice({ ...value, isOpen: true }, '2026-11')).toBe('2026-11');
});
