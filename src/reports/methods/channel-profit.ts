import { measureNamed } from '../../catalogue/named.js';
import { isProvided } from '../../catalogue/provided.js';
import { requireKnown } from '../../figures/figure.js';
import { naturalOrder } from '../../figures/order.js';
import { sliceOf } from '../../figures/question.js';
import { addAll, type Sums } from '../../figures/sums.js';
import { only } from '../../figures/where-of-terms.js';
import { shiftMonth } from '../../lib/months.js';
import { camelCase } from '../../slices/columns.js';
import type { Row } from '../../warehouse/engine.js';
import { dimensionColumn, measureColumn } from '../column.js';
import type { CellValue, ReportDefinition, ReportRowValue } from '../report.js';
import { qualityStatement } from './channel-profit.queries.js';
import { figureOfMonth, numberColumn, onlyMonth, percent, sumsBy } from './common.js';

const measures = ['NUMBERS', 'GROSS_ADDS', 'REVENUE', 'COMMISSION', 'CONTRIBUTION_MARGIN'] as const;

export const channelProfit: ReportDefinition = {
  code: 'CHANNEL_PROFIT',
  names: { en: 'Channel profit', zh: '渠道效益' },
  description: {
    en: "By the channel that numbers joined through: the month's gross adds; revenue, commission and margin of all numbers that ever joined through it; who of the joiners of three and six months before is still on the books; early leavers (left in the month, within three months of joining) and the clawback: the commission paid for them since they joined.",
    zh: '按入网渠道统计：当月新增；经该渠道入网的全部号码的收入、酬金与毛利；三个月前与六个月前入网者的留存；入网三个月内于当月离网的号码及应追回的酬金（自入网以来为其支付的酬金）。',
  },
  options: [
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'Kind of channel, channel or staff', zh: '渠道类型、渠道或工号' },
      default: 'JOIN_CHANNEL_KIND',
      allowed: ['JOIN_CHANNEL_KIND', 'JOIN_CHANNEL', 'JOIN_STAFF'],
    },
  ],
  chart: { kind: 'BAR', x: 'channelLabel', y: ['contributionMargin', 'clawback'], series: null },
  months: 1,
  counted: [
    { count: 'joiners3', tells: ['joiners3', 'retention3'] },
    { count: 'joiners6', tells: ['joiners6', 'retention6'] },
    { count: 'earlyLeavers', tells: ['earlyLeavers', 'clawback'] },
  ],
  make: async (request) => {
    const month = onlyMonth('CHANNEL_PROFIT', request);
    const { context, scope, options } = request;
    const { catalogue, coverage } = context;
    const by = catalogue.dimensions.get(options.get('by')!)!;
    requireKnown('CHANNEL_PROFIT', [by], [month], coverage);
    const [numbers, grossAdds, revenue, commission, margin] = measures.map((code) => measureNamed(catalogue, code));
    const shown = [numbers!, grossAdds!, revenue!, commission!, margin!];
    const [three, six] = [shiftMonth(month, -3), shiftMonth(month, -6)];
    const [groups, joiners] = await Promise.all([
      sumsBy(request, month, shown, [by.code]),
      context.run(qualityStatement(by, [month, three, six], scope, context)),
    ]);
    const known: Known = {
      three: coverage.months.includes(three),
      six: coverage.months.includes(six),
      leavers: coverage.months.indexOf(month) > 0,
      commission: isProvided('commission', coverage),
    };
    const row = (code: string | null, sums: Sums, quality: readonly Row[], totalOf: readonly string[]): ReportRowValue => ({
      cells: [
        code,
        ...shown.map((measure) => figureOfMonth(measure, sums, month, request, [by])),
        ...qualityCells(quality, known),
      ],
      slice: sliceOf(scope, month, totalOf.length > 0 ? {} : { where: only(by, code) }),
      totalOf,
    });
    const sumsOf = new Map(groups.map(({ keys, sums }) => [keys[0] ?? null, sums]));
    const qualityOf = new Map(joiners.map((quality) => [quality.code as string | null, [quality]]));
    // Whose joiners are all gone has no numbers any more.
    const codes = [...new Set([...sumsOf.keys(), ...qualityOf.keys()])].sort(naturalOrder(by));
    return {
      columns: [
        dimensionColumn(by, 'channel'),
        ...shown.map((measure) => measureColumn(measure, camelCase(measure.code))),
        numberColumn('joiners3', 'Joiners of 3 months before', '三个月前入网', 'numbers'),
        numberColumn('retention3', 'Still on the books of those', '三个月留存', '%'),
        numberColumn('joiners6', 'Joiners of 6 months before', '六个月前入网', 'numbers'),
        numberColumn('retention6', 'Still on the books of those', '六个月留存', '%'),
        numberColumn('earlyLeavers', 'Left within 3 months of joining', '入网三个月内离网', 'numbers'),
        numberColumn('clawback', 'Commission paid for those', '应追回酬金', 'CNY'),
      ],
      rows: [
        ...codes.map((code) => row(code, sumsOf.get(code) ?? {}, qualityOf.get(code) ?? [], [])),
        row(null, addAll(sumsOf.values()), joiners, ['channel']),
      ],
    };
  },
};

/** What the data reach back to and have. */
interface Known {
  readonly three: boolean;
  readonly six: boolean;
  readonly leavers: boolean;
  readonly commission: boolean;
}

function qualityCells(rows: readonly Row[], { three, six, leavers, commission }: Known): readonly CellValue[] {
  // Commission comes as text with two decimals: whole fen add up exactly.
  const sum = (column: string) => rows.reduce((all, row) => all + Math.round(Number(row[column]) * 100), 0) / 100;
  return [
    ...(three ? [sum('joiners_3'), percent(sum('kept_3'), sum('joiners_3'))] : [null, null]),
    ...(six ? [sum('joiners_6'), percent(sum('kept_6'), sum('joiners_6'))] : [null, null]),
    leavers ? sum('early_leavers') : null,
    leavers && commission ? sum('clawback') : null,
  ];
}
