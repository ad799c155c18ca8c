import { treeNamed } from '../../catalogue/named.js';
import type { Names } from '../../catalogue/names.js';
import type { PartitionTree } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import { requireKnown } from '../../figures/figure.js';
import { keptCells } from '../../figures/suppression/kept-cells.js';
import type { ReportDefinition, ReportRequest, ReportRowValue } from '../report.js';
import { numberColumn, percent, textColumn } from './common.js';
import { migrationStatement } from './lifecycle-migration.queries.js';
import { cellSlice, GONE, type MigrationCell, type Move, NEW_ROW, OUTSIDE, placed } from './migration-cells.js';

/** Of fewer numbers than this a share says nothing. */
const leastBase = 30;

export const lifecycleMigration: ReportDefinition = {
  code: 'LIFECYCLE_MIGRATION',
  names: { en: 'Life-cycle migration', zh: '生命周期迁移' },
  description: {
    en: 'How many numbers went from which stage in the first month to which in the last, and their share of the first month\'s base (null where that is under 30). Not there before: without a row in the first month (the stage New lasts longer than that). Off the net: pre-cancelled or cancelled, still with a row. Not there any more: no row any more, as a rule cancelled before. Outside the filter: not in the filter then. By "from" the numbers add up to the first month\'s base, by "to" to the last month\'s; the margins say so.',
    zh: '期初月各阶段号码在期末月所处的阶段、号码数及占期初月该阶段的比例（基数不足30时为空）。“此前不存在”：期初月尚无记录（区别于“新入网”阶段）；“离网”：预销号或销号但仍有记录；“已不存在”：期末月已无记录；“筛选范围外”：当月不在筛选范围内。按期初状态汇总等于期初月总量，按期末状态汇总等于期末月总量。',
  },
  options: [
    {
      name: 'level',
      type: 'CODE',
      description: { en: 'Stages, or the segments below them', zh: '阶段，或其下的细分' },
      default: 'STAGE',
      allowed: ['STAGE', 'SEGMENT'],
      values: { STAGE: { en: 'Stages', zh: '阶段' }, SEGMENT: { en: 'Segments', zh: '细分' } },
    },
  ],
  chart: { kind: 'SANKEY', x: 'fromLabel', y: ['numbers'], series: 'toLabel' },
  months: 2,
  make: async (request) => {
    const { context, scope, months, options } = request;
    const between = ends(months);
    const tree = lifeCycle(request);
    requireKnown('LIFECYCLE_MIGRATION', [context.catalogue.dimensions.get('STAGE')!], between, context.coverage);
    const steps = options.get('level') === 'SEGMENT' ? 2 : 1;
    const names = nodesOf(tree, steps);
    const moves: readonly Move[] = (await context.run(migrationStatement(tree, steps, between, scope, context))).map((row) => ({
      was: row.was as string | null,
      is: row.is_now as string | null,
      wasIn: row.was_in as boolean,
      isIn: row.is_in as boolean,
      numbers: Number(row.numbers),
    }));
    const { cells, from, to } = placed(moves, [...names.keys()]);
    const label = (code: string | null): Names => (code === null ? total : (names.get(code) ?? elsewhere[code]!));
    const slice = (cell: { readonly from: string | null; readonly to: string | null }) =>
      cellSlice(cell, moves, { tree, between, scope });
    const isTold = toldMoves(cells, context.viewer.minimumGroup);
    const row = (source: string | null, target: string | null, all: number, totalOf: readonly string[]): ReportRowValue => {
      const base = source === null || source === NEW_ROW || source === OUTSIDE ? 0 : from.get(source)!;
      const numbers = isTold(source, target) ? all : null;
      const share = base < leastBase || numbers === null ? null : percent(numbers, base);
      return {
        cells: [source, label(source), target, label(target), numbers, share],
        slice: slice({ from: source, to: target }),
        totalOf,
      };
    };
    return {
      columns: [
        textColumn('from', `In ${between[0]}`, `${between[0]}所处`),
        textColumn('fromLabel', `In ${between[0]} (name)`, `${between[0]}所处（名称）`),
        textColumn('to', `In ${between[1]}`, `${between[1]}所处`),
        textColumn('toLabel', `In ${between[1]} (name)`, `${between[1]}所处（名称）`),
        numberColumn('numbers', 'Numbers', '号码数', 'numbers'),
        numberColumn('share', 'Share of the base', '占期初比例', '%'),
      ],
      rows: [
        ...cells.map((cell) => row(cell.from, cell.to, cell.numbers, [])),
        ...[...from].map(([code, numbers]) => row(code, null, numbers, ['to'])),
        ...[...to].map(([code, numbers]) => row(null, code, numbers, ['from'])),
      ],
    };
  },
};

/** Which cells and margins may be told to a viewer to whom figures of few are not: a margin as long as one of its cells may. */
function toldMoves(cells: readonly MigrationCell[], least: number): (from: string | null, to: string | null) => boolean {
  if (least <= 1) return () => true;
  const table = cells.map(({ from, to, numbers }) => ({ path: null, keys: [from, to], numbers, isFew: false }));
  const { few, aid } = keptCells(table, least);
  return (from, to) => {
    const own = table.filter(({ keys }) => (from === null || keys[0] === from) && (to === null || keys[1] === to));
    const size = own.reduce((sum, { numbers }) => sum + numbers, 0);
    return size >= least && own.some((cell) => !aid.has(cell)) && (own.length > 1 || !few.has(own[0]!));
  };
}

function ends(months: readonly string[]): readonly [string, string] {
  if (months.length > 1) return [months[0]!, months.at(-1)!];
  throw badInput(
    `LIFECYCLE_MIGRATION compares two months, found only ${months[0]}: give from, a month before it (a slice must reach over both).`,
  );
}

function lifeCycle({ context }: ReportRequest): PartitionTree {
  const tree = treeNamed(context.catalogue, 'LIFECYCLE');
  if (tree.relation === 'PARTITION') return tree;
  throw badInput('LIFECYCLE_MIGRATION: expected LIFECYCLE to be a partition tree.');
}

/** Paths so many steps down with their names, in the tree's order. */
const nodesOf = (tree: PartitionTree, steps: number): ReadonlyMap<string, Names> =>
  new Map(
    tree.children.flatMap(({ code, names, children }): readonly (readonly [string, Names])[] => {
      if (steps === 1 || children.length === 0) return [[code, names]];
      const below = (child: Names): Names => ({ en: `${names.en}: ${child.en}`, zh: `${names.zh}：${child.zh}` });
      return children.map((child) => [`${code}.${child.code}`, below(child.names)]);
    }),
  );

const total: Names = { en: 'Total', zh: '合计' };
const elsewhere: Readonly<Record<string, Names>> = {
  [NEW_ROW]: { en: 'Not there before', zh: '此前不存在' },
  [GONE]: { en: 'Not there any more', zh: '已不存在' },
  [OUTSIDE]: { en: 'Outside the filter', zh: '筛选范围外' },
};
