import type { Coverage } from '../../src/figures/figure.js';
import { shiftMonth } from '../../src/lib/months.js';

// By hand, and not from the catalogue: which figures are none for being cut, while the whole that they are of is there.

/** Who leaves in a month has another value of these at its end. */
export const setByLeaving = [
  ...['STAGE', 'SEGMENT', 'STATUS', 'LEAN', 'VALUE_TIER', 'RISK_BAND', 'LEAVE_DRIVER', 'COMPANY_SIZE'],
  ...['RFM_CELL', 'RECENCY_SCORE', 'FREQUENCY_SCORE', 'MONEY_SCORE'],
];

/** Measures that count who leaves, or who does not. */
export const countsLeaving = [
  ...['LEAVERS', 'LEAVERS_ARREARS', 'LEAVERS_PRICE', 'LEAVERS_SERVICE', 'LEAVERS_PORT_OUT', 'LEAVERS_MOVED', 'LEAVERS_OTHER'],
  ...['NET_ADDS', 'CHURN_RATE', 'HIGH_VALUE_RETENTION', 'RETENTION_6M'],
];

/** Only who has left has a value of these: leavers can be told by them, and nothing that counts anybody else beside them. */
export const toldByLeaving = ['LEAVE_REASON'];

/** Is a figure of this measure CUT_BY_OUTCOME where rows are cut by these dimensions? */
export const isOutcome = (measure: string, by: readonly string[]): boolean =>
  countsLeaving.includes(measure) &&
  by.some((code) => setByLeaving.includes(code) || (toldByLeaving.includes(code) && !measure.startsWith('LEAVERS')));

/** The filter fields that leaving sets, as those dimensions are; and those that only who has left has. */
export const fieldsSet = [
  ...['stage', 'segment', 'status', 'lean', 'valueTier', 'rfmCell', 'recencyScore', 'frequencyScore', 'moneyScore'],
  ...['statusSince', 'onBooks', 'wonBack', 'lifecycle', 'lifecycleRules', 'dualDrop', 'secondarySim', 'valueDrop', 'valueGroups'],
  ...['highValueRetained', 'expectedMonths', 'lifetimeValue', 'scoreSpend', 'scoreNeed', 'scoreSatisfaction', 'scoreStickiness'],
  ...['scoreRecommendation', 'scoreTotal', 'householdNumbers', 'householdHasBroadband', 'householdHasIptv', 'householdRevenue'],
  ...['riskLogOdds', 'churnRisk', 'churnRisk3m', 'riskBand', 'riskBins', 'bestPlanId', 'bestPlanSaving', 'leaveDriver'],
  ...['companySize', 'companyNumbers'],
];
export const fieldsTold = ['leaveReason', 'leaver', 'leftOn', 'leftMonths', 'reEntered'];

/** The same where rows are selected by a filter. */
export const isSelectedByOutcome = (measure: string, where: unknown): boolean => {
  const fields = [...JSON.stringify(where ?? {}).matchAll(/"(\w+)":/g)].map(([, field]) => field!);
  const isDecided = (field: string) =>
    fieldsSet.includes(field) || (fieldsTold.includes(field) && !measure.startsWith('LEAVERS'));
  return countsLeaving.includes(measure) && fields.some(isDecided);
};

/** Is it NO_BASELINE in these months for a dimension of the month before, which the data's first month has not, or IMMATURE for one of the warning? */
export const isBeforeData = (
  by: readonly string[],
  months: readonly string[],
  { months: known, immature }: Pick<Coverage, 'months' | 'immature'>,
): boolean =>
  by.some(
    (code) =>
      (code.endsWith('_BEFORE') && months.includes(known[0]!)) ||
      (code.startsWith('LEAVE_DRIVER') &&
        known.slice(0, code === 'LEAVE_DRIVER' ? 2 : 3).some((month) => months.includes(month))) ||
      (code.startsWith('RISK_BAND') && months.some((month) => immature!.has(shiftMonth(month, code === 'RISK_BAND' ? 0 : -1)))),
  );

const ago: Readonly<Record<string, readonly number[]>> = {
  PREVIOUS_MONTH: [1],
  MEAN_OF_PRIOR_3: [1, 2, 3],
  SAME_MONTH_LAST_YEAR: [12],
  NONE: [],
};
/** The month of a question and those that it is compared with. */
export const monthsOf = (month: string, against: string): readonly string[] =>
  [0, ...ago[against]!].map((months) => shiftMonth(month, -months));
