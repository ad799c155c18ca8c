import fc from 'fast-check';
import type { Data, Gateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

const types = {
  where: 'SliceFilter',
  slice: 'Slice',
  from: 'YearMonth',
  to: 'YearMonth',
  grain: 'TimeGrain',
  against: 'Baseline',
  having: '[MeasureCondition!]',
  orderBy: '[AnalysisOrder!]',
  first: 'Int',
  after: 'String',
  topPer: 'TopPer',
  totals: 'Boolean',
  fill: 'Fill',
  cumulative: 'Boolean',
};
const variables = Object.entries(types).map(([name, type]) => `$${name}: ${type}`);
const given = Object.keys(types).map((name) => `${name}: $${name}`);
const head = 'period isPartial isOther totalOf';

/** An analysis with these fields in its rows and totals; its arguments are variables of the same names. */
export const analysisQuery = (fields: string): string =>
  `query (${variables.join(', ')}) { analysis(${given.join(', ')}) {
    rowCount rows { ${head} ${fields} } totals { ${head} ${fields} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } }`;

/** Its answer, on one page; an error fails the test with its message. */
export const analysisOf = async (gateway: Gateway, fields: string, asked: Record<string, unknown> = {}): Promise<Data> =>
  (await dataOf(gateway, analysisQuery(fields), { first: 10_000, ...asked })).analysis;

/** "AGE_GROUP" is the field "ageGroup". */
export const fieldOf = (code: string): string =>
  code.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
export const fieldsOfAll = (codes: readonly string[]): string => codes.map(fieldOf).join(' ');

/** Few and many values, empty values, whole numbers, booleans, fixed order and none; with a rollup and without. */
export const dimensions = [
  'CITY',
  'COUNTY',
  'AREA_TYPE',
  'PLAN_TIER',
  'STAGE',
  'AGE_GROUP',
  'LEAVE_REASON',
  'CREDIT_LEVEL',
  'HAS_BROADBAND',
  'DEVICE_5G',
  'INDUSTRY',
  'JOIN_CHANNEL_KIND',
];
export const additive = ['GROSS_ADDS', 'LEAVERS', 'NET_ADDS', 'REVENUE', 'DATA_VOLUME', 'COMPLAINTS', 'CONTRIBUTION_MARGIN'];
export const stocks = ['NUMBERS', 'CLOSING_SUBSCRIBERS', 'AVERAGE_SUBSCRIBERS', 'ARREARS'];
export const ratios = ['ARPU', 'CHURN_RATE', 'NPS', 'SATISFACTION', 'PRICE_PER_GB', 'FIVE_G_PENETRATION', 'ACQUISITION_COST'];
/** Counts of different things, and ratios with such: no sum of parts is the whole's. */
export const distinct = [
  'CUSTOMERS',
  'HOUSEHOLDS',
  'CONVERGED_HOUSEHOLDS',
  'NUMBERS_PER_CUSTOMER',
  'HOUSEHOLD_ARPU',
  'MARKET_SHARE',
  'PENETRATION',
];
export const measures = [...additive, ...stocks, ...ratios, ...distinct];

export const some = (codes: readonly string[], least: number, most: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...codes), { minLength: least, maxLength: most });

/** From–to within these months, up to `most` long. */
export const spanOf = (months: readonly string[], most = 5): fc.Arbitrary<{ from: string; to: string }> =>
  fc
    .tuple(fc.nat(months.length - 1), fc.nat(most - 1))
    .map(([from, length]) => ({ from: months[from]!, to: months[Math.min(from + length, months.length - 1)]! }));
export const grains = fc.constantFrom('MONTH', 'QUARTER', 'YEAR', 'TOTAL');
