import { unknownName } from '../../catalogue/suggestions.js';
import { badInput, MartletError } from '../../errors.js';
import { requireKnown } from '../../figures/figure.js';
import { placeFrom } from '../../lib/letters.js';
import { shiftMonth } from '../../lib/months.js';
import { wilson } from '../../methods/experiment/wilson.js';
import { stabilityIndex } from '../../methods/score/stability.js';
import { camelCase } from '../../slices/columns.js';
import type { Row } from '../../warehouse/engine.js';
import type { ReportDefinition, ReportRequest, ReportRowValue, ReportTable } from '../report.js';
import { booleanColumn, numberColumn, percent, textColumn } from './common.js';
import { binsStatement, decilesStatement, modelsStatement } from './warning-quality.queries.js';

/** Two-sided 99 % point of the normal distribution. */
const z99 = 2.5758293035489004;

/** The gateway's own warning, among the models. */
const warning = 'WARNING';

export const warningQuality: ReportDefinition = {
  code: 'WARNING_QUALITY',
  names: { en: 'Quality of the churn warning', zh: '离网预警质量' },
  description: {
    en: "What became of the churn warning: for each month, the risk that the month before gave its numbers, against who truly left. No model had seen the month. By decile of risk: expected and observed losses, and whether the expected lie within the 99 % interval of the observed; of the month: AUC, Brier's score, and what the top decile catches. By feature: how far its values have moved from those that the model was fitted to (population stability index). Or the same of a model of the operator's own (mart score).",
    zh: '离网预警的事后检验：用各月实际真离网对照上月给出的风险，模型拟合时均未见过该月。按风险十分位给出预计与实际离网及预计是否落在实际的99%区间内；按月给出AUC、Brier分数及最高十分位的捕获情况。按特征给出其分布相对于拟合样本的漂移（PSI）。也可同样检验运营商自有模型（score表）。',
  },
  options: [
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'Deciles of risk, or drift of the features', zh: '按风险十分位，或按特征漂移' },
      default: 'DECILE',
      allowed: ['DECILE', 'FEATURE'],
      values: { DECILE: { en: 'Deciles of risk', zh: '风险十分位' }, FEATURE: { en: 'Drift of features', zh: '特征漂移' } },
    },
    {
      name: 'model',
      type: 'CODE',
      description: {
        en: 'WARNING, or a model of the mart score, by its name there',
        zh: 'WARNING（本系统预警），或score表中的模型名',
      },
      default: warning,
    },
  ],
  chart: { kind: 'BAR', x: 'decile', y: ['expected', 'observed'], series: null, facet: 'period' },
  months: 3,
  counted: [
    {
      count: 'numbers',
      tells: [
        'numbers',
        'expected',
        'observed',
        'expectedRate',
        'observedRate',
        'isWithin',
        'auc',
        'lift',
        'caught',
        'brier',
        'drift',
      ],
    },
    { count: 'observed', tells: ['observed', 'observedRate', 'isWithin'] },
  ],
  make: async (request) => {
    const model = request.options.get('model')!;
    const isByFeature = request.options.get('by') === 'FEATURE';
    if (model === warning) {
      const months = warnedMonths(request);
      return isByFeature ? byFeature(months, request) : byDecile(months, null, request);
    }
    if (isByFeature)
      throw badInput(`options: by FEATURE is of the warning's own features, found model "${model}". Leave one of them out.`);
    return byDecile(await scoredMonths(model, request), model, request);
  },
};

const monthsBefore = (months: readonly string[]): readonly string[] => months.map((month) => shiftMonth(month, -1));

/** The months whose month before has a warning. Errors: NOT_PROVIDED where none has. */
function warnedMonths({ months, context: { coverage, numberColumns } }: ReportRequest): readonly string[] {
  const before = monthsBefore(months);
  requireKnown('WARNING_QUALITY', [numberColumns.get('churnRisk')!.rests], before, coverage);
  const judged = months.filter((_, at) => coverage.months.includes(before[at]!) && !coverage.immature?.has(before[at]!));
  if (judged.length > 0) return judged;
  throw new MartletError(
    'NOT_PROVIDED',
    `WARNING_QUALITY: none of ${before.join(', ')} has a churn warning yet (IMMATURE). Ask for later months.`,
  );
}

/** The months in whose month before a model of the warehouse's own gave scores. Errors: NOT_PROVIDED, FORBIDDEN, UNKNOWN_NAME. */
async function scoredMonths(model: string, { months, context }: ReportRequest): Promise<readonly string[]> {
  const { coverage, numberColumns } = context;
  const before = monthsBefore(months);
  const scores = { needs: ['score.probability'], lookback: 0 };
  requireKnown('WARNING_QUALITY', [scores, numberColumns.get('lifecycle')!.rests], before, coverage);
  const found = await context.run(modelsStatement(before));
  const models = new Set(found.map((row) => row.model as string));
  if (!models.has(model)) throw unknownName('model', model, [warning, ...models]);
  return months.filter((_, at) => found.some((row) => row.month === before[at] && row.model === model));
}

async function byDecile(
  months: readonly string[],
  model: string | null,
  { context, scope }: ReportRequest,
): Promise<ReportTable> {
  const found = await context.run(decilesStatement(months, model, scope, context));
  const rows = months.flatMap((month) => {
    const deciles = found.filter((row) => row.month === month);
    return [
      ...deciles.map((row) => decileRow(month, row.decile as number, [row], [null, null, null, null])),
      ...(deciles.length > 0 ? [decileRow(month, null, deciles, qualityOf(deciles))] : []),
    ];
  });
  return {
    columns: [
      textColumn('period', 'Month', '月份'),
      numberColumn('decile', 'Decile of risk', '风险十分位', '1-10'),
      numberColumn('numbers', 'Numbers', '号码数', 'numbers'),
      numberColumn('expected', 'Expected losses', '预计离网', 'numbers'),
      numberColumn('observed', 'Observed losses', '实际离网', 'numbers'),
      numberColumn('expectedRate', 'Expected rate', '预计离网率', '%'),
      numberColumn('observedRate', 'Observed rate', '实际离网率', '%'),
      booleanColumn('isWithin', 'Expected within the 99 % interval of the observed', '预计在实际的99%区间内'),
      numberColumn('auc', 'AUC', '区分度（AUC）', '0-1'),
      numberColumn('lift', 'Lift of the top decile', '最高十分位提升度', 'times'),
      numberColumn('caught', 'Losses in the top decile', '最高十分位捕获率', '%'),
      numberColumn('brier', 'Brier score', 'Brier分数', '0-1'),
    ],
    rows,
  };
}

const sumOf = (rows: readonly Row[], column: string): number => rows.reduce((sum, row) => sum + Number(row[column]), 0);

function decileRow(
  month: string,
  decile: number | null,
  rows: readonly Row[],
  quality: readonly (number | null)[],
): ReportRowValue {
  const [numbers, expected, observed] = [sumOf(rows, 'numbers'), sumOf(rows, 'expected'), sumOf(rows, 'observed')];
  const { low, high } = wilson({ hits: observed, trials: numbers }, z99)!;
  const isWithin = low <= expected / numbers && expected / numbers <= high;
  const rates = [percent(expected, numbers), percent(observed, numbers)];
  return {
    cells: [month, decile, numbers, expected, observed, ...rates, isWithin, ...quality],
    slice: null,
    totalOf: decile === null ? ['decile'] : [],
  };
}

/** AUC, lift and share caught of the top decile, Brier's score; null where nobody left, or all. */
function qualityOf(deciles: readonly Row[]): readonly (number | null)[] {
  const [numbers, observed] = [sumOf(deciles, 'numbers'), sumOf(deciles, 'observed')];
  const top = deciles.filter(({ decile }) => decile === 1);
  const pairs = observed * (numbers - observed);
  const caught = percent(sumOf(top, 'observed'), observed);
  return [
    pairs === 0 ? null : sumOf(deciles, 'concordant') / pairs,
    caught === null ? null : caught / 100 / (sumOf(top, 'numbers') / numbers),
    caught,
    (sumOf(deciles, 'squares_of_lost') + sumOf(deciles, 'squares_of_risk')) / numbers,
  ];
}

async function byFeature(months: readonly string[], { context, scope }: ReportRequest): Promise<ReportTable> {
  const found = await context.run(binsStatement(months, scope, context));
  const rows = await Promise.all(
    months.map(async (month) => {
      const own = found.filter((row) => row.month === shiftMonth(month, -1));
      const model = await context.numbers.warnings.load(shiftMonth(month, -1));
      const numbers = sumOf(own, 'numbers');
      const places = [...new Set(model.map(({ place }) => place as number))].filter((place) => place > 0);
      return numbers === 0 ? [] : places.map((place) => driftRow(month, place, model, own, numbers));
    }),
  );
  return {
    columns: [
      textColumn('period', 'Month', '月份'),
      textColumn('feature', 'Feature', '特征'),
      numberColumn('numbers', 'Numbers', '号码数', 'numbers'),
      numberColumn('drift', 'Drift (population stability index)', '漂移（PSI）', 'index'),
    ],
    rows: rows.flat().map(({ feature, cells }) => {
      const { names } = context.numberColumns.get(camelCase(feature))!;
      return { cells: [cells[0]!, names, cells[1]!, cells[2]!], slice: null, totalOf: [] };
    }),
    chart: { kind: 'BAR', x: 'feature', y: ['drift'], series: null, facet: 'period' },
  };
}

/** Bins of a feature now, against the shares that they had of the rows it was fitted to, as if of as many numbers. */
function driftRow(month: string, place: number, model: readonly Row[], own: readonly Row[], numbers: number) {
  const bins = model.filter((row) => row.place === place);
  const inBin = ({ bin }: Row) => own.filter((row) => placeFrom(row.bins as string, place - 1) === bin);
  const drift = stabilityIndex(
    bins.map((bin) => sumOf(inBin(bin), 'numbers')),
    bins.map(({ share }) => (share as number) * numbers),
  );
  return { feature: bins[0]!.feature as string, cells: [month, numbers, drift] as const };
}
