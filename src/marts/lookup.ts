import type { Builder } from '../warehouse/duckdb.js';

/** How phone numbers are hashed, in SQL. */
export interface PhoneHash {
  readonly keyVersion: string;
  /** A text's digits in the one spelling that is hashed; null where it is no phone number. */
  readonly normal: (column: string) => string;
  /** The keyed hash of such digits. */
  readonly keyed: (column: string) => string;
  /** The parameters of `keyed`, $1 and on. The key is in them: they are bound, so that no statement and no error shows it. */
  readonly parameters: readonly string[];
}

/**
 * Writes `serving.number_lookup`: the first 128 bits of the hash of each phone number that a number had in any month of number_state (`states`, a
 * relation). Each pair is normalised and hashed once, as its months repeat it.
 */
export async function writeLookup(builder: Builder, states: string, phones: PhoneHash): Promise<void> {
  await builder.query(
    // Materialized, or the last filter is pushed down to every row of every month, and takes four times as long as all the rest.
    `CREATE TABLE serving.number_lookup AS
    WITH
      written AS MATERIALIZED (SELECT DISTINCT msisdn, number_id FROM ${states} WHERE msisdn IS NOT NULL),
      phone AS MATERIALIZED (SELECT DISTINCT ${phones.normal('msisdn')} AS msisdn, number_id FROM written)
    SELECT CAST(left(${phones.keyed('msisdn')}, 32) AS UUID) AS msisdn_hash, number_id FROM phone WHERE msisdn IS NOT NULL ORDER BY msisdn_hash, number_id`,
    phones.parameters,
  );
  // 5 million: 372 MB with the index and 1.7 ms a look-up; 91 MB and 10 ms without. As text the index is 600 MB.
  await builder.execute('CREATE INDEX number_lookup_msisdn_hash ON serving.number_lookup (msisdn_hash)');
}
