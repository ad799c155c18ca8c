/** A set of numbers that somebody sent in; who is in it lies in a file (`snapshotFile`). */
export interface NumberSetRow {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  /** The last day on which it can be used. */
  readonly expires_on: string;
  /** 1: its numbers have scores, though not each must have one. */
  readonly has_scores: number;
  /** Different ids in the file, known or not. */
  readonly numbers: number;
  /** Different phone numbers that were sent and led to no number: they are not kept. */
  readonly unmatched: number;
  /** Hexadecimal SHA-256 of the file. */
  readonly content_hash: string;
  /** JSON: the cities that its maker may see, or what else he is granted rows by (`keptRows`); null for all. */
  readonly cities: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly removed_at: string | null;
  /** Its maker's own name for the request, unique for a maker, and the hash of what was sent; null without one. */
  readonly idempotency_key: string | null;
  readonly request_hash: string | null;
}
