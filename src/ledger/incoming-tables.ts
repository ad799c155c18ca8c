/** What another system told. It says nothing personal but whom it is about, by the number's id. */
export interface IncomingEventRow {
  readonly id: string;
  /** Who told it, by the name in the policies. */
  readonly sender: string;
  /** By these two its sender tells it from all others: the same is kept once. */
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  /** When it happened, and when the ledger got it. */
  readonly at: string;
  readonly received_at: string;
  /** Where: a shop, a hotline, an app. */
  readonly channel: string | null;
  /** null: no number of the marts is it about. */
  readonly number_id: string | null;
  /** 1 where somebody was to be told, 0 where it is only kept. */
  readonly acted_on: number;
}
