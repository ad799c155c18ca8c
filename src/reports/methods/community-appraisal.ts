import { measureNamed } from '../../catalogue/named.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import { requireProvided } from '../../figures/figure.js';
import { sliceOf } from '../../figures/question.js';
import { addAll } from '../../figures/sums.js';
import { whereOfTerms } from '../../figures/where-of-terms.js';
import { attain } from '../../indicators/attainment.js';
import { planOf } from '../../indicators/plans.js';
import { camelCase } from '../../slices/columns.js';
import { both } from '../../slices/where.js';
import { dimensionColumn, measureColumn } from '../column.js';
import type { CellValue, ReportDefinition, ReportRequest } from '../report.js';
import { figureOfMonth, numberColumn, onlyMonth, percent, sumsBy } from './common.js';

export const communityAppraisal: ReportDefinition = {
  code: 'COMMUNITY_APPRAISAL',
  names: { en: 'Appraisal of communities', zh: '社区网格考核' },
  description: {
    en: 'Each grid (or county, or city) against its own plan: measures by weight, each by how much of its plan is attained (target ÷ value where down is good; at most the cap, so that one cannot make up for all others), and the place among all that have a plan. What has no plan is left out of the score, and planned says how much of the weight has one. A measure that is not above 0, or whose plan is not, counts in full where the plan is met and not at all else.',
    zh: '各网格（或区县、地市）对照自身目标的加权考核：按权重汇总各指标达成率（越低越好的指标取目标÷实际；单项封顶，以免一项代偿全部），并在有目标者中排名。无目标的指标不计分，planned 为有目标的权重占比。实际或目标不大于 0 的指标，达标计满分，否则计零分。',
  },
  options: [
    {
      name: 'weights',
      type: 'CODE',
      description: { en: 'Measures and what each weighs', zh: '指标及其权重' },
      default: 'REVENUE 40, CLOSING_SUBSCRIBERS 30, GROSS_ADDS 30',
    },
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'Grid, county or city', zh: '网格、区县或地市' },
      default: 'GRID',
      allowed: ['GRID', 'COUNTY', 'CITY'],
    },
    {
      name: 'cap',
      type: 'NUMBER',
      description: { en: 'So much of a plan counts at most, %', zh: '单项达成率上限（%）' },
      default: '120',
      least: 100,
      most: 1000,
    },
  ],
  chart: { kind: 'BAR', x: 'placeLabel', y: ['score'], series: null },
  months: 1,
  make: async (request) => {
    const month = onlyMonth('COMMUNITY_APPRAISAL', request);
    const { catalogue, coverage } = request.context;
    const weighed = weightsIn(request);
    const measures = weighed.map(({ measure }) => measure);
    const [by, ...above] = lineOf(catalogue.dimensions.get(request.options.get('by')!)!, request);
    requireProvided('COMMUNITY_APPRAISAL', [...by!.needs, 'target.value', 'target.measure'], coverage);
    const groups = await sumsBy(
      request,
      month,
      measures,
      [by!, ...above].map(({ code }) => code),
    );
    const appraised = await Promise.all(
      groups.map(async ({ keys, sums }) => {
        const where = whereOfTerms([by!, ...above].map((dimension, at) => ({ dimension, code: keys[at] ?? null })));
        const values = measures.map((measure) => figureOfMonth(measure, sums, month, request, [by!]));
        return { keys, values, where, ...(await scored(values, weighed, where, request)) };
      }),
    );
    const ranked = appraised.sort(
      (a, b) => (b.score ?? -1) - (a.score ?? -1) || ((a.keys[0] ?? '') < (b.keys[0] ?? '') ? -1 : 1),
    );
    const placeOf = (score: number | null) =>
      score === null ? null : 1 + ranked.filter((other) => (other.score ?? -1) > score).length;
    const whole = addAll(groups.map(({ sums }) => sums));
    return {
      columns: [
        dimensionColumn(by!, 'place'),
        ...above.map((dimension) => dimensionColumn(dimension, camelCase(dimension.code))),
        numberColumn('rank', 'Place', '名次', 'place'),
        numberColumn('score', 'Score', '得分', '0-100+'),
        numberColumn('planned', 'Weight with a plan', '有目标权重占比', '%'),
        ...measures.flatMap((measure) => [
          measureColumn(measure, camelCase(measure.code)),
          { ...measureColumn(measure, `${camelCase(measure.code)}Target`), names: planNames(measure), measure: null },
          numberColumn(`${camelCase(measure.code)}Attained`, `Attained of ${measure.names.en}`, `${measure.names.zh}达成率`, '%'),
        ]),
      ],
      rows: [
        ...ranked.map(({ keys, values, score, planned, plans, where }) => ({
          cells: [
            ...[by!, ...above].map((_, at) => keys[at] ?? null),
            ...[placeOf(score), score, planned],
            ...values.flatMap((value, at) => [value, plans[at]!.target, plans[at]!.attained]),
          ],
          slice: sliceOf(request.scope, month, { where }),
          totalOf: [],
        })),
        {
          cells: [
            ...[by!, ...above].map(() => null),
            ...[null, null, null],
            ...measures.flatMap((measure): CellValue[] => [figureOfMonth(measure, whole, month, request), null, null]),
          ],
          slice: sliceOf(request.scope, month),
          totalOf: ['place', ...above.map(({ code }) => camelCase(code))],
        },
      ],
    };
  },
};

interface Weighed {
  readonly measure: Measure;
  readonly weight: number;
}

/** Errors: BAD_USER_INPUT for what is no weight, UNKNOWN names with suggestions. */
function weightsIn({ options, context }: ReportRequest): readonly Weighed[] {
  const said = options.get('weights')!.split(',');
  const found = said.map((each) => {
    const [, code, weight] = /^\s*([A-Z][A-Z0-9_]*)\s+(\d+(?:\.\d+)?)\s*$/.exec(each) ?? [];
    if (!code || !(Number(weight) > 0))
      throw badInput(
        `COMMUNITY_APPRAISAL: weights: expected a measure and its weight, e.g. "REVENUE 40, GROSS_ADDS 30", found "${each.trim()}".`,
      );
    return { measure: measureNamed(context.catalogue, code), weight: Number(weight) };
  });
  if (new Set(found.map(({ measure }) => measure)).size === found.length) return found;
  throw badInput('COMMUNITY_APPRAISAL: weights: a measure is named twice.');
}

/** The dimension and the coarser ones that it lies in. */
function lineOf(dimension: Dimension, request: ReportRequest): readonly Dimension[] {
  const parent = dimension.parent && request.context.catalogue.dimensions.get(dimension.parent);
  return [dimension, ...(parent ? lineOf(parent, request) : [])];
}

const planNames = ({ names }: Measure) => ({ en: `Plan of ${names.en}`, zh: `${names.zh}目标` });

/** What a place has attained of its plans, and the score by their weights. */
async function scored(
  values: readonly (number | null)[],
  weighed: readonly Weighed[],
  where: ReturnType<typeof whereOfTerms>,
  { context, scope, months, options }: ReportRequest,
) {
  const planFor = await planOf({ ...scope, where: both(scope.where, where) }, months[0]!, context);
  const cap = Number(options.get('cap')) / 100;
  const plans = weighed.map(({ measure, weight }, at) => {
    const { target, attainment, status } = attain(measure, values[at]!, planFor(measure).value, context.catalogue.status);
    const counts = status === 'NO_TARGET' ? null : Math.min(attainment ?? (status === 'ON_TRACK' ? 1 : 0), cap);
    return { target, attained: attainment === null ? null : attainment * 100, counts, weight };
  });
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const counted = plans.filter(({ counts }) => counts !== null);
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  const points = counted.reduce((sum, { weight, counts }) => sum + weight * counts!, 0);
  return { plans, planned: percent(weights, all), score: percent(points, weights) };
}
