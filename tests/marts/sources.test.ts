import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { codeSteps } from '../../src/marts/code-steps.js';
import { loadMarts } from '../../src/marts/mart.js';
import { monthTokens } from '../../src/marts/months.js';
import { fill, planBuild } from '../../src/marts/plan.js';
import { RISK_TOKENS, riskTokens } from '../../src/marts/risk-tokens.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import { catalogue, contract } from './support.js';

const marts = loadMarts(join(sqlDirectory, 'marts'));
const plan = planBuild(marts, contract, catalogue);
const tokens = new Map<string, string>(
  Object.entries({
    ...monthTokens({ month: '2026-10', index: 9, provides: () => true, months: ['2026-10'] }),
    ...riskTokens(null, catalogue.warning),
  }),
);

let builder: Builder;
beforeAll(async () => {
  builder = await openBuilder();
});
afterAll(() => builder.close());

type Tree = Readonly<Record<string, unknown>>;

/** Relations that a parsed SELECT names, without those that a WITH above them defines. */
function readsOf(node: unknown, defined: ReadonlySet<string> = new Set()): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((each) => readsOf(each, defined));
  if (node === null || typeof node !== 'object') return [];
  const tree = node as Tree;
  if (tree.type === 'BASE_TABLE') {
    const name = [tree.schema_name, tree.table_name].filter(Boolean).join('.');
    return defined.has(name) ? [] : [name];
  }
  const own = (tree.cte_map as { readonly map: readonly { readonly key: string }[] } | undefined)?.map ?? [];
  const within = new Set([...defined, ...own.map(({ key }) => key)]);
  return Object.values(tree).flatMap((each) => readsOf(each, within));
}

async function readBy(sql: string): Promise<readonly string[]> {
  const [row] = await builder.query('SELECT json_serialize_sql(CAST($1 AS VARCHAR)) AS tree', [sql]);
  const tree = JSON.parse(row!.tree as string) as Tree;
  expect(tree.error, `${tree.error_message}`).toBe(false);
  return [...new Set(readsOf(tree.statements))].sort();
}

const selects = [...marts.values()].filter(({ made }) => made !== 'code');

test.each(selects.map(({ name }) => name))('%s reads what its header names as sources, and nothing else', async (name) => {
  const { sources } = marts.get(name)!;
  expect(await readBy(fill(plan.sql(name), (token) => tokens.get(token) ?? null))).toEqual([...sources].sort());
});

test('what a WITH defines is no source where it is defined, and one beside it', async () => {
  expect(
    await readBy('WITH a AS (FROM base.x) SELECT (SELECT max(i) FROM c) FROM a JOIN b ON true WHERE EXISTS (FROM d)'),
  ).toEqual(['b', 'base.x', 'c', 'd']);
  expect(await readBy('SELECT * FROM (WITH a AS (FROM b) FROM a) UNION ALL FROM a')).toEqual(['a', 'b']);
});

test('tokens of the warning are told to whose header says so', () => {
  const told = [...marts.values()].filter(({ sql }) => RISK_TOKENS.some((token) => sql.includes(`{{${token}}}`)));
  expect(told.map(({ name }) => name)).toEqual(['number_state']);
  expect([...marts.values()].filter(({ tokens: own }) => own.length > 0).map(({ name, tokens: own }) => [name, own])).toEqual([
    ['number_state', ['warning_model']],
  ]);
});

test('what headers leave to code has a step, and every step is of such a mart', () => {
  const byCode = [...marts.values()].filter(({ made }) => made === 'code').map(({ name }) => name);
  expect([...codeSteps.keys()].sort()).toEqual(byCode.sort());
});
