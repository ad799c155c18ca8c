import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compilePartition } from '../../src/catalogue/partition.js';
import type { PartitionTree } from '../../src/catalogue/types.js';
import { leaves } from '../../src/marts/checks.js';
import { type Builder, openBuilder, portable } from '../../src/warehouse/duckdb.js';
import { catalogue } from './support.js';

const tree = catalogue.trees.get('LIFECYCLE') as PartitionTree;
const compiled = compilePartition(tree, catalogue.thresholds);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 });
const row = fc.record({
  status: maybe(fc.constantFrom('ACTIVE', 'SUSPENDED', 'PRE_CANCELLED', 'CANCELLED')),
  re_entered: maybe(fc.boolean()),
  leave_reason: maybe(fc.constantFrom('ARREARS', 'PRICE', 'SERVICE', 'PORT_OUT', 'MOVED', 'OTHER')),
  left_months: maybe(fc.integer({ min: 0, max: 5 })),
  dual_drop: maybe(fc.boolean()),
  secondary_sim: maybe(fc.boolean()),
  value_drop: maybe(fc.boolean()),
  other_sim: maybe(fc.constantFrom('NONE', 'OWN', 'COMPETITOR', 'UNKNOWN')),
  months_on_net: maybe(fc.integer({ min: 0, max: 9 })),
  port_in: maybe(fc.boolean()),
  re_entry: maybe(fc.boolean()),
  join_channel_kind: maybe(fc.constantFrom('OWN_STORE', 'AGENT_STORE', 'OUTBOUND', 'ONLINE', 'PARTNER', 'KIOSK')),
  in_arrears: maybe(fc.boolean()),
  over_plan: maybe(fc.boolean()),
  lean: maybe(fc.constantFrom('LIGHT', 'VOICE_LEAN', 'DATA_LEAN', 'BALANCED')),
  age_group: maybe(fc.constantFrom('YOUTH', 'MIDDLE', 'SENIOR', 'UNKNOWN_AGE')),
});
type FeatureRow = typeof row extends fc.Arbitrary<infer T> ? T : never;

/** The life cycle of domain.md §3 in plain JavaScript: the second route. */
function lifecycle(r: FeatureRow): string {
  const among = (value: string | null, codes: readonly string[], rest: string): string =>
    value && codes.includes(value) ? value : rest;
  if (r.status === 'PRE_CANCELLED' || r.status === 'CANCELLED') {
    if (r.re_entered) return 'OFF_NET.RE_ENTERED';
    const reason = among(r.leave_reason, ['ARREARS', 'PRICE', 'SERVICE', 'PORT_OUT', 'MOVED'], 'OTHER');
    const open = r.left_months !== null && r.left_months < 3;
    return `OFF_NET.TRUE_LEAVE.${reason}${reason === 'ARREARS' ? (open ? '.WINDOW_OPEN' : '.WINDOW_CLOSED') : ''}`;
  }
  if (r.dual_drop || r.secondary_sim || r.value_drop) {
    const segment = r.dual_drop ? 'DUAL_DROP' : r.secondary_sim ? 'SECONDARY_SIM' : 'VALUE_DROP';
    return `DECLINE.${segment}.${r.other_sim === 'COMPETITOR' ? 'TO_COMPETITOR' : r.other_sim === 'OWN' ? 'TO_OWN' : 'UNKNOWN_SIM'}`;
  }
  if (r.months_on_net !== null && r.months_on_net <= 2) {
    const kinds = ['OWN_STORE', 'AGENT_STORE', 'OUTBOUND', 'ONLINE', 'PARTNER'];
    return `NEW.${r.port_in ? 'PORT_IN' : r.re_entry ? 'RE_ENTRY' : 'PURE_NEW'}.${among(r.join_channel_kind, kinds, 'UNKNOWN_CHANNEL')}`;
  }
  if (r.months_on_net !== null && r.months_on_net <= 6) {
    return `GROWTH.${r.in_arrears || r.status === 'SUSPENDED' ? 'ARREARS_RISK' : r.over_plan ? 'OVER_PLAN' : 'WITHIN_PLAN'}`;
  }
  const lean = among(r.lean, ['LIGHT', 'VOICE_LEAN', 'DATA_LEAN'], 'BALANCED');
  return `MATURE.${lean}.${among(r.age_group, ['YOUTH', 'MIDDLE', 'SENIOR'], 'UNKNOWN_AGE')}`;
}

const literal = (value: string | number | boolean | null): string =>
  value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value);

const types: Record<keyof FeatureRow, string> = {
  status: 'VARCHAR',
  re_entered: 'BOOLEAN',
  leave_reason: 'VARCHAR',
  left_months: 'INTEGER',
  dual_drop: 'BOOLEAN',
  secondary_sim: 'BOOLEAN',
  value_drop: 'BOOLEAN',
  other_sim: 'VARCHAR',
  months_on_net: 'INTEGER',
  port_in: 'BOOLEAN',
  re_entry: 'BOOLEAN',
  join_channel_kind: 'VARCHAR',
  in_arrears: 'BOOLEAN',
  over_plan: 'BOOLEAN',
  lean: 'VARCHAR',
  age_group: 'VARCHAR',
};
const columns = Object.keys(types) as (keyof FeatureRow)[];

let builder: Builder;
beforeAll(async () => {
  builder = portable(await openBuilder());
});
afterAll(() => builder.close());

async function placed(rows: readonly FeatureRow[]) {
  const values = rows.map((r, at) => `(${at}, ${columns.map((name) => literal(r[name])).join(', ')})`).join(', ');
  const typed = columns.map((name) => `CAST(${name} AS ${types[name]}) AS ${name}`).join(', ');
  const found = await builder.query(
    `SELECT ${compiled.path} AS path, ${compiled.rules} AS rules FROM
      (SELECT nr, ${typed} FROM (VALUES ${values}) AS t (nr, ${columns.join(', ')})) ORDER BY nr`,
  );
  return found.map(({ path, rules }) => ({ path: path as string, rules: rules as string[] }));
}

test('any row, nulls included, gets exactly the leaf that the domain names', async () => {
  const all = new Set(leaves(tree.children));
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
      const found = await placed(rows);
      expect(found.map(({ path }) => path)).toEqual(rows.map(lifecycle));
      for (const { path } of found) expect(all).toContain(path);
    }),
    { numRuns: 60 },
  );
});

test('the rules kept with a row hold those on the way to its leaf, in tree order, and those that lost', async () => {
  const remainders = new Set(['OFF_NET.TRUE_LEAVE', 'MATURE']);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      for (const [at, { path, rules }] of (await placed(rows)).entries()) {
        const r = rows[at] as FeatureRow;
        expect(new Set(rules).size).toBe(rules.length);
        for (const rule of rules) expect(remainders).not.toContain(rule);
        if (path.startsWith('NEW.PORT_IN')) expect(rules).toEqual(expect.arrayContaining(['NEW', 'NEW.PORT_IN']));
        expect(rules.includes('DECLINE.DUAL_DROP')).toBe(r.dual_drop === true);
        expect(rules.includes('DECLINE.SECONDARY_SIM')).toBe(r.secondary_sim === true);
        const stages = rules.filter((rule) => !rule.includes('.'));
        expect(stages).toEqual(['OFF_NET', 'DECLINE', 'NEW', 'GROWTH'].filter((stage) => stages.includes(stage)));
      }
    }),
    { numRuns: 30 },
  );
});

test('a rule that lost by precedence is kept', async () => {
  const blank = Object.fromEntries(columns.map((name) => [name, null])) as unknown as FeatureRow;
  const [off, bare] = await placed([
    { ...blank, status: 'CANCELLED', dual_drop: true, other_sim: 'OWN', leave_reason: 'ARREARS', left_months: 1 },
    blank,
  ]);
  expect(off?.path).toBe('OFF_NET.TRUE_LEAVE.ARREARS.WINDOW_OPEN');
  expect(off?.rules).toEqual([
    'OFF_NET',
    'OFF_NET.TRUE_LEAVE.ARREARS',
    'OFF_NET.TRUE_LEAVE.ARREARS.WINDOW_OPEN',
    'DECLINE',
    'DECLINE.DUAL_DROP',
    'DECLINE.DUAL_DROP.TO_OWN',
  ]);
  expect(bare).toEqual({ path: 'MATURE.BALANCED.UNKNOWN_AGE', rules: [] });
});

test('the tree has the codes of the domain', () => {
  expect(tree.children.map(({ code }) => code)).toEqual(['OFF_NET', 'DECLINE', 'NEW', 'GROWTH', 'MATURE']);
  expect(leaves(tree.children)).toHaveLength(1 + 2 + 5 + 3 * 3 + 3 * 6 + 3 + 4 * 4);
});

test('an unknown threshold is named', () => {
  const bare = { ...(tree.children[0] as PartitionTree['children'][number]), children: [] };
  const broken: PartitionTree = {
    ...tree,
    children: [
      { ...bare, code: 'A', when: 'left_months < {{win_back_month}}' },
      { ...bare, code: 'B', when: null },
    ],
  };
  expect(() => compilePartition(broken, catalogue.thresholds)).toThrow(/win_back_month.*Did you mean win_back_months/s);
});
