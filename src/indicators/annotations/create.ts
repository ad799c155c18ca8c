import { randomUUID } from 'node:crypto';
import { badInput, MartletError } from '../../errors.js';
import { insertAnnotation, markAnnotationRemoved } from '../../ledger/annotations.js';
import { madeBefore, sameRequest } from '../../ledger/keyed-tables.js';
import type { AnnotationKind, AnnotationRow } from '../../ledger/tables.js';
import { requireAct } from '../../security/grants.js';
import { keptRows } from '../../security/rows.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { storedNote } from '../../session/note.js';
import { requireMany } from '../../session/require-many.js';
import { newestMonth, resolveScope, type ScopeInput } from '../../session/scope.js';
import type { IndicatorSession } from '../session.js';
import { keptScope } from './annotation-scope.js';
import { annotationLedger, annotationNamed } from './annotations.js';

/** What happened, when, to whom (by default to everybody), and what people are told of it. */
export interface NewAnnotation extends Pick<ScopeInput, 'where' | 'slice'> {
  readonly kind: AnnotationKind;
  readonly from: string;
  /** The last day; by default the first one. */
  readonly until?: string | null;
  readonly text: { readonly en: string; readonly zh: string };
  readonly idempotencyKey?: string | null;
}

/**
 * Says what happened: it stands beside the figures that it touches. Asked again with the same key, it gives what was made. Errors: FORBIDDEN
 * (tier, act, masked filter), BAD_USER_INPUT, UNKNOWN_NAME, STALE_SLICE, CONFLICT for the same key with something else.
 */
export async function createAnnotation(input: NewAnnotation, context: IndicatorSession): Promise<AnnotationRow> {
  const ledger = annotationLedger(context);
  const { viewer } = context;
  requireAct(viewer, 'ANNOTATE');
  const request = keyedRequest(input.idempotencyKey, [input, keptRows(viewer.rows)], viewer);
  const known = await madeBefore(ledger.db, 'annotation', request);
  if (known) return annotationNamed(known.id, context);
  const row: AnnotationRow = {
    ...(await saidBy(input, context)),
    id: randomUUID(),
    cities: keptRows(viewer.rows),
    created_by: viewer.subject,
    created_at: new Date().toISOString(),
    removed_by: null,
    removed_at: null,
    idempotency_key: request?.key ?? null,
    request_hash: request?.hash ?? null,
  };
  const stored = await insertAnnotation(ledger, row);
  if (stored.id !== row.id) return sameRequest('annotation', stored, request!.hash);
  await writeAuditLine('annotation created', { annotation: row.id, kind: row.kind }, context);
  return row;
}

async function saidBy({ kind, from, until, text, where, slice }: NewAnnotation, context: IndicatorSession) {
  const last = until ?? from;
  if (last < from) throw badInput(`until: expected ${from} (from) or later, found ${last}.`);
  const { scope } = await resolveScope({ where, slice }, context, 1);
  const kept = keptScope(scope);
  // Whether a figure is touched by it would tell of few.
  await requireMany(scope, [newestMonth(context.coverage.months)], context);
  const said = (name: string, words: string) => {
    const note = storedNote(`text.${name}`, words.trim(), context.viewer.limits);
    if (note === '') throw badInput(`text.${name}: expected what happened in a few words, found none.`);
    return note;
  };
  return { kind, first_day: from, last_day: last, scope: kept, text_en: said('en', text.en), text_zh: said('zh', text.zh) };
}

/** Takes an annotation away: by its author, or by who sees all that its author saw and may say such things. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function removeAnnotation(id: string, context: IndicatorSession): Promise<AnnotationRow> {
  const ledger = annotationLedger(context);
  const { viewer } = context;
  requireAct(viewer, 'ANNOTATE');
  const row = await annotationNamed(id, context);
  if (row.removed_at !== null) return row;
  if (row.created_by !== viewer.subject && viewer.rows !== null)
    throw new MartletError(
      'FORBIDDEN',
      `Annotation ${id} was made by ${row.created_by}: expected its author, or somebody who sees all numbers, to take it away.`,
    );
  const removed = { removed_by: viewer.subject, removed_at: new Date().toISOString() };
  if (!(await markAnnotationRemoved(ledger, id, removed))) return annotationNamed(id, context);
  await writeAuditLine('annotation removed', { annotation: id }, context);
  return { ...row, ...removed };
}
