import { measureNamed } from '../../catalogue/named.js';
import type { Dimension } from '../../catalogue/types.js';
import { requireKnown } from '../../figures/figure.js';
import { naturalOrder } from '../../figures/order.js';
import { sliceOf } from '../../figures/question.js';
import { addAll, type Sums } from '../../figures/sums.js';
import { only } from '../../figures/where-of-terms.js';
import { gini, type HoldingGroup, shareOfTop } from '../../methods/value/lorenz.js';
import { camelCase } from '../../slices/columns.js';
import { both, type Where } from '../../slices/where.js';
import type { Row } from '../../warehouse/engine.js';
import { dimensionColumn, measureColumn } from '../column.js';
import type { ReportDefinition, ReportRowValue } from '../report.js';
import { figureOfMonth, numberColumn, onlyMonth, percent, sumsBy } from './common.js';
import { holdingsStatement } from './value-pyramid.queries.js';

/** The top of the numbers whose share of revenue is told. */
const topShare = 0.2;

export const valuePyramid: ReportDefinition = {
  code: 'VALUE_PYRAMID',
  names: { en: 'Value pyramid', zh: '价值金字塔' },
  description: {
    en: "Numbers and revenue by value tier, and their share of the pyramid's revenue. The totals say how unequal it is: the share of the month's revenue that the top 20 % of the numbers on the books bring, and Gini's coefficient (0: all bring the same). Numbers off the books have no tier.",
    zh: '按价值层级统计号码数、收入及收入占比；合计行给出在网号码中收入最高的20%所占收入份额与基尼系数（0表示完全均等）。不在网的号码没有层级。',
  },
  options: [
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'One pyramid, or one for each customer type', zh: '合为一座金字塔，或按客户类型分别统计' },
      default: 'NONE',
      allowed: ['NONE', 'CUSTOMER_TYPE'],
      values: { NONE: { en: 'One of all', zh: '合为一座' } },
    },
  ],
  chart: { kind: 'LORENZ', x: 'valueTierLabel', y: ['numbers', 'revenue'], series: null },
  months: 1,
  counted: [{ count: 'numbers', tells: ['numbers', 'revenue', 'shareOfRevenue', 'arpu', 'shareOfTop', 'gini'] }],
  make: async (request) => {
    const month = onlyMonth('VALUE_PYRAMID', request);
    const { context, scope, options } = request;
    const { catalogue } = context;
    const type = catalogue.dimensions.get(options.get('by')!) ?? null;
    const dimensions: readonly Dimension[] = [...(type ? [type] : []), catalogue.dimensions.get('VALUE_TIER')!];
    requireKnown('VALUE_PYRAMID', [{ needs: ['revenue'], lookback: 0 }, ...dimensions], [month], context.coverage);
    const [numbers, revenue, arpu] = [
      measureNamed(catalogue, 'NUMBERS'),
      measureNamed(catalogue, 'REVENUE'),
      measureNamed(catalogue, 'ARPU'),
    ];
    const codes = dimensions.map(({ code }) => code);
    const [groups, holdings] = await Promise.all([
      sumsBy(request, month, [numbers, revenue, arpu], codes),
      context.run(holdingsStatement(month, type, scope, context)),
    ]);
    const orders = dimensions.map((dimension) => naturalOrder(dimension));
    const tiers = [...groups].sort((a, b) =>
      orders.reduce((result, order, at) => result || order(a.keys[at] ?? null, b.keys[at] ?? null), 0),
    );
    /** The first `kept` dimensions stand at `keys`, the others are summed over; `whole`: what the share is of. */
    const row = (
      keys: readonly (string | null)[],
      kept: number,
      sums: Sums,
      whole: Sums,
      held: readonly Row[],
    ): ReportRowValue => {
      const figure = (measure: typeof revenue, of = sums) => figureOfMonth(measure, of, month, request);
      const where = keys.slice(0, kept).reduce((all: Where, code, at) => both(all, only(dimensions[at]!, code)), {});
      const shown = dimensions.map((_, at) => (at < kept ? keys[at]! : null));
      const share = percent(figure(revenue)!, figure(revenue, whole)!);
      return {
        cells: [...shown, figure(numbers), figure(revenue), share, figure(arpu), ...inequality(held)],
        slice: sliceOf(scope, month, { where }),
        totalOf: codes.slice(kept).map(camelCase),
      };
    };
    const whole = addAll(groups.map(({ sums }) => sums));
    const pyramids = type ? [...new Set(tiers.map(({ keys }) => keys[0]!))] : [];
    const inPyramid = (code: string | null) => (type ? tiers.filter(({ keys }) => keys[0] === code) : tiers);
    const sumOf = (code: string | null) => addAll(inPyramid(code).map(({ sums }) => sums));
    return {
      columns: [
        ...dimensions.map((dimension) => dimensionColumn(dimension, camelCase(dimension.code))),
        measureColumn(numbers, 'numbers'),
        measureColumn(revenue, 'revenue'),
        numberColumn('shareOfRevenue', 'Share of revenue', '收入占比', '%'),
        measureColumn(arpu, 'arpu'),
        numberColumn('shareOfTop', 'Share of revenue of the top 20 %', '收入前20%号码的收入份额', '%'),
        numberColumn('gini', "Gini's coefficient", '基尼系数', '0-1'),
      ],
      rows: [
        ...tiers.map(({ keys, sums }) => row(keys, dimensions.length, sums, sumOf(keys[0]!), [])),
        ...pyramids.map((code) =>
          row(
            [code],
            1,
            sumOf(code),
            whole,
            holdings.filter((held) => held.code === code),
          ),
        ),
        row([], 0, whole, whole, holdings),
      ],
      ...(type && {
        chart: { kind: 'LORENZ', x: 'valueTierLabel', y: ['numbers', 'revenue'], series: `${camelCase(type.code)}Label` },
      }),
    };
  },
};

/** Share of the top and Gini's coefficient, from how many numbers bring how many fen; nulls of nothing. */
function inequality(rows: readonly Row[]): readonly (number | null)[] {
  if (rows.length === 0) return [null, null];
  const groups = rows.map(({ fen, numbers }): HoldingGroup => ({ count: Number(numbers), total: Number(numbers) * Number(fen) }));
  const top = shareOfTop(groups, topShare);
  return [top === null ? null : top * 100, gini(groups)];
}
