export const annotationKinds = ['PRICE_CHANGE', 'CAMPAIGN', 'OUTAGE', 'DATA_FAULT'] as const;
/** What happened. */
export type AnnotationKind = (typeof annotationKinds)[number];

/** What people say happened in a period, and to whom. */
export interface AnnotationRow {
  readonly id: string;
  readonly kind: AnnotationKind;
  /** First and last day. */
  readonly first_day: string;
  readonly last_day: string;
  /** JSON: whom it concerns, as a slice says it (`AnnotationScope`); by its words, so that it outlives a change of the catalogue. */
  readonly scope: string;
  readonly text_en: string;
  readonly text_zh: string;
  /** JSON: the cities that its author may see, or what else he is granted rows by (`keptRows`); null for all. */
  readonly cities: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly removed_by: string | null;
  readonly removed_at: string | null;
  /** Its author's own name for the request, unique for an author, and the hash of what was asked; null without one. */
  readonly idempotency_key: string | null;
  readonly request_hash: string | null;
}
