import { badInput } from '../errors.js';
import { keptIn } from '../lib/memo.js';
import { requireColumns, requireTier, seesColumn } from '../security/grants.js';
import type { Selection } from '../session/selection.js';
import type { Session } from '../session/session.js';
import type { NumberColumn, NumberColumns } from '../slices/columns.js';

/** Groups of PhoneNumber whose fields are columns. */
const boards = ['market', 'network', 'finance', 'service', 'features'] as const;

/** Fields of `lifecycle`, `value` and `risk` and the columns behind them, by path. */
const behind: Readonly<Record<string, readonly string[]>> = {
  'lifecycle.stage': ['stage'],
  'lifecycle.segment': ['segment'],
  'lifecycle.rules': ['lifecycleRules'],
  'lifecycle.joinedMonthsAgo': ['monthsOnNet'],
  'value.tier': ['valueTier'],
  'value.groups': ['valueGroups'],
  'value.expectedMonths': ['expectedMonths'],
  'value.lifetimeValue': ['lifetimeValue'],
  'value.lifetimeValueBasis': ['expectedMonths'],
  'value.lifetimeValueAbsence': ['lifetimeValue', 'onBooks', 'monthlyMargin', 'stage'],
  'value.monthlyMargin': ['monthlyMargin'],
  'value.retention': ['joinMonth', 'customerType'],
  'value.rfm.recency': ['recencyScore'],
  'value.rfm.frequency': ['frequencyScore'],
  'value.rfm.money': ['moneyScore'],
  'value.rfm.cell': ['rfmCell'],
  'value.score.total': ['scoreTotal'],
  'value.score.spend': ['scoreSpend'],
  'value.score.need': ['scoreNeed'],
  'value.score.satisfaction': ['scoreSatisfaction'],
  'value.score.stickiness': ['scoreStickiness'],
  'value.score.recommendation': ['scoreRecommendation'],
  'risk.probability': ['churnRisk'],
  'risk.probability3Months': ['churnRisk3m'],
  'risk.horizon': ['churnRisk'],
  'risk.band': ['riskBand'],
  'risk.percentile': ['riskLogOdds'],
  'risk.logOdds': ['riskLogOdds'],
  'risk.base': ['riskLogOdds'],
  'risk.reasons': ['riskLogOdds', 'riskBins'],
  'risk.modelMonth': ['churnRisk', 'onBooks'],
  'risk.absence': ['churnRisk', 'onBooks'],
};

/** Groups whose fields are made of columns. */
const groups = ['lifecycle', 'value', 'risk'];

/** "cityLabel" is what people call the code of "city". */
const columnOf = (name: string, columns: NumberColumns): string => (columns.has(name) ? name : name.replace(/Label$/, ''));

/** The columns (by field) that the selected fields of a PhoneNumber need: only they are read. */
function columnsOfSelection(selection: Selection, columns: NumberColumns): readonly string[] {
  const found = new Set<string>();
  const walk = (part: Selection, path: string): void => {
    for (const [name, selected] of part) {
      const own = `${path}${name}`;
      for (const field of behind[own] ?? []) found.add(field);
      walk(selected.below(), `${own}.`);
    }
  };
  for (const [selectedName, selected] of selection) {
    const name = columnOf(selectedName, columns);
    // The number itself is there always.
    if (name !== 'numberId' && columns.get(name)?.board === 'identity') found.add(name);
    if (groups.includes(name)) walk(selected.below(), `${name}.`);
    if ((boards as readonly string[]).includes(name))
      for (const below of selected.below().keys()) {
        const field = columnOf(below, columns);
        if (columns.has(field)) found.add(field);
      }
  }
  return [...found].sort();
}

/** By the selection: a document's is the same whenever it is asked. */
const projections = new WeakMap<NumberColumns, WeakMap<Selection, Projection>>();

/** What is asked for of each number, with all that hangs on it. */
export interface Projection {
  readonly columns: readonly string[];
  /** Cells of a row with all that hangs on it, as far as that can be told. */
  readonly cells: number;
}

type Seeing = Pick<Session, 'viewer' | 'numberColumns'>;

/** What else hangs on a number is for who sees whole numbers. */
const ofWholeNumbers = ['history', 'events', 'contacts', 'customer', 'household'] as const;

/** Errors: FORBIDDEN for what the viewer may not be told, BAD_USER_INPUT for a history within a history. */
export function projectionOf(selection: Selection, { viewer, numberColumns: columns }: Seeing): Projection {
  if (ofWholeNumbers.some((field) => selection.has(field))) requireTier(viewer, 3);
  if (selection.get('history')?.below().has('history'))
    throw badInput('history: expected a number’s own fields in it, found another history.');
  const ofColumns = keptIn(projections, columns, () => new WeakMap<Selection, Projection>());
  const projection = keptIn(ofColumns, selection, () => ({
    columns: columnsOfSelection(selection, columns),
    cells: cellsOf(selection, columns),
  }));
  requireColumns(viewer, projection.columns);
  const { copies = 0 } = selection.get('ownColumns') ?? {};
  const own = copies > 0 ? ownColumnsSeen({ viewer, numberColumns: columns }).map(({ field }) => field) : [];
  if (own.length === 0) return projection;
  return { columns: [...new Set([...projection.columns, ...own])].sort(), cells: projection.cells + copies * own.length };
}

/** What the operator added to the contract, without what the viewer may not be told. */
export const ownColumnsSeen = ({ viewer, numberColumns }: Seeing): readonly NumberColumn[] =>
  [...numberColumns.values()].filter(({ isOwn, field }) => isOwn && seesColumn(viewer, field));

/** As in the graph's `history(months: Int = 13)`; what a page may cost is reckoned with it. */
export const longestHistory = 13;

/** What a number has several of. How many is not known before: each counts as a usual history. */
const several: ReadonlySet<string> = new Set(['history', 'events', 'contacts']);

/** At least the columns that are read and the row itself; a field under many names is written as often. */
function cellsOf(selection: Selection, columns: NumberColumns): number {
  const own = new Map([...selection].filter(([name]) => !several.has(name)));
  const beside = [...selection].filter(([name]) => several.has(name));
  const rows = beside.map(([, selected]) => selected.copies * longestHistory * cellsOf(selected.below(), columns));
  return Math.max(columnsOfSelection(selection, columns).length + 1, leavesOf(own)) + rows.reduce((sum, cells) => sum + cells, 0);
}

const leavesOf = (selection: Selection): number =>
  [...selection.values()].reduce((sum, selected) => sum + selected.copies * Math.max(1, leavesOf(selected.below())), 0);
