import type { Measure } from '../../catalogue/types.js';
import { MartletError } from '../../errors.js';
import { absent, type Figure } from '../../figures/figure.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { monthIndex } from '../../lib/months.js';
import { areAmong, keptRows, rowsKept } from '../../security/rows.js';
import { sumsLoader } from '../../session/sums-loader.js';
import { channelsInFigures, today } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { askedBy, goalFigure, goalIn, type KeptGoal } from './goal.js';

export const goalVerdicts = {
  OPEN: 'The data have no month after that of the baseline yet.',
  ON_TRACK: 'As far as it should be by now, if it moved alike every month from that of the baseline to that of `by`.',
  BEHIND: 'Less far than that, or the other way.',
  REACHED: 'The figure has moved by as much as was wanted, or more.',
  MISSED: 'It had not when its last day was over.',
  UNKNOWN: 'The figure is not known: `absence` says why.',
} as const;
export type GoalVerdict = keyof typeof goalVerdicts;

/** A goal and how far it is. */
export interface Goal extends Omit<KeptGoal, 'measure' | 'baseline'>, Figure {
  readonly measure: Measure;
  /** null where the viewer may not see it. */
  readonly baseline: number | null;
  /** The month that `value` is of. */
  readonly month: string;
  readonly verdict: GoalVerdict;
}

/** A list, or a standing list. */
type GoalRow = Pick<TargetListRow, 'goal' | 'cities'>;

/**
 * What a list was made for, and the figure now; null where it has no goal, or one of a measure that the catalogue no longer has.
 * Errors: FORBIDDEN without tier 1, 2 or 4.
 */
export async function goalOf(row: GoalRow, context: CampaignSession): Promise<Goal | null> {
  const channels = channelsInFigures(context);
  const goal = goalIn(row);
  const measure = goal && context.catalogue.measures.get(goal.measure);
  if (!goal || !measure) return null;
  const month = monthNow(goal, context);
  const { value, absence } = await figureNow(row, { ...goal, measure }, month, context);
  const verdict = value === null ? 'UNKNOWN' : verdictOf(goal, value, month, today(channels));
  return { ...goal, measure, baseline: absence === 'FORBIDDEN' ? null : goal.baseline, value, absence, month, verdict };
}

/** The newest month up to that of the goal's last day: what comes later no longer counts. */
const monthNow = ({ baselineMonth, by }: KeptGoal, { coverage }: CampaignSession): string =>
  coverage.months.findLast((month) => month > baselineMonth && month <= by.slice(0, 7)) ?? baselineMonth;

/** As its author sees it, whoever asks: baseline and value are of the same rows. */
async function figureNow(
  { cities }: GoalRow,
  { measure, slice }: { readonly measure: Measure; readonly slice: string },
  month: string,
  context: CampaignSession,
): Promise<Figure> {
  const { viewer } = context;
  const author = { ...viewer, rows: rowsKept(cities) };
  if (!areAmong(author.rows, viewer.rows)) return absent('FORBIDDEN');
  const isAuthors = keptRows(viewer.rows) === cities;
  const own = isAuthors ? context : { ...context, viewer: author, sums: sumsLoader(context.run, author, context) };
  try {
    const { scope } = await askedBy({ slice }, own);
    return await goalFigure(measure, scope, month, own);
  } catch (error) {
    if (error instanceof MartletError && (error.code === 'STALE_SLICE' || error.code === 'FORBIDDEN')) return absent(error.code);
    throw error;
  }
}

/** `value` is of `month`. What is wanted may be short of it by no more than a float's last digits. */
export function verdictOf(
  { baseline, baselineMonth, wantedChange, by }: Pick<KeptGoal, 'baseline' | 'baselineMonth' | 'wantedChange' | 'by'>,
  value: number,
  month: string,
  now: string,
): GoalVerdict {
  const last = by.slice(0, 7);
  const moved = (value - baseline) / wantedChange;
  if (moved >= 1 - 1e-9) return 'REACHED';
  if (by < now && month >= last) return 'MISSED';
  if (month <= baselineMonth) return 'OPEN';
  const passed = (monthIndex(month) - monthIndex(baselineMonth)) / (monthIndex(last) - monthIndex(baselineMonth));
  return moved >= passed - 1e-9 ? 'ON_TRACK' : 'BEHIND';
}
