import { isFilled } from '../../../catalogue/provided.js';
import type { Absence } from '../../../figures/figure.js';
import type { Row, Value } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import type { NumberLifecycle, NumberValue, Retention } from './value.types.js';

/** What the generation at hand can tell. */
type Known = Pick<RequestContext, 'coverage' | 'numberColumns'>;

/** A row's life cycle. */
export const lifecycleIn = (row: Row): NumberLifecycle => ({
  stage: row.stage as string | null,
  segment: row.segment as string | null,
  rules: row.lifecycleRules as readonly string[] | null,
  joinedMonthsAgo: row.monthsOnNet as number | null,
});

/** A row's value. */
export const valueIn = (row: Row, context: Known): NumberValue => ({
  tier: row.valueTier as string | null,
  rfm: {
    recency: row.recencyScore as number | null,
    frequency: row.frequencyScore as number | null,
    money: row.moneyScore as number | null,
    cell: row.rfmCell as string | null,
  },
  expectedMonths: row.expectedMonths as number | null,
  lifetimeValue: decimal(row.lifetimeValue),
  lifetimeValueBasis: lifetimeValueBasis(row, context),
  lifetimeValueAbsence: lifetimeValueAbsence(row, context),
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

/** A month with a model has a risk of every number on its books. */
const lifetimeValueBasis = ({ expectedMonths, month }: Row, { coverage }: Known): NumberValue['lifetimeValueBasis'] =>
  expectedMonths === null ? null : coverage.immature?.has(month as string) ? 'STAGE' : 'RISK';

/** A number on the books with a margin and all that its risk is told by lacks a lifetime value only where its cohort's retention is not known. */
function lifetimeValueAbsence(row: Row, { coverage, numberColumns }: Known): Absence | null {
  const { lifetimeValue, onBooks, monthlyMargin, stage, month } = row;
  if (lifetimeValue !== null) return null;
  if (!onBooks) return 'NOT_COVERED';
  const isKnown = isFilled(numberColumns.get('lifetimeValue')!.rests, [month as string], coverage.empty);
  return monthlyMargin === null || stage === null || !isKnown ? 'NOT_PROVIDED' : 'IMMATURE';
}

/** DECIMAL comes as its text. */
const decimal = (value: Value | undefined): number | null => (value === null || value === undefined ? null : Number(value));
