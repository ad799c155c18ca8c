/**
 * The shifted-beta-geometric model of contracts that end or go on at each renewal: everyone has a chance of leaving of their own,
 * beta-distributed over people, so that those who stay are ever more loyal.
 * Source: Fader & Hardie 2007, "How to project customer retention".
 */
export interface ShiftedBetaGeometric {
  readonly alpha: number;
  readonly beta: number;
}

/** Those who came to their renewal-th renewal (the first is 1), and how many of them left at it. 0 ≤ left ≤ atRisk, atRisk > 0. */
export interface Renewal {
  readonly renewal: number;
  readonly atRisk: number;
  readonly left: number;
}

/** r_t: the share of those who came to renewal t that goes on. */
export const retentionRate = ({ alpha, beta }: ShiftedBetaGeometric, t: number): number =>
  (beta + t - 1) / (alpha + beta + t - 1);

/** S(t | a): the share still there after renewal t, of all who joined or, with `survived`, of those who survived renewal a ≤ t. */
export function survival(model: ShiftedBetaGeometric, t: number, survived = 0): number {
  let share = 1;
  for (let renewal = survived + 1; renewal <= t; renewal++) share *= retentionRate(model, renewal);
  return share;
}

/** P(t): the share of those who joined that leaves at renewal t. */
export const leavingShare = (model: ShiftedBetaGeometric, t: number): number =>
  survival(model, t - 1) * (1 - retentionRate(model, t));

/**
 * ln P(data): each renewal is a choice of those who came to it. A history may begin late (left truncation): what is not listed does
 * not count, and the likelihood is the one given survival up to there, as P(t)/S(a) is the product of the rates after a.
 */
export function logLikelihood(model: ShiftedBetaGeometric, history: readonly Renewal[]): number {
  const term = (count: number, share: number) => (count === 0 ? 0 : count * Math.log(share));
  return history.reduce((sum, { renewal, atRisk, left }) => {
    const rate = retentionRate(model, renewal);
    return sum + term(left, 1 - rate) + term(atRisk - left, rate);
  }, 0);
}

/** The least that beta is: people could hardly differ more. */
const leastBeta = 1e-6;
/** Where alpha + beta reaches this, chances do not differ any more: the model is geometric to the sixth digit. */
const geometric = 1e6;
/** Halvings of the range of ln(alpha + beta), 28 wide: to a double's last digit. */
const halvings = 60;

/**
 * Alpha and beta of the greatest likelihood. On the way the leavers that the model expects are the leavers that there were
 * (∂/∂α = 0: α = Σleft ÷ Σ atRisk/(α+β+t−1)), so that one unknown, α + β, is left: a bisection on ∂/∂β. Where retention does not
 * rise, or only one renewal was seen, α + β ends at its bound of a million. Returns null where there is no greatest likelihood:
 * nobody left, nobody stayed, no data.
 */
export function fitShiftedBetaGeometric(history: readonly Renewal[]): ShiftedBetaGeometric | null {
  const left = history.reduce((sum, at) => sum + at.left, 0);
  const stayed = history.reduce((sum, at) => sum + at.atRisk - at.left, 0);
  if (left === 0 || stayed === 0) return null;
  const modelOf = (total: number): ShiftedBetaGeometric => {
    const alpha = left / history.reduce((sum, { atRisk, renewal }) => sum + atRisk / (total + renewal - 1), 0);
    return { alpha, beta: total - alpha };
  };
  /** Does the likelihood rise with beta, or at least (but for rounding) not fall? Below its bound it must in any case. */
  const rises = ({ alpha, beta }: ShiftedBetaGeometric): boolean =>
    beta < leastBeta ||
    history.reduce((sum, at) => sum + (at.atRisk - at.left) / (beta + at.renewal - 1), 0) > (1 - 1e-12) * (left / alpha);
  let [low, high] = [Math.log(leastBeta), Math.log(geometric)];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (rises(modelOf(Math.exp(middle)))) low = middle;
    else high = middle;
  }
  const model = modelOf(Math.exp(high));
  return model.beta >= leastBeta ? Object.freeze(model) : null;
}

/**
 * Expected discounted renewals still to come of someone who survived `survived` renewals: Σ_{t ≥ 1} S(survived + t | survived)/(1+d)^t.
 * Counted are the periods that they will see the end of, each paid at its end and discounted to now; the period that has just ended
 * and the one in which they leave are not. It is Fader & Hardie's discounted expected residual lifetime (2010, "Customer-base
 * valuation in a contractual setting") times 1/(1+d), as they count payments at the beginning of a period. Unit: periods.
 * `discount`: rate of a period, above 0 (without discount the sum need not be finite). Errors: RangeError.
 */
export function expectedDiscountedRenewals(model: ShiftedBetaGeometric, survived: number, discount: number): number {
  if (!(discount > 0)) throw new RangeError(`Expected a discount rate above 0, found ${discount}.`);
  // Backwards, E(n) = v·r(n+1)·(1 + E(n+1)): what is wrong at the far end shrinks below a double's last digit on the way.
  const v = 1 / (1 + discount);
  const far = survived + Math.ceil(36 / Math.log1p(discount));
  const last = v * retentionRate(model, far + 1);
  let expected = last / (1 - last);
  for (let n = far - 1; n >= survived; n--) expected = v * retentionRate(model, n + 1) * (1 + expected);
  return expected;
}

/**
 * The same of someone of whom more is known than how long they stayed: at the k-th renewal to come they leave `ratios[k − 1]` times as
 * readily as the model says, and after the last of them as it says.
 */
export function expectedWithRatios(
  model: ShiftedBetaGeometric,
  survived: number,
  discount: number,
  ratios: readonly number[],
): number {
  const expected = expectedDiscountedRenewals(model, survived + ratios.length, discount);
  return ratios.reduceRight((after, ratio, index) => {
    const leaving = Math.min(1, ratio * (1 - retentionRate(model, survived + index + 1)));
    return ((1 - leaving) * (1 + after)) / (1 + discount);
  }, expected);
}
