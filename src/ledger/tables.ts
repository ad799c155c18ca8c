import type { AnnotationRow } from './annotation-tables.js';
import type { ContactRow, DecisionRow, DoNotContactRow, ImpressionRow } from './contact-tables.js';
import type { IncomingEventRow } from './incoming-tables.js';
import type { BatchRow, CursorRow, ItemRow, TargetListRow } from './list-tables.js';
import type { OutboxEventRow, WebhookDeliveryRow, WebhookRow } from './outbox-tables.js';
import type { NumberSetRow } from './set-tables.js';
import type { StandingListRow } from './standing-tables.js';

export type * from './annotation-tables.js';
export type * from './contact-tables.js';
export type * from './incoming-tables.js';
export type * from './list-tables.js';
export type * from './outbox-tables.js';
export type * from './set-tables.js';
export type * from './standing-tables.js';

/** The ledger's tables as rows are read and written. A migration that adds a table adds its row type here. */
export interface LedgerTables {
  audit_line: AuditLine;
  export_job: ExportJobRow;
  decision: DecisionRow;
  impression: ImpressionRow;
  contact: ContactRow;
  do_not_contact: DoNotContactRow;
  target_list: TargetListRow;
  standing_list: StandingListRow;
  annotation: AnnotationRow;
  number_set: NumberSetRow;
  work_cursor: CursorRow;
  work_batch: BatchRow;
  work_item: ItemRow;
  outbox_event: OutboxEventRow;
  incoming_event: IncomingEventRow;
  webhook: WebhookRow;
  webhook_delivery: WebhookDeliveryRow;
  probe: ProbeRow;
  key_use: KeyUseRow;
  question_shape: QuestionShapeRow;
}

/** Nobody reads it: whether it can be written is what counts. */
export interface ProbeRow {
  readonly id: string;
  readonly filler: string;
}

/** When an API key was last used; its id is that of the policies file. */
export interface KeyUseRow {
  readonly id: string;
  readonly used_at: string;
}

/** What questions of figures needed, without their values: see question-shapes.ts. Lists are JSON. */
export interface QuestionShapeRow {
  /** Hash of what it needs and of what answered. */
  readonly id: string;
  readonly mart: string;
  readonly dimensions: string;
  readonly trees: string;
  readonly rollup: string | null;
  readonly obstacle: string | null;
  readonly asked: number;
  readonly seconds: number;
  readonly first_at: string;
  readonly last_at: string;
}

/** A line of the audit, as stored. Lines are only ever added. */
export interface AuditLine {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number;
  /** ISO 8601 in UTC with milliseconds, as all times of the ledger. */
  readonly at: string;
  /** Who asked, by the name in the policies. */
  readonly subject: string;
  /** What for, in the caller's words. */
  readonly purpose: string | null;
  /** What was asked, e.g. "read clear numbers". */
  readonly action: string;
  /** Hash of the operation's text. */
  readonly operation: string | null;
  /** Rows that left the gateway. */
  readonly rows: number | null;
  /** Of the marts that answered. */
  readonly generation: string | null;
  readonly decision: 'ALLOWED' | 'DENIED';
  /** JSON: what else explains the decision. */
  readonly detail: string | null;
  /** Hash of the line before; of the first line, zeros. */
  readonly previous: string;
  /** SHA-256 of all the above. */
  readonly hash: string;
}

export type ExportStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED' | 'EXPIRED';

/** An export, from the moment it is asked for until its file is gone. */
export interface ExportJobRow {
  readonly id: string;
  /** Who asked, by the name in the policies. */
  readonly subject: string;
  /** Hash of what they might see: with other rights they may not see the file either. */
  readonly rights: string;
  /** The caller's own name for the request; unique for a subject. */
  readonly idempotency_key: string | null;
  /** Hash of what was asked: the same key with another request is a conflict. */
  readonly request_hash: string;
  readonly kind: string;
  readonly format: string;
  /** As the file is called when it is downloaded. */
  readonly file_name: string;
  readonly generation: string;
  readonly purpose: string | null;
  readonly status: ExportStatus;
  /** 0 to 1. */
  readonly progress: number;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** Why it failed, for the one who asked. */
  readonly error: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly expires_at: string | null;
  /** The process that runs it (`owner` in exports/owner.ts), and when it last said that it does. */
  readonly owner: string;
  readonly heartbeat_at: string;
}
