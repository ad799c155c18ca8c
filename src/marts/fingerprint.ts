import { createHash } from 'node:crypto';
import type { Rollup } from '../catalogue/types.js';
import type { Attached } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import type { HeldOutList } from './hold-outs.js';
import { keptMarts } from './write-serving.js';

/** Another one where files are made otherwise of the same marts. */
const storeVersion = 2;

/** What a generation is made from, as hashes: what is equal need not be made again. */
export interface Fingerprints {
  readonly months: Readonly<Record<string, string>>;
  /** By rollup: its SQL and definition. */
  readonly rollups: Readonly<Record<string, string>>;
  /** By base mart and month ("score/2026-10"), also of those that no month of numbers rests on: scores, leads, months beyond the numbers'. */
  readonly base: Readonly<Record<string, string>>;
  /** Of everything. */
  readonly inputs: string;
}

export interface FingerprintInputs {
  readonly contract: Contract;
  readonly attached: Attached;
  readonly martsHash: string;
  /** Marts of the contract that a month's marts are made of. */
  readonly madeOf: readonly string[];
  readonly catalogueHash: string;
  readonly keyVersion: string;
  readonly rollups: ReadonlyMap<Rollup, string>;
  /** Whose hold-outs are counted. */
  readonly lists: readonly HeldOutList[];
}

export const jsonHash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Of a rollup's definition and the SQL that makes it. */
export const rollupFingerprint = (rollup: Rollup, sql: string): string => jsonHash([rollup, sql]);

/** By base mart of the contract, sorted: the columns that the warehouse has. */
export const coverageByMart = (attached: Attached): Record<string, string[]> =>
  Object.fromEntries(
    [...attached.marts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { provided }]) => [name, [...provided].sort()]),
  );

/** A month's fingerprint has the one before it in it: a month rests on all earlier ones (who left when, what was before). */
export function fingerprints({
  contract,
  attached,
  martsHash,
  madeOf,
  catalogueHash,
  keyVersion,
  rollups,
  lists,
}: FingerprintInputs): Fingerprints {
  const coverage = coverageByMart(attached);
  const whole = (mart: string): string => attached.marts.get(mart)?.whole.fingerprint ?? '';
  // Some come by month, others are looked up as a whole.
  const byMonth = madeOf.filter((mart) => contract.marts.get(mart)?.partition);
  const common = jsonHash([
    contract.hash,
    martsHash,
    attached.idType,
    madeOf.map((mart) => coverage[mart]),
    madeOf.filter((mart) => !byMonth.includes(mart)).map(whole),
  ]);
  const months: Record<string, string> = {};
  let before = common;
  for (const month of attached.months) {
    before = jsonHash([before, month, byMonth.map((mart) => attached.marts.get(mart)?.months.get(month)?.fingerprint ?? '')]);
    months[month] = before;
  }
  const rolled = Object.fromEntries([...rollups].map(([rollup, sql]) => [rollup.name, rollupFingerprint(rollup, sql)]));
  const kept = keptMarts(contract).map(whole);
  const base = Object.fromEntries(
    [...attached.marts].flatMap(([mart, { months: own }]) =>
      [...own].map(([month, { fingerprint }]) => [
        `${mart}/${month}`,
        jsonHash([contract.hash, attached.idType, coverage[mart], fingerprint]),
      ]),
    ),
  );
  const inputs = jsonHash([
    storeVersion,
    months,
    rolled,
    contract.hash,
    catalogueHash,
    martsHash,
    keyVersion,
    coverage,
    kept,
    base,
    lists.map(({ id, month, share, hash }) => [id, month, share, hash]),
  ]);
  return { months, rollups: rolled, base, inputs };
}
