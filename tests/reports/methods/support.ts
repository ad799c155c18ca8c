import { pino } from 'pino';
import { createContext } from '../../../src/faces/context.js';
import { scopeOf } from '../../../src/figures/question.js';
import type { Martlet } from '../../../src/martlet.js';
import type { CellValue, ReportDefinition } from '../../../src/reports/report.js';
import { usualLimits } from '../../../src/security/limits.js';
import { developer, type Viewer } from '../../../src/security/viewer.js';
import { encodeSlice, type Slice } from '../../../src/slices/slice.js';
import { parseWhere } from '../../../src/slices/where.js';
import type { Gateway } from '../../support/gateway.js';

/** A row by its columns' names. */
export interface ReportLine {
  readonly cells: Readonly<Record<string, CellValue>>;
  readonly slice: Slice | null;
  readonly totalOf: readonly string[];
}

export interface ReportAsked {
  readonly months: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
  readonly where?: unknown;
  readonly viewer?: Viewer;
  /** "mart.column" that the warehouse is to have had none of. */
  readonly without?: readonly string[];
}

/** A generation and the definitions that it was built from. */
export type Source = Pick<Gateway, 'serving'> & { readonly martlet: Pick<Martlet, 'definitions'> };

/** A report as it is made, before any page is cut from it. */
export async function reportOf(
  gateway: Source,
  definition: ReportDefinition,
  asked: ReportAsked,
): Promise<readonly ReportLine[]> {
  const { months, options = {}, where, viewer = developer, without = [] } = asked;
  const { serving, martlet } = gateway;
  const log = pino({ level: 'silent' }) as never;
  const known = new Set([...serving.coverage.provided].filter((column) => !without.includes(column)));
  const own = { ...serving, coverage: { ...serving.coverage, provided: known } };
  const context = createContext({ serving: own, definitions: martlet.definitions, viewer, requestId: 'test', log });
  const scope = scopeOf(parseWhere(where, context.columns, usualLimits), null, context.catalogue);
  const given = definition.options.map(({ name, default: usual }) => [name, options[name] ?? usual!] as const);
  const { columns, rows } = await definition.make({ context, scope, months, options: new Map(given) });
  return rows.map(({ cells, slice, totalOf }) => {
    if (cells.length !== columns.length) throw new Error(`expected ${columns.length} cells, found ${cells.length}`);
    return { cells: Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]!])), slice, totalOf };
  });
}

/** What slices count when they are used in the graph; a dozen at a time, as the lane's queue is bounded. */
export async function redeemed(
  gateway: Gateway,
  slices: readonly Slice[],
  measure = 'NUMBERS',
  viewer: Viewer = developer,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (let from = 0; from < slices.length; from += 12) {
    const handles = slices.slice(from, from + 12).map((slice) => encodeSlice(slice, gateway.slices));
    const asked = handles.map(
      (slice, at) => `r${at}: indicator(measure: ${measure}, slice: "${slice}", against: NONE) { value }`,
    );
    const { data, errors } = await gateway.ask(`{ ${asked.join('\n')} }`, {}, { ...viewer, tiers: [1, 2] });
    if (errors.length > 0) throw new Error(errors[0]!.message);
    found.push(...handles.map((_, at) => data[`r${at}`].value as number));
  }
  return found;
}

/** Detail rows, or those that sum over just these columns. */
export const linesOf = (lines: readonly ReportLine[], ...totalOf: readonly string[]): readonly ReportLine['cells'][] =>
  lines.filter((line) => line.totalOf.join() === totalOf.join()).map(({ cells }) => cells);

/** Hand-written SQL's rows with plain numbers. */
export async function byHand(gateway: Gateway, sql: string): Promise<readonly ReportLine['cells'][]> {
  const rows = await gateway.sql(sql);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : (value as CellValue)]),
    ),
  );
}

/** Null and numbers to 9 digits, so that a division by another route is the same. */
export const rounded = (rows: readonly ReportLine['cells'][]): readonly ReportLine['cells'][] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toPrecision(9)) : value]),
    ),
  );
