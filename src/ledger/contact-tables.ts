export type Outcome = 'REACHED' | 'NOT_REACHED' | 'ACCEPTED' | 'REFUSED' | 'CALL_BACK' | 'DO_NOT_CONTACT' | 'WRONG_NUMBER';

/** What was decided for a number in a scene. Decisions are only ever added. */
export interface DecisionRow {
  readonly id: string;
  readonly at: string;
  /** The operator's local day. */
  readonly day: string;
  readonly number_id: string;
  readonly scene: string;
  /** Who asked, by the name in the policies. */
  readonly subject: string;
  readonly generation: string;
  /** The last day that the marts know. */
  readonly data_date: string;
  readonly rule_version: string;
  /** 1 where the number's own data were used. */
  readonly personalised: number;
  /** 1 where something that should have been asked did not answer. */
  readonly degraded: number;
  /** 1 where the number is kept out, to compare with. */
  readonly held_out: number;
  /** JSON: the offers made, the best first. */
  readonly shown: string;
  /** JSON: every candidate with its rank, or the gate that it stopped at. */
  readonly considered: string;
  /** The caller's own name for the request, unique for a subject, and the hash of what was asked; null without one. */
  readonly idempotency_key: string | null;
  readonly request_hash: string | null;
}

/** An offer of a decision that the customer was really shown. Impressions are only ever added. */
export interface ImpressionRow {
  readonly decision_id: string;
  readonly offer: string;
  /** When it was first told. */
  readonly at: string;
  /** Who told it, by the name in the policies. */
  readonly subject: string;
}

/** A contact and its outcome. Contacts are only ever added. */
export interface ContactRow {
  readonly id: string;
  /** Who recorded it, by the name in the policies. */
  readonly subject: string;
  /** The caller's own name for the outcome; unique for a subject. */
  readonly idempotency_key: string;
  /** Hash of what was recorded: the same key with another is a conflict. */
  readonly request_hash: string;
  readonly number_id: string;
  readonly offer: string;
  readonly scene: string;
  readonly outcome: Outcome;
  /** Why it came out so: a code of the catalogue. */
  readonly reason: string | null;
  /** When the customer asked to be called back. */
  readonly call_back_at: string | null;
  /** When it happened. */
  readonly at: string;
  /** The operator's local day of `at`, and its month, e.g. "2026-10". */
  readonly day: string;
  readonly month: string;
  /** When the ledger got it. */
  readonly recorded_at: string;
  readonly list_id: string | null;
  readonly decision_id: string | null;
  readonly batch_id: string | null;
  readonly note: string | null;
  /** CNY: what it cost. */
  readonly cost: number;
  /** CNY: what the offer brings when it is accepted. */
  readonly margin: number | null;
  readonly generation: string;
  /** Key of the number's household when it was recorded (64 bits, decimal); null where the newest month did not have the number. */
  readonly household: string | null;
}

/** A scene that is closed for a number. Of several words the last counts. */
export interface DoNotContactRow {
  readonly number_id: string;
  readonly scene: string;
  /** The last day of it; null until it is lifted. */
  readonly until: string | null;
  readonly reason: string;
  readonly subject: string;
  readonly at: string;
  /** The contact in which the customer said so. */
  readonly contact_id: string | null;
}
