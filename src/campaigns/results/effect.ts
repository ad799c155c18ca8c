import { type Difference, newcombe } from '../../methods/experiment/newcombe.js';
import { leastUnits, sampleRatioAlarm, sampleRatioP } from '../../methods/experiment/sample-ratio.js';
import { type Proportion, rateOf } from '../../methods/experiment/wilson.js';

/** One side of a campaign: who was drawn for treatment, contacted or not, or who was kept out. */
export interface Arm {
  readonly numbers: number;
  /** Households, customers or single numbers: what was drawn. */
  readonly units: number;
  /** Of the units' numbers: Σ numbers². */
  readonly squares: number;
  /** Numbers that ordered and kept it. */
  readonly orders: number;
  /** Numbers that ordered and have gone since. */
  readonly lost: number;
  /** CNY, of the orders kept. */
  readonly margin: number;
  /** CNY, commissions of the list's orders that were lost. */
  readonly clawback: number;
}

export const emptyArm: Arm = Object.freeze({ numbers: 0, units: 0, squares: 0, orders: 0, lost: 0, margin: 0, clawback: 0 });

/** What may be said of a campaign. */
export const verdicts = {
  NO_CONTROL: 'Nobody was kept out: what would have been ordered anyway is not known.',
  SAMPLE_RATIO_MISMATCH: 'The arms are not as they were drawn: they are not compared.',
  TOO_SMALL: 'Too few were drawn: the arms are not compared.',
  UPLIFT: 'Treated numbers ordered more than those kept out; the whole interval is above 0.',
  HARM: 'Treated numbers ordered less than those kept out; the whole interval is below 0.',
  NO_EFFECT_SHOWN: 'The interval has 0 in it: the difference may be chance.',
} as const;
export type CampaignVerdict = keyof typeof verdicts;

export interface Effect {
  readonly verdict: CampaignVerdict;
  /** Chance of arms as unequal as these, 0 to 1; null where nobody was to be kept out. */
  readonly sampleRatioP: number | null;
  /** Treated rate less control rate; null where the verdict refuses it. */
  readonly uplift: Difference | null;
}

/**
 * Intent to treat: all who were drawn are compared, contacted or not. `holdOut`: the share that was to be kept out, 0 to 1. Rates are of
 * numbers, but numbers of a household are drawn together and may order together: the interval is that of as many numbers as there
 * would be if households acted as one (design effect Σm²/Σm, m: numbers of a household; Kish 1965), which is the widest it can be.
 */
export function effectOf(treated: Arm, control: Arm, holdOut: number): Effect {
  const ratioP = holdOut > 0 && holdOut < 1 ? sampleRatioP(treated.units, control.units, holdOut) : null;
  const refused = (verdict: CampaignVerdict): Effect => ({ verdict, sampleRatioP: ratioP, uplift: null });
  if (control.numbers === 0) return refused('NO_CONTROL');
  if (ratioP !== null && ratioP < sampleRatioAlarm) return refused('SAMPLE_RATIO_MISMATCH');
  if (Math.min(treated.units, control.units) < leastUnits) return refused('TOO_SMALL');
  const { low, high } = newcombe(effective(treated), effective(control))!;
  const uplift = { difference: rateOf(pointOf(treated))! - rateOf(pointOf(control))!, low, high };
  const verdict = low > 0 ? 'UPLIFT' : high < 0 ? 'HARM' : 'NO_EFFECT_SHOWN';
  return { verdict, sampleRatioP: ratioP, uplift };
}

const pointOf = ({ orders, numbers }: Arm): Proportion => ({ hits: orders, trials: numbers });

/** Orders and numbers, fewer by the design effect. */
export function effective({ orders, numbers, squares }: Arm): Proportion {
  if (numbers === 0) return { hits: 0, trials: 0 };
  const design = squares / numbers;
  return { hits: orders / design, trials: numbers / design };
}
