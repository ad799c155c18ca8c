import { isProvided } from '../../catalogue/provided.js';
import { MartletError } from '../../errors.js';
import { requireKnown } from '../../figures/figure.js';
import { naturalOrder } from '../../figures/order.js';
import { shiftMonth } from '../../lib/months.js';
import { dimensionColumn } from '../column.js';
import type { CellValue, ReportDefinition, ReportRowValue } from '../report.js';
import { booleanColumn, numberColumn, onlyMonth, percent } from './common.js';
import { reentryStatement } from './reentry-check.queries.js';

export const reentryCheck: ReportDefinition = {
  code: 'REENTRY_CHECK',
  names: { en: 'Re-entry check', zh: '重入网核查' },
  description: {
    en: "With hindsight: which of the month's leavers have another own-network number that joined within some months before or after, by holder (the same customer, or a number that names it as the one it replaces) or by device; by the joining channel kind of the new number (the one that joined nearest to the leaving). Beside it how many of the month's gross adds have such a leaver behind them. Counts only: whose they are is not shown.",
    zh: '事后核查：当月离网号码中，同一持有人（同一客户，或新号码注明替换该号码）或同一终端在前后若干个月内另有本网新入网号码的数量，按新号码（入网日与离网日最近者）的入网渠道类型统计；并给出当月新增中此类号码的占比。只计数，不显示归属。',
  },
  options: [
    {
      name: 'months',
      type: 'INTEGER',
      description: { en: 'Months before and after the leaving', zh: '离网前后各看几个月' },
      default: '3',
      least: 0,
      most: 12,
    },
  ],
  chart: { kind: 'BAR', x: 'joinChannelKindLabel', y: ['cameBack', 'reEntries'], series: null },
  months: 1,
  counted: [
    { count: 'grossAdds', tells: ['grossAdds', 'reEntries', 'shareOfGrossAdds'] },
    { count: 'cameBack', tells: ['cameBack', 'byHolder', 'byDevice', 'shareOfLeavers'] },
  ],
  make: async (request) => {
    const month = onlyMonth('REENTRY_CHECK', request);
    const { context, scope, options } = request;
    const { coverage } = context;
    const kind = context.catalogue.dimensions.get('JOIN_CHANNEL_KIND')!;
    requireKnown('REENTRY_CHECK', [kind], [month], coverage);
    const byHolder = ['customer_id', 'previous_number_id'].some((need) => isProvided(need, coverage));
    const byDevice = isProvided('device_id', coverage);
    if (!byHolder && !byDevice)
      throw new MartletError(
        'NOT_PROVIDED',
        'REENTRY_CHECK: the warehouse provides none of customer_id, previous_number_id and device_id.',
      );
    const width = Number(options.get('months'));
    const window = [shiftMonth(month, -width), shiftMonth(month, width)] as const;
    // Who left is known by the month before.
    const isKnown = coverage.months.indexOf(month) > 0;
    const isComplete = coverage.months[0]! < window[0] && coverage.months.at(-1)! >= window[1];
    const found = await context.run(reentryStatement(month, window, scope, context));
    const count = (fact: string, of?: string | null) =>
      found
        .filter((row) => row.fact === fact && (of === undefined || row.kind === of))
        .reduce((sum, { numbers }) => sum + Number(numbers), 0);
    const leavers = count('LEAVERS');
    const row = (code: string | null, totalOf: readonly string[]): ReportRowValue => {
      const of = (fact: string) => count(fact, totalOf.length > 0 ? undefined : code);
      const cameBack: readonly CellValue[] = [
        of('CAME_BACK'),
        byHolder ? of('BY_HOLDER') : null,
        byDevice ? of('BY_DEVICE') : null,
        leavers,
        percent(of('CAME_BACK'), leavers),
      ];
      return {
        cells: [
          code,
          ...(isKnown ? cameBack : cameBack.map(() => null)),
          of('GROSS_ADDS'),
          of('RE_ENTRIES'),
          percent(of('RE_ENTRIES'), of('GROSS_ADDS')),
          isComplete,
        ],
        slice: null,
        totalOf,
      };
    };
    const kinds = [...new Set(found.filter(({ fact }) => fact !== 'LEAVERS').map((each) => each.kind as string | null))];
    return {
      columns: [
        dimensionColumn(kind, 'joinChannelKind'),
        numberColumn('cameBack', 'Leavers who came back', '离网后另有新号', 'numbers'),
        numberColumn('byHolder', 'By holder', '按持有人', 'numbers'),
        numberColumn('byDevice', 'By device', '按终端', 'numbers'),
        numberColumn('leavers', 'All leavers', '全部离网', 'numbers'),
        numberColumn('shareOfLeavers', 'Share of all leavers', '占全部离网', '%'),
        numberColumn('grossAdds', 'Gross adds', '新增', 'numbers'),
        numberColumn('reEntries', 'Gross adds that are re-entries', '新增中的重入网', 'numbers'),
        numberColumn('shareOfGrossAdds', 'Share of gross adds', '占新增', '%'),
        booleanColumn('isComplete', 'All months before and after are known', '前后月份数据齐全'),
      ],
      rows: [...kinds.sort(naturalOrder(kind)).map((code) => row(code, [])), row(null, ['joinChannelKind'])],
    };
  },
};
