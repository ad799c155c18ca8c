import { twoSidedStudentP } from '../../methods/detect/student.js';
import { degreesOf, mean, shortTermSpread } from '../../methods/detect/xmr.js';

/** How far a figure stood off what it is compared with, month by month. */
export interface GapPoint {
  /** Months since the year 0: a gap that is open has no month left out. */
  readonly position: number;
  /** Figure ÷ what it is compared with. */
  readonly ratio: number;
  /** One month's scatter of the ratio that chance alone makes, where the figure counts; else 0. */
  readonly chance: number;
}

/** A gap that has been open for some months, up to and with the last. */
export interface GapTest {
  readonly monthsOpen: number;
  /** The ratio that would be no gap … */
  readonly level: number;
  /** … and how far the mean of the open months may lie off it by chance: one standard deviation. */
  readonly error: number;
  /** How often chance alone makes such a gap. */
  readonly pValue: number;
}

export interface GapRule {
  /** Least months that it must have been open. */
  readonly months: number;
  /** Least share of the level by which it must be off in each of them. */
  readonly gap: number;
}

/** Nothing stands: as good as tested, and level. */
const level = (at: number): GapTest => ({ monthsOpen: 0, level: at, error: 0, pValue: 1 });

/** 1 where up is good, −1 where down is. */
export type Direction = 1 | -1;

/** Months at the end that follow each other, in which the figure is worse than its level by the rule's gap. */
function openMonths(points: readonly GapPoint[], at: number, { gap }: GapRule, direction: Direction): number {
  const last = points.length - 1;
  const isOpen = ({ ratio, position }: GapPoint, index: number) =>
    direction * (at - ratio) >= gap * at && position === points[last]!.position - (last - index);
  const closed = points.findLastIndex((point, index) => !isOpen(point, index));
  return last - closed;
}

/**
 * Against something known: a plan, or last year. The level is 1. The months that the rule asks for are tested, however long it has been open
 * (or chance would choose how many). `scatter`: one month's, as a share; `degrees`: of freedom, of it.
 */
export function knownGap(
  points: readonly GapPoint[],
  { scatter, degrees }: { readonly scatter: number; readonly degrees: number },
  rule: GapRule,
  direction: Direction,
): GapTest | null {
  const tested = points.slice(-rule.months);
  if (tested.length < rule.months) return null;
  const monthsOpen = openMonths(points, 1, rule, direction);
  const spread = Math.max(scatter, mean(tested.map(({ chance }) => chance)));
  const error = spread / Math.sqrt(rule.months);
  if (monthsOpen < rule.months) return level(1);
  if (error === 0) return { monthsOpen, level: 1, error, pValue: 0 };
  const off = mean(tested.map(({ ratio }) => ratio)) - 1;
  return { monthsOpen, level: 1, error, pValue: twoSidedStudentP(off / error, degrees) };
}

/**
 * Against peers, from whom parts differ at all times: has the ratio left its former level and not come back? Each month from which it may
 * have is tried, at the price of as many tests (Bonferroni); the least likely by chance is when it opened. The months before it, at least
 * `leastMonths`, are the level, charted as in xmr.ts.
 */
export function shiftedGap(
  points: readonly GapPoint[],
  leastMonths: number,
  rule: GapRule,
  direction: Direction,
): GapTest | null {
  const most = points.length - leastMonths;
  if (most < rule.months) return null;
  const candidates = Array.from({ length: most - rule.months + 1 }, (_, index) => rule.months + index);
  const tests = candidates.map((months) => {
    const [before, open] = [points.slice(0, -months), points.slice(-months)];
    const at = mean(before.map(({ ratio }) => ratio));
    if (at <= 0 || openMonths(points, at, rule, direction) < months) return level(at);
    const chance = mean(before.map((point) => point.chance));
    const spread = Math.max(shortTermSpread(before.map(({ ratio }) => ratio)), deviation(before), chance);
    const error = spread * Math.sqrt(1 / months + 1 / before.length);
    const off = mean(open.map(({ ratio }) => ratio)) - at;
    const pValue = error === 0 ? 0 : twoSidedStudentP(off / error, degreesOf(before.length));
    return { monthsOpen: months, level: at, error, pValue };
  });
  const best = tests.reduce((a, b) => (b.pValue < a.pValue ? b : a));
  return { ...best, pValue: Math.min(1, best.pValue * candidates.length) };
}

/** Standard deviation: where a level wanders, steps alone would cry wolf. */
function deviation(points: readonly GapPoint[]): number {
  const middle = mean(points.map(({ ratio }) => ratio));
  return Math.sqrt(points.reduce((sum, { ratio }) => sum + (ratio - middle) ** 2, 0) / Math.max(1, points.length - 1));
}
