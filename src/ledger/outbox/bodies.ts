import type { ContactRow, ExportJobRow, ListStatus, TargetListRow } from '../tables.js';
import type { NewEvent } from './events.js';

// What others are told, of one kind of thing each. Nothing personal stands in it, and no words that people typed: of a number its id.

/** An outcome, and where it is one the order. */
export function contactBodies(row: ContactRow): readonly NewEvent[] {
  const { id: contact, number_id: number, offer, scene, outcome, reason, at, list_id: list, decision_id: decision } = row;
  const about = { contact, number, offer, scene, at, list, decision };
  const recorded: NewEvent = { type: 'outcome.recorded', subject: number, data: { ...about, outcome, reason } };
  return outcome === 'ACCEPTED' ? [recorded, { type: 'order.made', subject: number, data: about }] : [recorded];
}

const listTypes = { FROZEN: 'list.frozen', APPROVED: 'list.approved', EXPIRED: 'list.expired' } as const;

/** A list that has come to its status just now; null where nobody is told of that. */
export function listBody(row: TargetListRow): NewEvent | null {
  const { id, status, scene, offers, month, size, held_out: heldOut, generation, expires_on: expiresOn } = row;
  if (!isTold(status)) return null;
  const data = { list: id, status, scene, offers: JSON.parse(offers), month, size, heldOut, generation, expiresOn };
  return { type: listTypes[status], subject: id, data };
}

const isTold = (status: ListStatus): status is keyof typeof listTypes => status in listTypes;

/** An export whose file is there. */
export function exportBody(row: ExportJobRow): NewEvent {
  const { id, kind, format, generation, rows, bytes, sha256, expires_at: expiresAt } = row;
  return { type: 'export.done', subject: id, data: { export: id, kind, format, generation, rows, bytes, sha256, expiresAt } };
}
