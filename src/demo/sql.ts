import { badInput } from '../errors.js';
import { text } from '../lib/quote.js';

/** Runs one SQL statement; the rows, if any, are dropped. */
export type Execute = (sql: string) => Promise<void>;

/** Every pseudo-random decision has a name, so that no two of them share their randomness. Add new ones at the end. */
const DRAWS = [
  'enterprise', 'householdContract', 'county', 'grid', 'city', 'tenure', 'joinDay', 'channelKind', 'channel', 'staff',
  'subCard', 'tier', 'fiveGPlan', 'variant', 'device', 'broadband', 'iptv', 'familyNet', 'groupNet', 'gender', 'birth', 'credit',
  'portedIn', 'style', 'dataLevel', 'voiceLevel', 'dataNoise', 'voiceNoise', 'asleep', 'asleepSince', 'contract', 'contractEnd',
  'leave', 'leaveReason', 'lifeDay', 'pay', 'winBack', 'reentry', 'wake', 'drop', 'dropData', 'dropVoice', 'recover',
  'planChange', 'planChangeDay', 'newDevice', 'newBroadband', 'lastUse', 'industry', 'homeCell', 'workCell', 'otherSim',
  'longDistance', 'roaming', 'roamingShare', 'crossNet', 'parties', 'topFive', 'night', 'sms', 'activeDays', 'vas', 'vasFee', 'broadbandFee',
  'arrears', 'arrearsSum', 'balance', 'discount', 'commission', 'promotion', 'complaint', 'secondComplaint', 'refund', 'satisfaction', 'survey', 'score',
  'complaintDay', 'contact', 'contactDay', 'scene', 'offer', 'secondOffer', 'outcome', 'otherOutcome', 'contactMargin', 'orderChannel',
  'cellCapacity', 'cellForeign', 'targetLevel', 'unknownPerson', 'acceptsCalls', 'acceptsMessages', 'acceptsPartners',
  'ownStore', 'servingStore', 'servingStaff',
  'fromLead', 'leadSource', 'leadLag', 'leadOthers', 'leadDay', 'leadContact', 'leadContactDay', 'leadState', 'leadNeed', 'leadLost', 'leadCost', 'ownScore',
  'eagerDay', 'complaintKind', 'complaintLag', 'complaintChannel', 'complaintSatisfied',
  'referrer', 'cellHour', 'payer', 'accountManager', 'works', 'worksClose', 'newStore',
] as const; // biome-ignore format: a word list

export type DrawName = (typeof DRAWS)[number];

/** A key's low 20 bits are left for the month (12 bits) and the draw (8 bits). */
const KEY_STEP = 1_048_576;

/** The key of what never changes about a number, customer, household … */
export const lastingKey = (id: string): string => `((${id})::BIGINT * ${KEY_STEP})`;

/** The key of what is decided anew each month. */
export const monthKey = (id: string, month: number): string => `((${id})::BIGINT * ${KEY_STEP} + ${month * 256})`;

/** The two steps of the R2 sequence (M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018): even in both at once. */
const STEPS = { city: 0.7548776662466927, tier: 0.5698402909980532 } as const;

export interface Draw {
  /** SQL for a number in [0, 1). */
  uniform(key: string, name: DrawName): string;
  /** SQL for a number in [0, 1) that fills the range evenly over successive ids, so that a mix hardly depends on the sample. */
  even(id: string, name: 'city' | 'tier'): string;
  /** SQL for a number that is about standard normal, within ±3.46: the sum of four uniforms cut from one hash. */
  normal(key: string, name: DrawName): string;
}

/**
 * Pseudo-random SQL expressions that depend on the seed, the key and the draw's name only: never on threads or the order of rows.
 * All are of the shape hash(one BIGINT): with more arguments DuckDB combines by XOR, and two draws of one key would go together.
 */
export function makeDraw(seed: number): Draw {
  if (!Number.isSafeInteger(seed)) throw badInput(`The demo's seed must be a whole number, but is ${seed}.`);
  const mask = scramble(BigInt(seed));
  const hashed = (key: string, name: DrawName) => `hash(xor(${key} + ${DRAWS.indexOf(name)}, ${mask}))`;
  return {
    uniform: (key, name) => `((${hashed(key, name)} >> 11)::DOUBLE * 1.1102230246251565e-16)`,
    even: (id, name) =>
      `((${id} * ${STEPS[name]}::DOUBLE + ((hash(${mask} + ${DRAWS.indexOf(name)}) >> 11)::DOUBLE * 1.1102230246251565e-16)) % 1)`,
    normal: (key, name) => {
      const h = hashed(key, name);
      const sum = `((${h} & 65535) + ((${h} >> 16) & 65535) + ((${h} >> 32) & 65535) + (${h} >> 48))`;
      return `(${sum}::DOUBLE * ${Math.sqrt(3) / 65536} - ${2 * Math.sqrt(3)})`;
    },
  };
}

/** splitmix64, cut to 62 bits so that it is a positive BIGINT. */
function scramble(seed: bigint): bigint {
  let z = BigInt.asUintN(64, seed + 0x9e3779b97f4a7c15n);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return (z ^ (z >> 31n)) & 0x3fffffffffffffffn;
}

/** A nested list as the rows of a VALUES clause; null, numbers, booleans and texts. */
export const rows = (values: readonly (readonly (string | number | boolean | null)[])[]): string =>
  values.map((row) => `(${row.map((v) => (typeof v === 'string' ? text(v) : String(v))).join(', ')})`).join(',\n');

/** SQL for one of some values by their shares, from a draw in [0, 1); the last value takes the rest. */
export function choose(draw: string, options: readonly (readonly [share: number, value: string])[]): string {
  let sum = 0;
  const whens = options.slice(0, -1).map(([share, value]) => {
    sum += share;
    return `WHEN ${draw} < ${sum.toFixed(5)} THEN ${value}`;
  });
  return `CASE ${whens.join(' ')} ELSE ${options.at(-1)![1]} END`;
}
