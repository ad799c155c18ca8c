import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import type { Demo } from './demo.js';

const directory = join(import.meta.dirname, '..', 'cases');

const filterSchema = z.strictObject({
  name: z.string(),
  graph: z.record(z.string(), z.unknown()),
  sql: z.string(),
  leads: z.string().optional(),
});
const texts = z.record(z.string(), z.string());
const sharedSchema = z.strictObject({ filters: z.array(filterSchema), fragments: texts, tables: texts });
const caseSchema = z.strictObject({
  measure: z.string(),
  lookback: z.int().default(0),
  absence: z.string().default('ZERO_DENOMINATOR'),
  sql: z.string(),
  ofLeads: z.boolean().default(false),
  immature: z.string().optional(),
});
const nodeSchema = z.strictObject({ node: z.string(), lookback: z.int().default(0), when: z.string() });
const fileSchema = z.strictObject({ cases: z.array(caseSchema), nodes: z.array(nodeSchema).default([]) });

/** Which numbers, said twice: as the gateway is asked and as SQL over a row `n` of number_month; and over a row `l` of lead, where leads have it. */
export type Filter = z.infer<typeof filterSchema>;
/**
 * A measure's second route. In the first `lookback` months of the data it looks back on months that are not there; `immature` counts what is to come;
 * `absence`: why it is null elsewhere.
 */
export type Case = z.infer<typeof caseSchema>;
/** A node of LIFECYCLE below its root: `when` holds for a row of its parent. */
export type NodeCase = z.infer<typeof nodeSchema>;

const read = (file: string): unknown => parse(readFileSync(join(directory, file), 'utf8'));
const shared = sharedSchema.parse(read('shared.yaml'));
const files = readdirSync(directory)
  .filter((file) => file.endsWith('.yaml') && file !== 'shared.yaml')
  .map((file) => fileSchema.parse(read(file)));

export const filters: readonly Filter[] = shared.filters;
export const cases: readonly Case[] = files.flatMap((file) => file.cases);
export const nodes: readonly NodeCase[] = files.flatMap((file) => file.nodes);

const setup = [
  'CREATE SCHEMA base',
  'CREATE SCHEMA hand',
  'CREATE SCHEMA built',
  "CREATE MACRO month_of(d) AS strftime(d, '%Y-%m')",
  "CREATE MACRO before(m, k) AS strftime(CAST(m || '-01' AS DATE) - to_months(k), '%Y-%m')",
  'CREATE MACRO months_between(f, t) AS 12 * (t[1:4]::INTEGER - f[1:4]::INTEGER) + t[6:7]::INTEGER - f[6:7]::INTEGER',
];

/**
 * The base marts of an operator's warehouse under `base`, what the cases derive from them by hand under `hand`, and its generation's
 * number_state and warning_model under `built`.
 */
export async function openBase({ warehouse, home, id }: Demo): Promise<Builder> {
  const builder = await openBuilder();
  for (const sql of setup) await builder.execute(sql);
  for (const [mart, files] of Object.entries({
    number_month: '*/*',
    contact: '*/*',
    lead: '*/*',
    number_day: '*/*',
    complaint: '*/*',
    channel: '*',
    county: '*',
  })) {
    await builder.execute(
      `CREATE TABLE base.${mart} AS FROM read_parquet('${warehouse.replaceAll("'", "''")}/${mart}/${files}.parquet',
         hive_partitioning = ${files === '*/*'}, hive_types_autocast = false, union_by_name = true)`,
    );
  }
  for (const mart of ['number_state', 'warning_model'])
    await builder.execute(
      `CREATE VIEW built.${mart} AS FROM read_parquet('${join(home, 'generations', id, mart, '*/*.parquet')}', hive_partitioning = true, hive_types_autocast = false)`,
    );
  for (const [name, sql] of Object.entries(shared.tables)) await builder.execute(`CREATE TABLE ${name} AS ${sql}`);
  return builder;
}

/** The case's statement: every placeholder filled, and none left. */
export function fill(sql: string, month: string, filter: Filter): string {
  if (!/^\d{4}-\d{2}$/.test(month)) throw new Error(`expected a month, found ${month}`);
  const values: Readonly<Record<string, string>> = {
    ':month': `'${month}'`,
    ':where': filter.sql,
    ':ofleads': filter.leads ?? 'FALSE',
    ...shared.fragments,
  };
  return sql.replace(/(?<!:):[a-z]+/g, (name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`unknown placeholder ${name} in: ${sql}`);
    return fill(value, month, filter);
  });
}

/** The one value of the case's statement, by hand. */
export async function byHand(base: Builder, { sql }: Pick<Case, 'sql'>, month: string, filter: Filter): Promise<number | null> {
  const [row] = await base.query(fill(sql, month, filter));
  const [value] = Object.values(row!);
  return value === null ? null : Number(value);
}

/** The codes of a node's ancestors and its own, from the top: "A.B" → "A", "A.B". */
const pathTo = (node: string): readonly string[] => node.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.'));

/** Months of history without which a node's rules, its ancestors' included, cannot be judged. */
export const lookbackOf = (node: string): number =>
  Math.max(...nodes.filter((other) => pathTo(node).includes(other.node)).map(({ lookback }) => lookback));

/** How many rows of the month every node of LIFECYCLE has, in the order of `nodes`. */
export async function nodesByHand(base: Builder, month: string, filter: Filter): Promise<readonly number[]> {
  const whenOf = new Map(nodes.map(({ node, when }) => [node, when]));
  const columns = nodes.map(({ node }) => {
    const rules = pathTo(node).map((step) => `(${whenOf.get(step)})`);
    return `count(*) FILTER (${rules.join(' AND ')}) AS "${node}"`;
  });
  const [row] = await base.query(
    fill(`SELECT ${columns.join(', ')} FROM hand.fact n WHERE n.month = :month AND (:where)`, month, filter),
  );
  return nodes.map(({ node }) => Number(row![node]));
}

/** Within 1e-9 of the greater of the two; null is only null's equal. */
export function agree(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
