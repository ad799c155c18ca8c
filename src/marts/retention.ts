import { groupedBy } from '../lib/grouped-by.js';
import {
  expectedDiscountedRenewals,
  fitShiftedBetaGeometric,
  type Renewal,
  type ShiftedBetaGeometric,
} from '../methods/value/shifted-beta-geometric.js';

/** A month of a join cohort, as in the mart retention_history. */
export interface CohortMonth extends Renewal {
  readonly month: string;
  readonly joinMonth: string;
  readonly customerType: string | null;
  /** On the books at the month's end. */
  readonly numbers: number;
}

/** When a history is long and full enough to be fitted, and what a month's delay of a payment costs. */
export interface RetentionRule {
  readonly minRenewals: number;
  readonly minLeavers: number;
  /** Of a month, above 0. */
  readonly discount: number;
  /** Leavers as of the cohort that are added to those after a stage. */
  readonly prior: number;
}

/** COHORT: its own history. CUSTOMER_TYPE: that of all cohorts of its type, as its own has too few leavers. */
export type RetentionBasis = 'COHORT' | 'CUSTOMER_TYPE' | 'IMMATURE';

/** What a join cohort's retention is in a month, as far as that month can know; nulls where it is IMMATURE. */
export interface RetentionCurve {
  readonly joinMonth: string;
  readonly customerType: string | null;
  /** Renewals that its numbers have survived: months since the joining month. */
  readonly survived: number;
  readonly numbers: number;
  /** Renewals of the cohort that the data show, and those who left at them. */
  readonly renewals: number;
  readonly leavers: number;
  readonly basis: RetentionBasis;
  readonly alpha: number | null;
  readonly beta: number | null;
  /** Discounted months still to come of a number on the books at the month's end. */
  readonly expectedMonths: number | null;
}

/**
 * The curves of the cohorts that are on the books in a month, by the months up to it. Cohorts that the warehouse first sees years
 * after they joined are fitted on what is seen of them (left truncation), so that their early losses are not needed.
 */
export function retentionCurves(history: readonly CohortMonth[], month: string, rule: RetentionRule): readonly RetentionCurve[] {
  const cohorts = groupedBy(history, ({ joinMonth, customerType }) => JSON.stringify([joinMonth, customerType]));
  const types = groupedBy(history.filter(isRenewal), ({ customerType }) => customerType);
  const pools = new Map([...types].map(([type, rows]) => [type, fitted(pooled(rows), rule)]));
  return [...cohorts.values()].flatMap((rows) => {
    const now = rows.find((row) => row.month === month && row.numbers > 0);
    if (!now) return [];
    const { joinMonth, customerType, renewal: survived, numbers } = now;
    const seen = rows.filter(isRenewal);
    const isMature = seen.length >= rule.minRenewals;
    const own = isMature ? fitted(seen, rule) : null;
    const model = own ?? (isMature ? (pools.get(customerType) ?? null) : null);
    return {
      joinMonth,
      customerType,
      survived,
      numbers,
      renewals: seen.length,
      leavers: leaversOf(seen),
      basis: own ? 'COHORT' : model ? 'CUSTOMER_TYPE' : 'IMMATURE',
      alpha: model?.alpha ?? null,
      beta: model?.beta ?? null,
      expectedMonths: model && expectedDiscountedRenewals(model, survived, rule.discount),
    };
  });
}

/** In the joining month, and in the data's first month, nobody comes to a renewal. */
const isRenewal = ({ atRisk }: Renewal): boolean => atRisk > 0;

const fitted = (history: readonly Renewal[], { minLeavers }: RetentionRule): ShiftedBetaGeometric | null =>
  leaversOf(history) < minLeavers ? null : fitShiftedBetaGeometric(history);

const leaversOf = (history: readonly Renewal[]): number => history.reduce((sum, { left }) => sum + left, 0);

/** Cohorts together: those who came to the same renewal, whenever that was. */
const pooled = (rows: readonly CohortMonth[]): readonly Renewal[] =>
  [...groupedBy(rows, ({ renewal }) => renewal)].map(([renewal, same]) => ({
    renewal,
    atRisk: same.reduce((sum, { atRisk }) => sum + atRisk, 0),
    left: leaversOf(same),
  }));
