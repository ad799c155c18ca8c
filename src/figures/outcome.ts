import type { Names } from '../catalogue/names.js';
import type { Dimension, Measure, Rests } from '../catalogue/types.js';

/** What rows are selected or cut by. */
export interface Selector {
  /** What it is called: "STAGE", "onBooks", "LIFECYCLE.MATURE". */
  readonly what: string;
  readonly rests: Rests;
  /** The dimension that says the same of the month before; null: there is none. */
  readonly before: string | null;
  /** The last month that it looks at; null: it looks at each month by itself. */
  readonly until: string | null;
}

export const selectorOf = (dimension: Dimension): Selector => ({
  what: dimension.code,
  rests: dimension,
  before: dimension.before,
  until: null,
});

/**
 * The first of what selects that leaving decides, where the measure counts leaving: who has left in a month is off the net and without a tier
 * at its end, so that there is no leaver among any others. What only they have (a reason) selects leavers, and tells of them alone.
 */
export function outcomeAmong(
  selectors: readonly Selector[],
  { countsLeaving, fact }: Measure,
  months: readonly string[],
): Selector | null {
  if (!countsLeaving) return null;
  const isDecided = ({ rests: { leaving } }: Selector) => leaving === 'SETS' || (leaving === 'TELLS' && fact !== 'LEAVE');
  const isThen = ({ until }: Selector) => months.some((month) => until === null || month <= until);
  return selectors.find((selector) => isDecided(selector) && isThen(selector)) ?? null;
}

/** Why there is no figure, and what to ask instead. */
export function outcomeText({ code }: Measure, { what, before }: Selector): Names {
  const instead = before
    ? { en: `Ask ${before}, what it was the month before.`, zh: `请改用上月的 ${before}。` }
    : {
        en: "Ask for the numbers that were there the month before: that month's slice, with follow: NUMBERS.",
        zh: '请改问上月即在其中的号码：取上月的切片并指定 follow: NUMBERS。',
      };
  return {
    en: `${code} counts leaving, which itself sets ${what} (CUT_BY_OUTCOME). ${instead.en}`,
    zh: `${code} 统计离网，而离网本身决定 ${what}（CUT_BY_OUTCOME）。${instead.zh}`,
  };
}
