import { measureNamed } from '../../catalogue/named.js';
import { requireProvided } from '../../figures/figure.js';
import { sliceOf } from '../../figures/question.js';
import { only } from '../../figures/where-of-terms.js';
import { dimensionColumn } from '../column.js';
import type { ReportDefinition } from '../report.js';
import { coverageStatement, requirePlaces } from './cell-potential.queries.js';
import { cellScores } from './cell-score.js';
import { figureOfMonth, numberColumn, onlyMonth, sumsBy } from './common.js';

const needs = [
  'county',
  'channel.cell_id',
  ...['cell_id', 'county', 'cross_net_min', 'foreign_numbers'].map((name) => `cell_month.${name}`),
];

export const channelCoverage: ReportDefinition = {
  code: 'CHANNEL_COVERAGE',
  names: { en: 'Coverage by channels', zh: '渠道覆盖' },
  description: {
    en: "Where customers and traffic with other operators are, and channels are not: counties by their own numbers and cross-net minutes for each channel that stands there (channels with a cell; one more is counted, so that there may be none). The score (0-100) is the geometric mean of a county's ranks by both among all counties of the filter. A filter may name city and county.",
    zh: '客户与网间话务所在而渠道不在之处：各区县按每个渠道（有所在小区的渠道，计数加一以容纳零）对应的本网用户与网间通话排名，得分（0-100）为两项排名的几何平均。筛选可按地市与区县。',
  },
  options: [],
  chart: { kind: 'SCATTER', x: 'channels', y: ['ownNumbers'], series: 'cityLabel' },
  months: 1,
  make: async (request) => {
    const month = onlyMonth('CHANNEL_COVERAGE', request);
    const { context, scope } = request;
    const { dimensions } = context.catalogue;
    requireProvided('CHANNEL_COVERAGE', needs, context.coverage);
    requirePlaces('CHANNEL_COVERAGE', scope);
    const subscribers = measureNamed(context.catalogue, 'CLOSING_SUBSCRIBERS');
    const county = dimensions.get('COUNTY')!;
    const [rows, own] = await Promise.all([
      context.run(coverageStatement(month, scope, context)),
      sumsBy(request, month, [subscribers], [county.code]),
    ]);
    const numbersOf = new Map(own.map(({ keys, sums }) => [keys[0], figureOfMonth(subscribers, sums, month, request, [county])]));
    const places = rows.map((row) => {
      const [channels, minutes, foreign] = [row.channels, row.cross_net_min, row.foreign_numbers] as readonly (number | null)[];
      const numbers = numbersOf.has(row.county as string) ? numbersOf.get(row.county as string)! : 0;
      const perChannel = [numbers, minutes!].map((seen) => (seen === null ? null : seen / (channels! + 1)));
      return {
        city: row.city as string | null,
        code: row.county as string | null,
        channels,
        numbers,
        minutes,
        foreign,
        perChannel,
      };
    });
    const scores = cellScores(places.map(({ perChannel }) => perChannel));
    return {
      columns: [
        dimensionColumn(county, 'county'),
        dimensionColumn(dimensions.get('CITY')!, 'city'),
        numberColumn('score', 'Score', '得分', '0-100'),
        numberColumn('channels', 'Channels that stand there', '驻点渠道数', 'channels'),
        numberColumn('ownNumbers', 'Own numbers', '本网用户', 'numbers'),
        numberColumn('crossNetMin', 'Cross-net minutes seen', '网间通话分钟', 'min'),
        numberColumn('foreignNumbers', 'Foreign numbers seen', '异网号码数', 'numbers'),
      ],
      rows: places
        .map((place, at) => ({ ...place, score: scores[at]! }))
        .sort((a, b) => (b.score ?? -1) - (a.score ?? -1))
        .map(({ code, city, score, channels, numbers, minutes, foreign }) => ({
          cells: [code, city, score, channels!, numbers, minutes!, foreign!],
          slice: sliceOf(scope, month, { where: only(county, code), measure: subscribers }),
          totalOf: [],
        })),
    };
  },
};
