import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuota } from '../../src/exports/jobs/quota.js';
import { usualLimits } from '../../src/security/limits.js';
import { encodeSlice } from '../../src/slices/slice.js';
import { answerOf, dualDrop, guide, type Listening, listen } from './support.js';

describe('the guide tells the words of a refusal', () => {
  let gateway: Listening;
  beforeAll(async () => {
    gateway = await listen({ exports: { running: 2, perDay: 1, rows: 100 } });
  });
  afterAll(() => gateway.close());
  const told = ({ code, message }: { code: string; message: string }) => expect(guide).toContain(`| \`${code}\` | ${message} |`);
  const refused = async (query: string, variables: object = {}) => {
    const [{ message, extensions }] = (await answerOf(gateway, query, variables)).errors;
    told({ code: extensions.code, message });
  };

  test('of pages, filters, slices', async () => {
    await refused('{ numbers(first: 20000) { nodes { id } } }');
    await refused('{ numbers(first: 10000) { nodes { id history { month finance { revenue } network { dataGb } } } } }');
    const ids = Array.from({ length: 10_001 }, (_, index) => String(index));
    await refused('query ($ids: [String!]) { numbers(where: { numberId: { in: $ids } }) { totalCount } }', { ids });
    const { catalogue, secret } = gateway.slices;
    const marks = { where: {}, nodes: [], counted: [], facts: [], others: [], followed: null };
    const another = { catalogue: { ...catalogue, hash: 'another'.repeat(3) }, secret };
    const slice = encodeSlice({ from: '2026-10', to: '2026-10', ...marks }, another);
    await refused('query ($slice: Slice) { numbers(slice: $slice) { totalCount } }', { slice });
  });

  test('of exports', async () => {
    const { slice } = await dualDrop(gateway);
    const begin =
      'mutation ($slice: Slice, $sample: Float) { startExport(input: { what: NUMBERS, slice: $slice, sample: $sample, format: CSV }) { id } }';
    await refused(begin, { slice });
    expect(await answerOf(gateway, begin, { slice, sample: 0.33 })).not.toHaveProperty('errors');
    await refused(begin, { slice, sample: 0.33 });
    const message = 'Expected fewer than 2 exports of yours under way, found 2. Wait for one to end, or cancel it.';
    expect(() => checkQuota({ running: 2, begun: 2 }, usualLimits)).toThrow(message);
    told({ code: 'TOO_BUSY', message });
  });

  test('and the usual quota', () => {
    expect(usualLimits).toMatchObject({ exportsRunning: 2, exportsPerDay: 50, exportRows: 1_000_000 });
    expect(guide).toContain('a million rows a file, 50 files in 24 hours and two at a time');
  });
});
