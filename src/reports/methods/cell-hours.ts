import { badInput } from '../../errors.js';
import { requireProvided } from '../../figures/figure.js';
import type { Row } from '../../warehouse/engine.js';
import { dimensionColumn } from '../column.js';
import type { CellValue, ReportDefinition } from '../report.js';
import { hoursStatement, requirePlaces } from './cell-potential.queries.js';
import { numberColumn, onlyMonth, percent, textColumn } from './common.js';

const needs = ['cell_id', 'hour', 'data_gb', 'voice_min', 'capacity_gb'].map((name) => `cell_hour.${name}`);

const hour = (name: string, en: string, zh: string, usual: number) => ({
  name,
  type: 'INTEGER' as const,
  description: { en, zh },
  default: String(usual),
  least: 0,
  most: 24,
});

export const cellHours: ReportDefinition = {
  code: 'CELL_HOURS',
  names: { en: 'Cells by hour', zh: '小区时段' },
  description: {
    en: 'When cells are full and when they have capacity to spare: cells by the load of their fullest hour, with use and free capacity by day and by night; or (by: HOUR) all of them together, hour by hour. A filter may name city and county.',
    zh: '小区何时繁忙、何时有余量：按最忙时段负荷列出小区，并给出日间与夜间的用量与剩余容量；或（by: HOUR）按时段汇总。筛选可按地市与区县。',
  },
  options: [
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'Cells or hours', zh: '小区或时段' },
      default: 'CELL',
      allowed: ['CELL', 'HOUR'],
      values: { CELL: { en: 'By cell', zh: '按小区' }, HOUR: { en: 'By hour', zh: '按时段' } },
    },
    hour('day', 'The day begins at this hour', '日间起始时段', 8),
    hour('night', 'The night begins at this hour', '夜间起始时段', 20),
    {
      name: 'top',
      type: 'INTEGER',
      description: { en: 'So many cells, the fullest', zh: '最忙的若干小区' },
      default: '50',
      least: 1,
      most: 10_000,
    },
  ],
  chart: { kind: 'TABLE', x: null, y: [], series: null },
  months: 1,
  make: async (request) => {
    const month = onlyMonth('CELL_HOURS', request);
    const { context, scope, options } = request;
    const { dimensions } = context.catalogue;
    requireProvided('CELL_HOURS', [...needs, 'cell_month.cell_id'], context.coverage);
    requirePlaces('CELL_HOURS', scope);
    const isByHour = options.get('by') === 'HOUR';
    const bounds = [Number(options.get('day')), Number(options.get('night'))] as const;
    if (bounds[0] >= bounds[1])
      throw badInput(`CELL_HOURS: expected the day to begin before the night, found ${bounds.join(' and ')}.`);
    const rows = await context.run(hoursStatement(month, bounds, isByHour, scope, context));
    const told = (cells: readonly CellValue[]) => ({ cells, slice: null, totalOf: [] });
    if (isByHour)
      return {
        columns: [numberColumn('hour', 'Hour', '时段', 'hour'), ...used, numberColumn('load', 'Load', '负荷', '%')],
        rows: rows.map((row) => {
          const [data, capacity] = [row.data_gb as number | null, row.capacity_gb as number | null];
          const load = data === null || capacity === null ? null : percent(data, capacity);
          return told([cellOf(row, 'hour'), data, cellOf(row, 'voice_min'), capacity, load]);
        }),
        chart: { kind: 'LINE', x: 'hour', y: ['load'], series: null },
      };
    return {
      columns: [
        dimensionColumn(dimensions.get('HOME_CELL')!, 'cell'),
        textColumn('name', 'Name', '名称'),
        dimensionColumn(dimensions.get('CITY')!, 'city'),
        dimensionColumn(dimensions.get('COUNTY')!, 'county'),
        ...used,
        numberColumn('busyHour', 'Fullest hour', '最忙时段', 'hour'),
        numberColumn('busyLoad', 'Load in it', '最忙时段负荷', '%'),
        numberColumn('dayGb', 'Data by day', '日间流量', 'GB'),
        numberColumn('dayFreeGb', 'Free by day', '日间剩余容量', 'GB'),
        numberColumn('nightGb', 'Data by night', '夜间流量', 'GB'),
        numberColumn('nightFreeGb', 'Free by night', '夜间剩余容量', 'GB'),
      ],
      rows: rows.slice(0, Number(options.get('top'))).map((row) => {
        const load = row.busy_load as number | null;
        return told([
          ...['cell_id', 'name', 'city', 'county', 'data_gb', 'voice_min', 'capacity_gb', 'busy_hour'].map((name) =>
            cellOf(row, name),
          ),
          load && load * 100,
          ...['day_gb', 'day_free_gb', 'night_gb', 'night_free_gb'].map((name) => cellOf(row, name)),
        ]);
      }),
    };
  },
};

const cellOf = (row: Row, name: string) => row[name] as string | number | null;

const used = [
  numberColumn('dataGb', 'Data', '流量', 'GB'),
  numberColumn('voiceMin', 'Minutes of calls', '通话分钟', 'min'),
  numberColumn('capacityGb', 'Capacity', '容量', 'GB'),
];
