import { badInput } from '../../errors.js';
import { annotationById, annotationsBetween } from '../../ledger/annotations.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { AnnotationRow } from '../../ledger/tables.js';
import { requireTier } from '../../security/grants.js';
import { requireBetween } from '../../security/limits.js';
import { areAmong, rowsKept } from '../../security/rows.js';
import type { Viewer } from '../../security/viewer.js';
import type { IndicatorSession } from '../session.js';

/** Errors: FORBIDDEN without tier 1, BAD_USER_INPUT where no ledger is kept. */
export function annotationLedger({ viewer, ledger }: Pick<IndicatorSession, 'viewer' | 'ledger'>): Ledger {
  requireTier(viewer, 1);
  if (!ledger) throw badInput('Annotations need a ledger: start "martlet serve" and ask it over HTTP.');
  return ledger;
}

/** What who sees all numbers says is told to everybody with tier 1; what others say to who sees all that they see. */
const maySee = ({ rows }: Viewer, { cities }: AnnotationRow): boolean => cities === null || areAmong(rowsKept(cities), rows);

/** Those that the viewer may see and that are looked at for figures, the newest first. */
export const annotationsBeside = async (ledger: Ledger, viewer: Viewer): Promise<readonly AnnotationRow[]> =>
  (await seenBetween(ledger, '', '9999', viewer)).slice(0, viewer.limits.annotationsBeside);

const seenBetween = async (ledger: Ledger, from: string, until: string, viewer: Viewer): Promise<readonly AnnotationRow[]> =>
  (await annotationsBetween(ledger, from, until)).filter((row) => maySee(viewer, row));

export interface AnnotationPeriod {
  /** Days, both included; left out: all. */
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

/** Those of a period that the viewer may see, the newest first. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function annotationsSeen(
  { from, until }: AnnotationPeriod,
  first: number,
  context: IndicatorSession,
): Promise<readonly AnnotationRow[]> {
  const ledger = annotationLedger(context);
  requireBetween('annotations(first:)', first, 1, context.viewer.limits.annotations);
  return (await seenBetween(ledger, from ?? '', until ?? '9999', context.viewer)).slice(0, first);
}

/** One by its id. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function annotationNamed(id: string, context: IndicatorSession): Promise<AnnotationRow> {
  const row = await annotationById(annotationLedger(context), id);
  if (row && maySee(context.viewer, row)) return row;
  throw badInput(
    `Expected the id of an annotation that you may see, found ${JSON.stringify(id.slice(0, 60))}. Take it from annotations.`,
  );
}
