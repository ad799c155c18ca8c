import type { Absence } from '../../../figures/figure.js';
import type { Row, Value } from '../../../warehouse/engine.js';
import type { NumberLifecycle, NumberValue, Retention } from './value.types.js';

/** A row's life cycle. */
export const lifecycleIn = (row: Row): NumberLifecycle => ({
  stage: row.stage as string | null,
  segment: row.segment as string | null,
  rules: row.lifecycleRules as readonly string[] | null,
  joinedMonthsAgo: row.monthsOnNet as number | null,
});

/** A row's value. */
export const valueIn = (row: Row): NumberValue => ({
  tier: row.valueTier as string | null,
  rfm: {
    recency: row.recencyScore as number | null,
    frequency: row.frequencyScore as number | null,
    money: row.moneyScore as number | null,
    cell: row.rfmCell as string | null,
  },
  expectedMonths: row.expectedMonths as number | null,
  lifetimeValue: decimal(row.lifetimeValue),
  lifetimeValueAbsence: lifetimeValueAbsence(row),
  monthlyMargin: decimal(row.monthlyMargin),
  score: {
    total: decimal(row.scoreTotal),
    spend: decimal(row.scoreSpend),
    need: decimal(row.scoreNeed),
    satisfaction: decimal(row.scoreSatisfaction),
    stickiness: decimal(row.scoreStickiness),
    recommendation: decimal(row.scoreRecommendation),
  },
  groups: row.valueGroups as readonly string[] | null,
  row,
});

/** A row of retention_curve. */
export const retentionIn = (row: Row): Retention => ({
  alpha: row.alpha as number | null,
  beta: row.beta as number | null,
  renewals: row.renewals as number,
  basis: row.basis as Retention['basis'],
  expectedMonths: row.expected_months as number | null,
});

/** A number on the books with a margin lacks a lifetime value only where its cohort's retention is not known. */
function lifetimeValueAbsence({ lifetimeValue, onBooks, monthlyMargin, stage }: Row): Absence | null {
  if (lifetimeValue !== null) return null;
  if (!onBooks) return 'NOT_COVERED';
  return monthlyMargin === null || stage === null ? 'NOT_PROVIDED' : 'IMMATURE';
}

/** DECIMAL comes as its text. */
const decimal = (value: Value | undefined): number | null => (value === null || value === undefined ? null : Number(value));
