import { badInput } from '../errors.js';
import { text } from '../lib/quote.js';
import { analyse } from '../reports/analysis/analyse.js';
import { type AnalysisRequest, withDefaults } from '../reports/analysis/question.js';
import { resolveAnalysis } from '../reports/analysis/resolve-analysis.js';
import { tableOf } from '../reports/analysis/table.js';
import type { ColumnValue } from '../reports/column.js';
import type { ReportTable } from '../reports/report.js';
import { type Statement, statement } from '../warehouse/statement.js';
import { checkRows } from './jobs/quota.js';
import { type ExportInput, type ExportPlan, refuseArguments } from './plan.js';
import type { ExportSession } from './session.js';

/** All rows of a free analysis, in its order, its totals last. Errors: as `resolveAnalysis`. */
export async function analysisPlan(input: ExportInput, context: ExportSession): Promise<ExportPlan> {
  refuseArguments(input, ['everybody', 'month', 'columns', 'sample', 'list']);
  if (!input.analysis) throw badInput('analysis: expected what to analyse, e.g. { dimensions: [CITY], measures: [REVENUE] }.');
  const asked = input.analysis;
  for (const name of ['where', 'slice'] as const)
    if (asked[name] !== undefined && input[name] !== undefined)
      throw badInput(`${name}: expected once, found beside analysis and in it.`);
  const where = asked.where === undefined ? input.where : asked.where;
  const slice = asked.slice === undefined ? input.slice : asked.slice;
  const follow = asked.follow === 'NUMBERS' ? asked.follow : input.follow;
  const request = await resolveAnalysis({ ...withDefaults(asked), where, slice, follow }, context);
  return {
    months: request.months,
    content: async () => {
      const table = await tableOf(await analyse(request));
      checkRows(table.rows.length, context.viewer.limits);
      return { statement: tableStatement(table, request), ordered: true };
    },
  };
}

const sqlTypes: Readonly<Record<ColumnValue['type'], string>> = { STRING: 'VARCHAR', NUMBER: 'DOUBLE', BOOLEAN: 'BOOLEAN' };

/**
 * A table at hand as a query that gives its rows, so that one writer writes all files. They travel as JSON: a double keeps all its
 * digits. Rows that are totals or the rest say so in columns of their own.
 */
function tableStatement({ columns, rows }: ReportTable, { totals, topPer }: AnalysisRequest): Statement {
  const marks = [...(totals ? [['totalOf', 'VARCHAR']] : []), ...(topPer ? [['isOther', 'BOOLEAN']] : [])];
  const types = Object.fromEntries([...columns.map(({ name, type }) => [name, sqlTypes[type]]), ...marks]);
  const objects = rows.map(({ cells, totalOf, otherOf }) => ({
    ...Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]])),
    ...(totals ? { totalOf: totalOf.join(' ') || null } : {}),
    ...(topPer ? { isOther: otherOf !== null } : {}),
  }));
  const sql = `select unnest(from_json($1, ${text(JSON.stringify([types]))}), recursive := true)`;
  return statement('export of an analysis', sql, [JSON.stringify(objects)]);
}
