import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf } from '../catalogue/expression.js';
import { partsOf } from '../catalogue/parts-of.js';
import type { Catalogue, FormulaTree } from '../catalogue/types.js';
import { text } from '../lib/quote.js';
import { evaluateFormula, holds, substitute } from '../methods/decompose/formula.js';
import type { Row } from '../warehouse/engine.js';
import type { Check } from '../warehouse/generations.js';
import { valueFrom } from './figure.js';
import { rollupColumn } from './route.js';
import { addAll, type Sums, toMillionths } from './sums.js';

interface Reader {
  query(sql: string): Promise<readonly Row[]>;
}

const tolerance = 1e-9;

/**
 * Every formula tree holds on the data: each parent equals its formula over its children, in every month, for the whole and every
 * city. A build reads its own rollups, so that a new month does not cost the history; `mart`: number_state itself, for trees
 * whose measures are newer than the generation.
 */
export async function formulaChecks(
  reader: Reader,
  dir: string,
  catalogue: Catalogue,
  from: 'rollup' | 'mart',
): Promise<readonly Check[]> {
  const trees = [...catalogue.trees.values()].filter((tree) => tree.relation !== 'PARTITION');
  // A generation of before had no leads.
  const leads = existsSync(join(dir, 'lead_state')) ? await reader.query(leadsByCity(dir, catalogue)) : [];
  const groups = groupsOf(together(await reader.query(sumsByCity(dir, catalogue, from)), leads));
  return trees.map((tree) => checkTree(tree, groups, catalogue));
}

interface Group {
  readonly name: string;
  readonly sums: Sums;
}

function sumsByCity(dir: string, catalogue: Catalogue, from: 'rollup' | 'mart'): string {
  const rollup = catalogue.rollups.find(({ mart, dimensions }) => mart === 'number_state' && dimensions.includes('CITY'));
  const parts = [...catalogue.parts.values()].filter(({ mart, isDistinct }) => mart === 'number_state' && !isDistinct);
  const isRolled = from === 'rollup' && rollup !== undefined;
  const folder = isRolled ? join('rollup', rollup.name) : 'number_state';
  const path = join(dir, folder, '*', '*.parquet');
  const sums = parts.map(({ id, sql, type }) => `cast(sum(${isRolled ? id : sql}) as ${type}) as ${id}`);
  const city = isRolled ? rollupColumn('CITY') : catalogue.dimensions.get('CITY')!.sql;
  return `select month, ${city} as city, ${sums.join(', ')}
    from read_parquet(${text(path)}, hive_partitioning = true, hive_types = {'month': varchar}) group by 1, 2`;
}

function leadsByCity(dir: string, catalogue: Catalogue): string {
  const parts = [...catalogue.parts.values()].filter(({ mart }) => mart === 'lead_state');
  const sums = parts.map(({ id, sql, type }) => `cast(sum(${sql}) as ${type}) as ${id}`);
  return `select month, city, ${sums.join(', ')} from read_parquet(${text(join(dir, 'lead_state', '*', '*.parquet'))}, hive_partitioning = false) group by 1, 2`;
}

/** Rows of a month and city as one. */
function together(...all: readonly (readonly Row[])[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const row of all.flat()) {
    const key = JSON.stringify([row.month, row.city]);
    rows.set(key, { ...rows.get(key), ...row });
  }
  return [...rows.values()];
}

function groupsOf(rows: readonly Row[]): readonly Group[] {
  const cities = rows.map((row) => ({
    name: `${row.month}, city ${row.city ?? 'none'}`,
    month: String(row.month),
    sums: sumsOf(row),
  }));
  const months = [...new Set(cities.map(({ month }) => month))];
  const wholes = months.map((month) => ({
    name: month,
    sums: addAll(cities.filter((city) => city.month === month).map(({ sums }) => sums)),
  }));
  return [...wholes, ...cities];
}

const sumsOf = (row: Row): Sums =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (name === 'month' || name === 'city' ? [] : [[name, toMillionths(value)]])),
  );

function checkTree(tree: FormulaTree, groups: readonly Group[], catalogue: Catalogue): Check {
  const faults: string[] = [];
  let compared = 0;
  for (const [code, expression] of tree.formulas) {
    const children = codesOf(expression);
    const formula = substitute(expression, (child) => ({ kind: 'variable', index: children.indexOf(child) }));
    for (const { name, sums } of groups) {
      const figures = [code, ...children].map((measure) => known(measure, sums, catalogue));
      if (figures.includes(null)) continue;
      const [value, ...inputs] = figures as number[];
      compared++;
      if (!holds(formula, inputs, value!, tolerance))
        faults.push(
          `${tree.sources.get(code)!.file}:${tree.sources.get(code)!.line}: ${code} in ${name}: ${value}, its formula gives ${evaluateFormula(formula, inputs)}`,
        );
    }
  }
  return {
    name: `tree ${tree.code} holds`,
    ok: faults.length === 0,
    detail:
      faults.length === 0
        ? `${compared} comparisons within ${tolerance}`
        : `${faults.length} of ${compared} comparisons fail, e.g. ${faults[0]}. Expected the parent to equal its formula within ${tolerance}.`,
  };
}

/** The measure's figure where all its parts are there; months without their history have none. */
function known(code: string, sums: Sums, catalogue: Catalogue): number | null {
  const measure = catalogue.measures.get(code)!;
  return partsOf(measure).some((part) => sums[part] === null || sums[part] === undefined) ? null : valueFrom(measure, sums).value;
}
