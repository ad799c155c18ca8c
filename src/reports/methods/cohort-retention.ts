import { requireKnown } from '../../figures/figure.js';
import { type Scope, sliceOf } from '../../figures/question.js';
import { only } from '../../figures/where-of-terms.js';
import { shiftMonth } from '../../lib/months.js';
import { camelCase } from '../../slices/columns.js';
import type { Slice } from '../../slices/slice.js';
import { both, type Where } from '../../slices/where.js';
import type { Row } from '../../warehouse/engine.js';
import { dimensionColumn } from '../column.js';
import type { ReportDefinition, ReportRequest, ReportRowValue, ReportTable } from '../report.js';
import { type CohortQuestion, cohortStatement } from './cohort-retention.queries.js';
import { cohortSurvivalTable } from './cohort-survival.js';
import { numberColumn, percent } from './common.js';

export const cohortRetention: ReportDefinition = {
  code: 'COHORT_RETENTION',
  names: { en: 'Cohort retention', zh: '入网批次留存' },
  description: {
    en: 'Of the numbers that joined in a month, how many are on the books so many months later. Null where the cohort has not lived so long. A filter and "by" look at a number as it is then, or was when last seen (as RETENTION_6M does). One curve (Kaplan-Meier): all cohorts together; the share that has not gone off the books by that time, of those still followed.',
    zh: '各月入网号码在入网后若干个月仍在网的数量与比例；批次尚未满该月数时为空。筛选与分组按号码当月（或最近一次出现时）的属性（与六月留存一致）。合并曲线（Kaplan-Meier）：合并全部批次，按在网时长估计尚未离网的比例。',
  },
  options: [
    {
      name: 'by',
      type: 'CODE',
      description: { en: 'Cohorts are parted by this dimension', zh: '批次再按该维度细分' },
      default: 'NONE',
      allowed: ['NONE', 'CUSTOMER_TYPE', 'JOIN_CHANNEL_KIND', 'CITY'],
      values: { NONE: { en: 'Not parted', zh: '不细分' } },
    },
    {
      name: 'method',
      type: 'CODE',
      description: { en: 'Counts by cohort, or one curve of all', zh: '按批次实际计数，或合并估计一条曲线' },
      default: 'OBSERVED',
      allowed: ['OBSERVED', 'KAPLAN_MEIER'],
      values: {
        OBSERVED: { en: 'Counts by cohort', zh: '按批次计数' },
        KAPLAN_MEIER: { en: 'One curve (Kaplan-Meier)', zh: '合并曲线（Kaplan-Meier）' },
      },
    },
  ],
  chart: { kind: 'HEATMAP', x: 'months', y: ['retention'], series: 'cohortLabel' },
  months: 12,
  counted: [
    { count: 'joiners', tells: ['joiners', 'kept', 'retention'] },
    { count: 'atRisk', tells: ['atRisk', 'left', 'retention'] },
  ],
  make: async (request) => {
    const { context, scope, months, options } = request;
    const by = context.catalogue.dimensions.get(options.get('by')!) ?? null;
    requireKnown('COHORT_RETENTION', by ? [by] : [], months, context.coverage);
    const question = { months, by, scope };
    return options.get('method') === 'KAPLAN_MEIER' ? cohortSurvivalTable(question, request) : observed(question, request);
  },
};

/** A cell before it is a row; null counts: the cohort has not lived so long, or the data do not reach back to its beginning. */
interface Cell {
  readonly cohort: string | null;
  readonly code: string | null;
  readonly months: number;
  readonly joiners: number | null;
  readonly kept: number | null;
}

async function observed(question: CohortQuestion, { context }: ReportRequest): Promise<ReportTable> {
  const { months, by, scope } = question;
  const rows = await context.run(cohortStatement(question, context));
  const joinMonth = context.catalogue.dimensions.get('JOIN_MONTH')!;
  const cells = cellsOf(rows, months, context.coverage.months);
  const row = ({ cohort, code, months: lived, joiners, kept }: Cell, totalOf: readonly string[]): ReportRowValue => ({
    cells: [cohort, ...(by ? [code] : []), lived, joiners, kept, joiners === null ? null : percent(kept!, joiners)],
    slice:
      cohort === null || kept === null ? null : keptSlice(cohort, lived, scope, by && totalOf.length === 0 ? only(by, code) : {}),
    totalOf,
  });
  const byName = by ? [camelCase(by.code)] : [];
  return {
    columns: [
      dimensionColumn(joinMonth, 'cohort'),
      ...(by ? [dimensionColumn(by, camelCase(by.code))] : []),
      numberColumn('months', 'Months since joining', '入网后月数', 'months'),
      numberColumn('joiners', 'Joiners', '入网号码', 'numbers'),
      numberColumn('kept', 'Still on the books', '仍在网', 'numbers'),
      numberColumn('retention', 'Retention', '留存率', '%'),
    ],
    rows: [
      ...cells.map((cell) => row(cell, [])),
      ...(by ? summed(cells, ({ cohort }) => ({ cohort, code: null })).map((cell) => row(cell, byName)) : []),
      ...(by ? summed(cells, ({ code }) => ({ cohort: null, code })).map((cell) => row(cell, ['cohort'])) : []),
      ...summed(cells, () => ({ cohort: null, code: null })).map((cell) => row(cell, ['cohort', ...byName])),
    ],
  };
}

/** Every cohort and value in it × every age that a cohort of the table can have. */
function cellsOf(rows: readonly Row[], months: readonly string[], known: readonly string[]): readonly Cell[] {
  const found = new Map(rows.map((row) => [JSON.stringify([row.cohort, row.code, row.month]), row]));
  return months.flatMap((cohort) => {
    const codes = [...new Set(rows.filter((row) => row.cohort === cohort).map((row) => row.code as string | null))].sort();
    return codes.flatMap((code) =>
      months.map((_, lived): Cell => {
        const month = shiftMonth(cohort, lived);
        if (month > months.at(-1)! || !known.includes(cohort)) return { cohort, code, months: lived, joiners: null, kept: null };
        const row = found.get(JSON.stringify([cohort, code, month]));
        return { cohort, code, months: lived, joiners: Number(row?.joiners ?? 0), kept: Number(row?.kept ?? 0) };
      }),
    );
  });
}

/** Cells of the same age together, those that are there; null where none is. */
function summed(cells: readonly Cell[], keyOf: (cell: Cell) => Pick<Cell, 'cohort' | 'code'>): readonly Cell[] {
  const sums = new Map<string, Cell>();
  for (const cell of cells) {
    const key = { ...keyOf(cell), months: cell.months };
    const id = JSON.stringify(key);
    const known = sums.get(id) ?? { ...key, joiners: null, kept: null };
    const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);
    sums.set(id, { ...key, joiners: add(known.joiners, cell.joiners), kept: add(known.kept, cell.kept) });
  }
  return [...sums.values()];
}

/** The joiners that are on the books at that age. */
const keptSlice = (cohort: string, lived: number, scope: Scope, part: Where): Slice =>
  sliceOf(scope, shiftMonth(cohort, lived), {
    where: both({ joinMonth: { eq: cohort }, status: { in: ['ACTIVE', 'SUSPENDED'] } }, part),
  });
