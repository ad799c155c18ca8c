import { type Names, namesOr } from '../catalogue/names.js';
import { withThresholds } from '../catalogue/thresholds.js';
import type { Catalogue } from '../catalogue/types.js';
import { builder } from '../warehouse/builder.js';
import type { Row, Value } from '../warehouse/engine.js';
import { asItIs, type Statement } from '../warehouse/statement.js';
import { compiled } from './numbers.queries.js';

/** Months whose use plans are compared by, the number's own the last. */
export const monthsOfUse = 6;

/** Columns (fields) of a number that they are compared by; what the best plan is tells the rest. */
export const fitFields = ['planId', 'device5g', 'onBooks', 'dataGb', 'voiceMin', 'bestPlanId'] as const;

/** What a number's use would have cost on a plan. CNY a month, with tax. */
export interface PlanFit {
  readonly code: string;
  readonly names: Names;
  readonly fee: number;
  readonly cost: number;
  /** Less than on its own plan; below 0 it would have been more. */
  readonly saving: number;
  /** What the operator would have had less, without tax. */
  readonly revenueLost: number;
  readonly isOwn: boolean;
}

/** All plans, as they stand in the mart. */
export const plansStatement = (): Statement =>
  compiled('plans', builder.selectFrom('serving.mart_plan').selectAll() as never, [asItIs('serving.mart_plan')]);

/**
 * Plans by what a number's use would have cost on each, the cheapest first: as `plan_fit.sql` finds the best one. `used`: its rows of the
 * months; null where the last of them (`month`) cannot tell: off the books, its plan without a price, or too few months on the books.
 */
export function planFits(
  used: readonly Row[],
  month: string,
  plans: readonly Row[],
  { thresholds }: Pick<Catalogue, 'thresholds'>,
): readonly PlanFit[] | null {
  const [least, tax] = ['plan_fit_months', 'value_added_tax'].map((code) => Number(withThresholds(`{{${code}}}`, thresholds)));
  const now = used.find((row) => row.month === month);
  const known = used.filter(({ onBooks, dataGb, voiceMin }) => onBooks && dataGb !== null && voiceMin !== null);
  if (!now?.onBooks || known.length < least!) return null;
  const priced = plans
    .filter((plan) => prices.every((name) => plan[name] !== null && plan[name] !== undefined))
    .filter(({ code, is_5g }) => !is_5g || now.device5g !== false || code === now.planId)
    .map((plan) => ({ plan, isOwn: plan.code === now.planId, cost: costOf(plan, known) }));
  const own = priced.find(({ isOwn }) => isOwn);
  if (!own) return null;
  const feeOf = ({ fee }: Row): number => Number(fee);
  return priced
    .sort(
      (a, b) =>
        a.cost - b.cost ||
        Number(b.isOwn) - Number(a.isOwn) ||
        feeOf(a.plan) - feeOf(b.plan) ||
        (a.plan.code! < b.plan.code! ? -1 : 1),
    )
    .map(({ plan, isOwn, cost }): PlanFit => {
      const saving = perMonth(own.cost - cost, known.length);
      const code = plan.code as string;
      return {
        code,
        names: namesOr(code, plan.en, plan.zh),
        fee: feeOf(plan),
        cost: perMonth(cost, known.length),
        saving,
        revenueLost: Math.round((saving / (1 + tax!)) * 100) / 100,
        isOwn,
      };
    });
}

const prices = ['fee', 'data_allowance_gb', 'voice_allowance_min', 'overage_per_gb', 'overage_per_min'] as const;

/** Of all the months, in hundred-thousandths of a CNY: whole numbers, so that it is exact. */
function costOf(plan: Row, used: readonly Row[]): number {
  const beyond = (name: string, allowance: Value, whole: number): number =>
    used.reduce((sum, row) => sum + Math.max(scaled(row[name], whole) - scaled(allowance, whole), 0), 0);
  return (
    scaled(plan.fee, 100_000) * used.length +
    beyond('dataGb', plan.data_allowance_gb!, 1000) * scaled(plan.overage_per_gb, 100) +
    beyond('voiceMin', plan.voice_allowance_min!, 10) * scaled(plan.overage_per_min, 10_000)
  );
}

const scaled = (value: Value | undefined, by: number): number => Math.round(Number(value) * by);

/** CNY a month to the fen, half away from zero. */
const perMonth = (cost: number, months: number): number =>
  (Math.sign(cost) * Math.floor((2 * Math.abs(cost) + 1000 * months) / (2000 * months))) / 100;
