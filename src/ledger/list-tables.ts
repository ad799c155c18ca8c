import type { Outcome } from './contact-tables.js';

export type ListStatus = 'DRAFT' | 'FROZEN' | 'APPROVED' | 'RUNNING' | 'CLOSED' | 'EXPIRED';

/** A target list. Its members are a file of its own, whose hash is here. */
export interface TargetListRow {
  readonly id: string;
  readonly name: string;
  readonly status: ListStatus;
  readonly scene: string;
  /** JSON: codes of the offers. */
  readonly offers: string;
  /** The slice and the filter (JSON) that its numbers come from. */
  readonly slice: string | null;
  readonly filter: string | null;
  readonly month: string;
  readonly purpose: string;
  readonly max_size: number | null;
  /** CNY. */
  readonly budget: number | null;
  /** Share kept out, to compare with: 0 to 1. */
  readonly hold_out: number;
  /** Share of its seats that is drawn among whom the best leave out; null of a list of before there was any: its file has fewer columns. */
  readonly exploration: number | null;
  readonly rank_by: string;
  /** The last day of it. */
  readonly expires_on: string | null;
  /** JSON: the cities that its author may see, or what else he is granted rows by (`keptRows`); null for all. */
  readonly cities: string | null;
  /** JSON: the cities of its members and of those kept out, "" for none; null before it is frozen, and of lists of before this was kept. */
  readonly member_cities: string | null;
  /** Of the hash that draws who is kept out. */
  readonly salt: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly generation: string;
  readonly frozen_at: string | null;
  readonly size: number;
  /** Numbers that are kept out. */
  readonly held_out: number;
  /** JSON: how many numbers stopped at which gate. */
  readonly suppressed: string;
  /** Numbers of the slice: members, kept out and suppressed. */
  readonly slice_count: number;
  /** Customers or households on the list, and kept out. */
  readonly treated_units: number;
  readonly control_units: number;
  /** SHA-256 of the members' file. */
  readonly content_hash: string | null;
  readonly rule_version: string;
  /** CNY. */
  readonly expected_net_benefit: number | null;
  readonly expected_cost: number | null;
  readonly approved_by: string | null;
  readonly approved_at: string | null;
  readonly started_at: string | null;
  readonly closed_at: string | null;
  /** Its author's own name for the request, unique for an author, and the hash of what was asked; null without one. */
  readonly idempotency_key: string | null;
  readonly request_hash: string | null;
  /** Code of the measure that the list is to change, and the whole goal (JSON); null without one. */
  readonly goal_measure: string | null;
  readonly goal: string | null;
  /** The standing list that made it, one of each generation; null where somebody did. */
  readonly standing_id: string | null;
  readonly per: ListUnit;
}

/** What a list has at most one number of. */
export type ListUnit = 'NUMBER' | 'HOUSEHOLD' | 'CUSTOMER';

/** How far the members of a list's city have been handed out. */
export interface CursorRow {
  readonly list_id: string;
  /** Empty for numbers without one. */
  readonly city: string;
  /** Place of the city's first member not yet handed out, from 1; size + 1 at the end. */
  readonly next: number;
  readonly size: number;
}

/** Work of a list that a subject holds until its lease is over. */
export interface BatchRow {
  readonly id: string;
  readonly list_id: string;
  readonly subject: string;
  /** 1, 2, 3, … of the list: a holder must say the fence of its own batch. */
  readonly fence: number;
  readonly lease_until: string;
  readonly created_at: string;
  /** When what was left of it went back. */
  readonly released_at: string | null;
  /** The holder's own name for the claim, unique for a subject, and the hash of what was asked; null without one. */
  readonly idempotency_key: string | null;
  readonly request_hash: string | null;
  /** Who took it back from its holder, and why. */
  readonly taken_back_by: string | null;
  readonly taken_back_reason: string | null;
}

export type ItemState = 'CLAIMED' | 'OPEN' | 'DONE' | 'EXHAUSTED' | 'DROPPED';

/** A member of a list that was handed out at least once. */
export interface ItemRow {
  readonly list_id: string;
  readonly number_id: string;
  readonly city: string;
  /** In its city, from 1. */
  readonly place: number;
  /** In the list, from 1. */
  readonly rank: number;
  readonly offer: string;
  readonly state: ItemState;
  /** How often it was claimed, not counting those given or taken back, and those that ended in an appointment. */
  readonly attempts: number;
  /** The batch that has it, finished it or dropped it; null while none has it. */
  readonly batch_id: string | null;
  /** Open again, but not before this time. */
  readonly not_before: string | null;
  /** When the customer asked to be called back; until something else comes of it. */
  readonly call_back_at: string | null;
  readonly outcome: Outcome | null;
  /** Why it was dropped. */
  readonly reason: string | null;
}
