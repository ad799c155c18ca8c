import { requireCut } from '../../catalogue/facts.js';
import { badInput, MartletError } from '../../errors.js';
import { outcomeIn, requireDimension, requireProvided } from '../../figures/figure.js';
import { knownOf } from '../../figures/known.js';
import { outcomeText } from '../../figures/outcome.js';
import { needsOf } from '../../figures/question.js';
import { requireDayBaseline } from './days.js';
import type { AnalysisRequest } from './question.js';

/** Can it be answered, and at a price? Errors: NOT_PROVIDED, TOO_COSTLY, BAD_USER_INPUT with what was expected. */
export function checkAnalysis(request: AnalysisRequest): void {
  const { months, measures, dimensions, grain, against, orderBy, having, topPer, cumulative, context } = request;
  const { coverage, catalogue, viewer } = context;
  // What selects rows must be there: else no row would be within limits, and that would look like a finding.
  const known = { ...knownOf(request), by: dimensions };
  for (const measure of [...having.map(({ of }) => of), ...(topPer ? [topPer.by] : [])]) {
    requireProvided(measure.code, needsOf(measure, catalogue), coverage);
    const outcome = outcomeIn(measure, months, known);
    if (outcome) throw badInput(`${topPer?.by === measure ? 'topPer' : 'having'}: ${outcomeText(measure, outcome).en}`);
  }
  if (measures.length === 0) throw badInput('analysis: expected at least one measure, e.g. measures: [CLOSING_SUBSCRIBERS].');
  const { analysisDimensions } = viewer.limits;
  if (dimensions.length > analysisDimensions) {
    const found = dimensions.map(({ code }) => code).join(', ');
    throw new MartletError(
      'TOO_COSTLY',
      `analysis: expected at most ${analysisDimensions} dimensions, found ${dimensions.length} (${found}).`,
    );
  }
  for (const dimension of dimensions) {
    if (dimension.grain) throw badInput(`${dimension.code}: time is the argument grain, and the field period.`);
    requireCut('analysis', measures, dimension, catalogue);
    requireDimension(dimension, measures, months, coverage);
  }
  for (const { by } of orderBy) {
    if (by !== 'PERIOD' && !('numerator' in by) && !dimensions.includes(by))
      throw badInput(`orderBy(dimension: ${by.code}): expected one of the selected dimensions.`);
  }
  for (const { of, ...limits } of having) {
    const given = [limits.gt, limits.gte, limits.lt, limits.lte].filter((limit) => limit !== null && limit !== undefined);
    if (given.length === 0) throw badInput(`having(measure: ${of.code}): expected gt, gte, lt or lte.`);
  }
  if (cumulative) {
    const other = measures.filter(({ kind }) => kind !== 'flow').map(({ code, kind }) => `${code} (${kind})`);
    if (other.length > 0)
      throw badInput(`analysis(cumulative: true): expected flows, which add up over time, found ${other.join(', ')}.`);
    if (against === 'MEAN_OF_PRIOR_3')
      throw badInput('analysis(cumulative: true, against: MEAN_OF_PRIOR_3): a mean has no running sum; take another baseline.');
  }
  if (grain !== 'DAY' && grain !== 'WEEK') return;
  requireDayBaseline(grain, against);
  const time = catalogue.dimensions.get(grain)!;
  requireCut(`grain: ${grain}`, measures, time, catalogue);
  requireDimension(time, measures, months, coverage);
}
