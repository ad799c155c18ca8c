import { badInput } from '../errors.js';
import { analyse } from '../reports/analysis/analyse.js';
import { type AnalysisRequest, withDefaults } from '../reports/analysis/question.js';
import { resolveAnalysis } from '../reports/analysis/resolve-analysis.js';
import { tableOf } from '../reports/analysis/table.js';
import type { ReportTable } from '../reports/report.js';
import { aboutFile } from './about-file.js';
import { checkRows } from './jobs/quota.js';
import { type ExportInput, type ExportPlan, refuseArguments } from './plan.js';
import type { ExportSession } from './session.js';
import { type FlatTable, tableStatement } from './table-statement.js';

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
      const { months, scope } = request;
      const about = aboutFile({ months, scope, columns: table.columns }, context);
      return { statement: await tableStatement('export of an analysis', marked(table, request)), ordered: true, about };
    },
  };
}

/** Rows that are totals or the rest say so in columns of their own. */
function marked({ columns, rows }: ReportTable, { totals, topPer }: AnalysisRequest): FlatTable {
  const marks = [
    ...(totals ? [{ name: 'totalOf', type: 'STRING' as const }] : []),
    ...(topPer ? [{ name: 'isOther', type: 'BOOLEAN' as const }] : []),
  ];
  return {
    columns: [...columns, ...marks],
    rows: rows.map(({ cells, totalOf, otherOf }) => [
      // Of an analysis they are codes and figures: no names.
      ...(cells as FlatTable['rows'][number]),
      ...(totals ? [totalOf.join(' ') || null] : []),
      ...(topPer ? [otherOf !== null] : []),
    ]),
  };
}
