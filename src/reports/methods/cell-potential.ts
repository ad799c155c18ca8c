import { measureNamed } from '../../catalogue/named.js';
import { requireProvided } from '../../figures/figure.js';
import { sliceOf } from '../../figures/question.js';
import type { Sums } from '../../figures/sums.js';
import { only } from '../../figures/where-of-terms.js';
import { dimensionColumn } from '../column.js';
import type { ReportDefinition } from '../report.js';
import { cellsStatement, requirePlaces } from './cell-potential.queries.js';
import { cellScores } from './cell-score.js';
import { figureOfMonth, numberColumn, onlyMonth, percent, sumsBy, textColumn } from './common.js';

const needs = [
  'home_cell_id',
  ...['cell_id', 'capacity_gb', 'used_gb', 'cross_net_min', 'foreign_numbers'].map((name) => `cell_month.${name}`),
];

export const cellPotential: ReportDefinition = {
  code: 'CELL_POTENTIAL',
  names: { en: 'Cell potential', zh: '小区发展潜力' },
  description: {
    en: "Cells where new customers may be won: much traffic with other operators, many of their numbers seen, and capacity free to serve them. The score (0-100) is the geometric mean of a cell's ranks by these three among all cells of the filter: high only where all three are. Own base: numbers on the books that live there. A filter may name city and county.",
    zh: '新客户发展潜力小区：网间通话多、异网号码多且容量有余。潜力分（0-100）为小区在筛选范围内按此三项排名的几何平均，三项均高方为高分。本网用户为居住在该小区的在网号码。筛选可按地市与区县。',
  },
  options: [
    {
      name: 'top',
      type: 'INTEGER',
      description: { en: 'So many cells, those with the highest score', zh: '潜力分最高的若干小区' },
      default: '50',
      least: 1,
      most: 10_000,
    },
  ],
  chart: { kind: 'SCATTER', x: 'freeGb', y: ['crossNetMin'], series: 'cityLabel' },
  months: 1,
  make: async (request) => {
    const month = onlyMonth('CELL_POTENTIAL', request);
    const { context, scope, options } = request;
    const { dimensions } = context.catalogue;
    requireProvided('CELL_POTENTIAL', needs, context.coverage);
    requirePlaces('CELL_POTENTIAL', scope);
    const subscribers = measureNamed(context.catalogue, 'CLOSING_SUBSCRIBERS');
    const cell = dimensions.get('HOME_CELL')!;
    const [rows, own] = await Promise.all([
      context.run(cellsStatement(month, scope, context)),
      sumsBy(request, month, [subscribers], [cell.code]),
    ]);
    const figure = (sums: Sums) => figureOfMonth(subscribers, sums, month, request, [cell]);
    const base = new Map(own.map(({ keys, sums }) => [keys[0], figure(sums)]));
    const scored = cellScores(
      rows.map(({ cross_net_min, foreign_numbers, free_gb }) => [cross_net_min, foreign_numbers, free_gb] as never),
    )
      .map((score, at) => ({ score, row: rows[at]! }))
      .sort((a, b) => (b.score ?? -1) - (a.score ?? -1))
      .slice(0, Number(options.get('top')));
    return {
      columns: [
        dimensionColumn(cell, 'homeCell'),
        textColumn('name', 'Name', '名称'),
        dimensionColumn(dimensions.get('CITY')!, 'city'),
        dimensionColumn(dimensions.get('COUNTY')!, 'county'),
        numberColumn('score', 'Score', '潜力分', '0-100'),
        numberColumn('crossNetMin', 'Cross-net minutes seen', '网间通话分钟', 'min'),
        numberColumn('foreignNumbers', 'Foreign numbers seen', '异网号码数', 'numbers'),
        numberColumn('freeGb', 'Free capacity', '剩余容量', 'GB'),
        numberColumn('freeShare', 'Share of capacity that is free', '容量空闲率', '%'),
        numberColumn('ownNumbers', 'Own numbers', '本网用户', 'numbers'),
      ],
      rows: scored.map(({ score, row }) => {
        const id = row.cell_id as string;
        const free = row.free_gb as number | null;
        const share = free === null ? null : percent(free, row.capacity_gb as number);
        const where = only(cell, id);
        const seen = [row.cross_net_min as number | null, row.foreign_numbers as number | null];
        return {
          cells: [
            id,
            ...['name', 'city', 'county'].map((name) => row[name] as string | null),
            score,
            ...seen,
            free,
            share,
            base.has(id) ? base.get(id)! : figure({}),
          ],
          slice: sliceOf(scope, month, { where, measure: subscribers }),
          totalOf: [],
        };
      }),
    };
  },
};
