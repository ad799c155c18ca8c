import type { Offer, RetentionTerms, SceneRule } from '../catalogue/offers/types.js';
import type { RetentionEffect } from './retention-effects.js';

/** What is lost where a number leaves, and how likely that is; each null where it is not known. */
export interface AtStake {
  /** That it truly leaves in the next month, and within three: 0 to 1. */
  readonly churn_risk: number | null;
  readonly churn_risk_3m: number | null;
  /** CNY. */
  readonly lifetime_value: number | null;
  /** CNY a month. */
  readonly best_plan_saving: number | null;
}

/** The risk that an offer's effect is of. */
export const riskOf = ({ horizon }: RetentionTerms): 'churn_risk' | 'churn_risk_3m' =>
  horizon === 1 ? 'churn_risk' : 'churn_risk_3m';

/** A risk is rounded to millionths: who is as good as gone is told from who is gone by less than one. */
export const leastStay = 1e-6;

/** Columns that a retention offer is weighed by; none of another one. */
export const stakeColumns = ({ retention }: Pick<Offer, 'retention'>): readonly (keyof AtStake)[] =>
  retention ? [riskOf(retention), 'lifetime_value', ...(retention.toBestPlan ? (['best_plan_saving'] as const) : [])] : [];

/**
 * What a retention offer that is accepted keeps, CNY: risk × value kept × the share of the loss that it prevents, less what the best plan
 * brings less in the order's months where it leads to that. Kept is what a number is worth if it stays, and its lifetime value counts with its
 * leaving: it is divided by the chance to stay, as else those at the highest risk would be worth the least keeping. null of another offer, and
 * where one of these is not known. In SQL (`list-statement.ts`) it is the same, factor by factor.
 */
export function keptBy(
  { retention, months }: Pick<Offer, 'retention' | 'months'>,
  effect: RetentionEffect | null,
  stake: AtStake | null,
): number | null {
  if (!retention || !effect || !stake) return null;
  const [risk, value, saving] = [
    stake[riskOf(retention)],
    stake.lifetime_value,
    retention.toBestPlan ? stake.best_plan_saving : 0,
  ];
  if (risk === null || value === null || saving === null) return null;
  return ((risk * value) / Math.max(1 - risk, leastStay)) * effect.share - saving * months;
}

/** What an order brings over its expected months, or `kept` where that is known of a retention offer, less what it costs once; CNY. */
export const worthOf = ({ monthlyMargin, months, incentive, commission }: Offer, kept: number | null = null): number =>
  (kept ?? monthlyMargin * months) - incentive - commission;

/** What making an offer costs, CNY: of a customer who came himself the contact is paid for, whatever he is offered. */
export const costOfMaking = ({ contactCost, isVisit }: Pick<SceneRule, 'contactCost' | 'isVisit'>): number =>
  isVisit ? 0 : contactCost;

/**
 * Net benefit of an offer that is made, CNY: P(accept) × (margin × months − incentive − commission) − contact cost, which is 0 in a visit.
 * With `kept` that stands in place of margin × months.
 */
export const netBenefit = (
  offer: Offer,
  rule: Pick<SceneRule, 'contactCost' | 'isVisit'>,
  acceptance: number,
  kept: number | null = null,
): number => acceptance * worthOf(offer, kept) - costOfMaking(rule);
