import { badInput } from '../../errors.js';
import { isCutBy } from '../facts.js';
import { type ReportQuestion, reportQuestion } from '../schemas.js';
import { didYouMean, suggestions } from '../suggestions.js';
import type { Dimension, Measure, ReportTemplate } from '../types.js';
import { cuts } from './options.js';
import { fillTemplate } from './template.js';

export interface ReportContext {
  readonly measures: ReadonlyMap<string, Measure>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** Errors: says what is wrong with a filter, "where.city: …". */
  readonly checkWhere: (where: unknown) => void;
}

/** Adds a problem of a report, at a place in its file. */
export type Add = (path: readonly PropertyKey[], message: string) => void;

/** What a report asks with these values of its options, none of which has a fault by itself. Errors: BAD_USER_INPUT where they do not fit. */
export function reportQuestionOf(
  report: ReportTemplate,
  values: ReadonlyMap<string, string>,
  context: ReportContext,
): ReportQuestion {
  const faults: string[] = [];
  checkQuestion(report, values, context, (_, message) => faults.push(message));
  if (faults.length > 0) throw badInput(`${report.code} with these options: ${faults.join('; ')}.`);
  return reportQuestion.parse(fillTemplate(report.question, report.options, values));
}

/** Checks a report's question with these values of its options. */
export function checkQuestion(
  { question, options }: ReportTemplate,
  values: ReadonlyMap<string, string>,
  context: ReportContext,
  add: Add,
): void {
  const result = reportQuestion.safeParse(fillTemplate(question, options, values));
  if (!result.success) {
    for (const { path, message } of result.error.issues) add(path, `${path.join('.')}: ${message}`);
    return;
  }
  checkNames(result.data, context, add);
  try {
    context.checkWhere(result.data.where);
  } catch (error) {
    const { message } = error as Error;
    add(
      message
        .split(':')[0]!
        .split(/[.[\]]+/)
        .filter(Boolean),
      message,
    );
  }
}

function checkNames(question: ReportQuestion, { measures, dimensions }: ReportContext, add: Add): void {
  const { having, orderBy, topPer, shares, chart } = question;
  const known = (kind: string, codes: readonly string[], code: string, path: readonly PropertyKey[]) => {
    if (!codes.includes(code)) add(path, `${path.join('.')}: unknown ${kind} "${code}".${didYouMean(suggestions(code, codes))}`);
  };
  const measure = (code: string, ...path: readonly PropertyKey[]) => known('measure', [...measures.keys()], code, path);
  const own = (code: string, ...path: readonly PropertyKey[]) =>
    known("dimension of the report's", question.dimensions, code, path);
  for (const [index, code] of question.measures.entries()) measure(code, 'measures', index);
  for (const [index, code] of question.dimensions.entries())
    known('dimension', cuts({ dimensions }), code, ['dimensions', index]);
  for (const [index, code] of question.dimensions.entries()) {
    const wrong = question.measures.find(
      (each) => dimensions.has(code) && measures.has(each) && !isCutBy(measures.get(each)!, dimensions.get(code)!),
    );
    if (wrong) add(['dimensions', index], `dimensions.${index}: ${wrong} has no figures by ${code}, which is told of facts`);
  }
  const twice = question.dimensions.find((code, index) => question.dimensions.indexOf(code) < index);
  if (twice) add(['dimensions'], `dimensions: ${twice} is given twice`);
  for (const [index, condition] of having.entries()) measure(condition.measure, 'having', index, 'measure');
  for (const [index, order] of orderBy.entries()) {
    if (order.measure) measure(order.measure, 'orderBy', index, 'measure');
    if (order.dimension) own(order.dimension, 'orderBy', index, 'dimension');
  }
  if (topPer) own(topPer.dimension, 'topPer', 'dimension');
  if (topPer) measure(topPer.by, 'topPer', 'by');
  for (const [index, code] of shares.entries()) {
    known("measure of the report's", question.measures, code, ['shares', index]);
    if (measures.get(code)?.kind === 'ratio')
      add(['shares', index], `shares.${index}: ${code} is a ratio, of which there are no shares`);
    if (measures.get(code)?.kind === 'distinct')
      add(
        ['shares', index],
        `shares.${index}: ${code} counts different things, which may be in several rows: there are no shares of it`,
      );
  }
  if (!chart) return;
  const columns = ['PERIOD', ...question.dimensions];
  for (const side of ['x', 'series', 'facet'] as const)
    if (chart[side]) known("column of the report's", columns, chart[side], ['chart', side]);
  const placed = new Set([chart.x, chart.series, chart.facet]);
  // What a placed dimension refines is placed with it.
  for (let code of [...placed]) for (; code; code = dimensions.get(code)?.parent ?? undefined) placed.add(code);
  const lost = question.dimensions.find((code) => !placed.has(code));
  if (lost && chart.kind !== 'TABLE')
    add(['chart'], `chart: ${lost} is on no side, so that several rows have one place; give it as x, series or facet`);
  for (const [index, code] of chart.y.entries()) known("measure of the report's", question.measures, code, ['chart', 'y', index]);
}
