import type { ListUnit } from './list-tables.js';

/** A rule of which each generation makes a target list. */
export interface StandingListRow {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly scene: string;
  /** JSON: codes of the offers. */
  readonly offers: string;
  /** The slice, which is followed by its rule, and the filter (JSON) that its numbers come from. */
  readonly slice: string | null;
  readonly filter: string | null;
  /** Of each list. */
  readonly max_size: number | null;
  /** CNY. */
  readonly budget: number | null;
  /** Share kept out, to compare with: 0 to 1. */
  readonly hold_out: number;
  /** As of a target list; null is 0. */
  readonly exploration: number | null;
  readonly rank_by: string;
  readonly per: ListUnit;
  /** 1: whoever was on an earlier list of it, or kept out of one, is on no other. */
  readonly only_new: number;
  /** A list's last day is so many days after that of its freeze. */
  readonly expires_after_days: number;
  /** Up to how many members, and what expected cost (CNY), a list is approved with it; null: each is approved by itself. */
  readonly approve_size: number | null;
  readonly approve_budget: number | null;
  /** As of a target list: of all its lists together. */
  readonly goal_measure: string | null;
  readonly goal: string | null;
  /** JSON: the cities that its author may see, or what else he is granted rows by (`keptRows`); null for all. */
  readonly cities: string | null;
  /** A slice of fewer numbers is not told to its author: none is made of it. */
  readonly minimum_group: number;
  readonly created_by: string;
  readonly created_at: string;
  /** The newest generation that it is done with: of it, and of those before it, no list is to be made any more. */
  readonly generation: string;
  /** Who makes the list of a newer one has it to himself until then. */
  readonly leased_until: string | null;
  /** Why there is no list of that generation; null where there is. */
  readonly fault: string | null;
  /** Who approved its bounds; null: nobody yet, or it was paused since. */
  readonly approved_by: string | null;
  readonly approved_at: string | null;
  readonly paused_by: string | null;
  readonly paused_at: string | null;
  /** Its author's own name for the request, unique for an author, and the hash of what was asked; null without one. */
  readonly idempotency_key: string | null;
  readonly request_hash: string | null;
}
