import type { Absence } from '../../figures/value.js';
import type { Row, Value } from '../../warehouse/engine.js';
import type { NumberLifecycle, NumberValue, Retention } from './numbers.types.js';

/** A row's life cycle; its columns are those of the group `lifecycle`. */
export const lifecycleIn = (row: Row): NumberLifecycle => ({
  stage: row.stage as string,
  segment: (row.segment as string) || null,
  rules: row.lifecycle_rules as readonly string[],
  joinedMonthsAgo: row.months_on_net as number | null,
});

/** A row's value; its columns are those of the groups `value` and `retention`. */
export const valueIn = (row: Row): NumberValue => ({
  tier: row.value_tier as string | null,
  rfm: {
    recency: row.recency_score as number | null,
    frequency: row.frequency_score as number | null,
    money: row.money_score as number | null,
    cell: row.rfm_cell as string | null,
  },
  lifetimeValue: decimal(row.lifetime_value),
  lifetimeValueAbsence: lifetimeValueAbsence(row),
  monthlyMargin: decimal(row.monthly_margin),
  retention: row.basis ? retentionIn(row) : null,
  score: {
    total: decimal(row.score_total),
    spend: decimal(row.score_spend),
    need: decimal(row.score_need),
    satisfaction: decimal(row.score_satisfaction),
    stickiness: decimal(row.score_stickiness),
    recommendation: decimal(row.score_recommendation),
  },
  groups: row.value_groups as readonly string[] | null,
});

const retentionIn = (row: Row): Retention => ({
  alpha: row.alpha as number | null,
  beta: row.beta as number | null,
  renewals: row.renewals as number,
  basis: row.basis as Retention['basis'],
  expectedMonths: row.expected_months as number | null,
});

/** A number on the books with a margin lacks a lifetime value only where its cohort's retention is not known. */
function lifetimeValueAbsence({ lifetime_value, on_books, monthly_margin }: Row): Absence | null {
  if (lifetime_value !== null) return null;
  if (!on_books) return 'NOT_COVERED';
  return monthly_margin === null ? 'NOT_PROVIDED' : 'IMMATURE';
}

/** DECIMAL comes as its text. */
const decimal = (value: Value | undefined): number | null => (value === null || value === undefined ? null : Number(value));
