export const eventTypes = [
  'list.frozen',
  'list.approved',
  'list.expired',
  'outcome.recorded',
  'order.made',
  'export.done',
  'generation.published',
  'signal.found',
] as const;
/** What happened, as a CloudEvent calls it. */
export type EventType = (typeof eventTypes)[number];

/** Something that happened, written in the transaction that made it so, where somebody is to be told of it. Events are only ever added. */
export interface OutboxEventRow {
  readonly id: string;
  readonly type: EventType;
  /** What it is about: a list, a number, an export, a generation, a figure. */
  readonly subject: string;
  /** Grows with each event of the subject. */
  readonly seq: number;
  readonly at: string;
  /** JSON: nothing personal stands in it, whoever is told. */
  readonly data: string;
}

/** Somebody who is told of events. */
export interface WebhookRow {
  readonly id: string;
  /** Who asked to be told, by the name in the policies, and by which key: what it may see is told, as it is when it is told. */
  readonly subject: string;
  /** null: the developer's, who has none. */
  readonly key_id: string | null;
  readonly callback: string;
  /** JSON: the types of events. */
  readonly types: string;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** WITHHELD: whom it was for may not see what it is about. GIVEN_UP: for a day it was not taken. */
export type DeliveryState = 'WAITING' | 'TOLD' | 'WITHHELD' | 'GIVEN_UP';

/** How far an event has got to one who is told. */
export interface WebhookDeliveryRow {
  readonly webhook_id: string;
  readonly event_id: string;
  /** Of the event: of one subject the next waits until the one before is told. */
  readonly subject: string;
  readonly seq: number;
  readonly state: DeliveryState;
  /** How often it was begun: also the fence of who tells it. */
  readonly attempts: number;
  /** From when on it was to be told. */
  readonly since: string;
  /** When it is to be told next; while somebody tells it, until when he has it to himself. */
  readonly due_at: string;
  /** Why it was not taken. */
  readonly fault: string | null;
  readonly ended_at: string | null;
}
