import { type SqlBool, sql } from 'kysely';
import { MartletError } from '../../errors.js';
import { requireKnown } from '../../figures/figure.js';
import { inScope } from '../../figures/plan-question.js';
import { sliceOf } from '../../figures/question.js';
import { reasonsOf } from '../../numbers/risk.js';
import { camelCase } from '../../slices/columns.js';
import { both } from '../../slices/where.js';
import type { Row } from '../../warehouse/engine.js';
import { binWhere, binWords } from '../bin-words.js';
import type { ReportDefinition, ReportRequest, ReportRowValue } from '../report.js';
import { fromNumberState, numberColumn, numberState, onlyMonth, percent, textColumn, written } from './common.js';

/** The bands of AT_RISK_NUMBERS. */
const atRisk = ['VERY_HIGH', 'HIGH'];

export const warningReasons: ReportDefinition = {
  code: 'WARNING_REASONS',
  names: { en: 'Reasons of the churn warning', zh: '离网预警原因' },
  description: {
    en: 'Why the numbers at risk (bands VERY_HIGH and HIGH) are so: each value of a feature that raises the risk of some of them, how many have it, and what it adds to the log-odds of leaving. The weightiest first: numbers × points. A number has a value of every feature, so the rows do not add up.',
    zh: '高风险号码（最高两级）的风险来自何处：每个提高风险的特征取值、具有该取值的号码数，以及其对离网对数几率的加分。按号码数×加分排序。同一号码在每个特征上都有取值，各行不可相加。',
  },
  options: [],
  chart: { kind: 'BAR', x: 'reason', y: ['numbers'], series: null },
  months: 1,
  counted: [{ count: 'numbers', tells: ['numbers', 'share', 'points'] }],
  make: async (request) => {
    const month = onlyMonth('WARNING_REASONS', request);
    const { coverage, numberColumns, numbers, run } = request.context;
    requireKnown('WARNING_REASONS', [numberColumns.get('riskBand')!.rests], [month], coverage);
    if (coverage.immature?.has(month))
      throw new MartletError(
        'NOT_PROVIDED',
        `WARNING_REASONS: ${month} has no churn warning yet (IMMATURE). Ask for a later month.`,
      );
    const found = await run(binsAtRisk(month, request));
    return {
      columns: [
        textColumn('reason', 'Reason', '原因'),
        numberColumn('numbers', 'Numbers at risk that have it', '具有该原因的高风险号码', 'numbers'),
        numberColumn('share', 'Share of all at risk', '占高风险号码', '%'),
        numberColumn('points', 'Points', '加分', 'points'),
      ],
      rows: rowsOf(found, await numbers.warnings.load(month), month, request),
    };
  },
};

/** Rows: `bins` (as in number_state), `numbers`. */
const binsAtRisk = (month: string, { context, scope }: ReportRequest) =>
  written(
    `reasons of the warning, ${month}`,
    sql`select bins, numbers from ${numberState(context)
      .where(sql<SqlBool>`month = ${month} and risk_band in (${sql.join(atRisk)})`)
      .where(inScope(scope, context.viewer, context))
      .select([sql`risk_bins`.as('bins'), sql`cast(count(*) as double)`.as('numbers')] as never)
      .groupBy(sql`1` as never)} as n order by bins`,
    fromNumberState,
  );

/** Columns that the viewer may not see are left out, as what their values are would be told. */
function rowsOf(found: readonly Row[], model: readonly Row[], month: string, { context, scope }: ReportRequest) {
  const { viewer, numberColumns } = context;
  const all = found.reduce((sum, { numbers }) => sum + (numbers as number), 0);
  const counted = new Map<string, { readonly reason: ReturnType<typeof reasonsOf>[number]; readonly numbers: number }>();
  for (const { bins, numbers } of found)
    for (const reason of reasonsOf(bins as string, model, viewer)) {
      if (!reason.isTold || reason.points <= 0) continue;
      const key = JSON.stringify(reason);
      counted.set(key, { reason, numbers: (counted.get(key)?.numbers ?? 0) + (numbers as number) });
    }
  return [...counted.values()]
    .sort((a, b) => b.numbers * b.reason.points - a.numbers * a.reason.points)
    .map(({ reason, numbers }): ReportRowValue => {
      const { names } = numberColumns.get(camelCase(reason.column))!;
      const words = binWords(reason, context);
      const own = binWhere(reason, numberColumns);
      return {
        cells: [
          { en: `${names.en}: ${words.en}`, zh: `${names.zh}：${words.zh}` },
          numbers,
          percent(numbers, all),
          reason.points,
        ],
        slice: own && sliceOf(scope, month, { where: both({ riskBand: { in: atRisk } }, own) }),
        totalOf: [],
      };
    });
}
