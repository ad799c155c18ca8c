import { sql } from 'kysely';
import type { Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { memo } from '../lib/memo.js';
import { readable } from '../security/readable.js';
import { shown } from '../security/shown.js';
import type { Viewer } from '../security/viewer.js';
import { camelCase, type NumberColumns } from '../slices/columns.js';
import { isOneOf } from '../warehouse/builder.js';
import type { Row } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';
import type { Parameter, Statement } from '../warehouse/statement.js';
import { byNumber, statement } from '../warehouse/statement.js';
import { contactState } from './contact-state.js';
import { drawKey } from './draw.js';

/** Columns that the offers of a scene look at or speak of. */
export function columnsOfScene({ offers }: Catalogue, scene: Scene): readonly string[] {
  const spoken = ({ pitch }: Offer): readonly string[] =>
    [...`${pitch.en}${pitch.zh}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, column]) => column!);
  const own = [...offers.values()].filter(({ scenes }) => scenes.includes(scene));
  return [...new Set(own.flatMap((offer) => [...offer.inputs, ...spoken(offer)]))].sort();
}

/** What statements about numbers need to know. */
export interface NumberStatementContext {
  readonly viewer: Viewer;
  readonly manifest: Manifest;
  readonly numberColumns: NumberColumns;
}

/**
 * Statements for numbers that a viewer may see: id, draw_key, scores (JSON, of the scene where the warehouse has them), and the columns by
 * their names; personal ones masked for everybody. For so many ids the text is made once: that takes as long as to run it.
 */
export function numberStatements(
  columns: readonly string[],
  scored: Scene | null,
  context: NumberStatementContext,
): (ids: readonly string[]) => Statement {
  const known = memo((count: number) => {
    const marks = Array.from({ length: count }, (_, index) => `id ${index}`);
    const { sql: text, parameters } = factsQuery(marks, columns, scored, context).compile();
    return { text, places: parameters.map((parameter) => ({ parameter, at: marks.indexOf(parameter as string) })) };
  });
  const reads = [byNumber('serving.number_profile'), ...(scored ? [byNumber('serving.number_propensity')] : [])];
  return (ids) => {
    const { text, places } = known(ids.length);
    const parameters = places.map(({ parameter, at }) => (at < 0 ? (parameter as Parameter) : ids[at]!));
    return statement(`facts of ${ids.length} number(s)`, text, parameters, reads);
  };
}

function factsQuery(
  ids: readonly string[],
  columns: readonly string[],
  scored: Scene | null,
  { viewer, manifest, numberColumns }: NumberStatementContext,
) {
  const masked: Viewer = { ...viewer, personal: 'masked' };
  const values = columns.map((name) => {
    const personal = numberColumns.get(camelCase(name))?.personal ?? false;
    return shown(masked, { name, personal }, sql.ref(`number_state.${name}`)).as(name);
  });
  const scores = sql`(select to_json(scores) from serving.number_propensity q where q.number_id = number_state.number_id and q.scene = ${scored})`;
  return readable(viewer, { name: 'serving.number_profile as number_state', city: sql.ref('number_state.city') })
    .where(isOneOf('number_state.number_id', ids, manifest))
    .select([
      sql`cast(number_state.number_id as varchar)`.as('id'),
      sql`cast(${sql.raw(drawKey())} as varchar)`.as('draw_key'),
      ...(scored ? [scores.as('scores')] : []),
      ...values,
    ] as never);
}

/** A contact of the gateway's own, and a customer's own word on a scene, as statements take them. */
export interface LedgerContact {
  readonly contact_id: string;
  readonly number_id: string;
  readonly on: string;
  readonly scene: string;
  readonly offer_id: string;
  readonly outcome: string;
}
export interface LedgerDoNotContact {
  readonly number_id: string;
  readonly until: string | null;
}

/**
 * `contactState` of some numbers: id, is_barred, is_capped, is_wrong_number, cooled, ordered. It is internal to the decision: no viewer sees a contact by it.
 */
export function contactStatement(
  ids: readonly string[],
  question: { readonly catalogue: Catalogue; readonly scene: Scene; readonly today: string; readonly manifest: Manifest },
  own: readonly LedgerContact[],
  words: readonly LedgerDoNotContact[],
): Statement {
  const { catalogue, scene, today, manifest } = question;
  const id = `cast(number_id as ${manifest.idType})`;
  const from = (parameter: number, shape: string): string =>
    `(select unnest(from_json($${parameter}, '[${shape}]'), recursive := true))`;
  const contact =
    '{"contact_id":"VARCHAR","number_id":"VARCHAR","on":"DATE","scene":"VARCHAR","offer_id":"VARCHAR","outcome":"VARCHAR"}';
  const places = ids.map((_, index) => `cast($${index + 3} as ${manifest.idType})`).join(', ');
  const sources = {
    mart: `select contact_id, number_id, "on", scene, offer_id, outcome from serving.number_contact where number_id in (${places})`,
    own: `select contact_id, ${id} as number_id, "on", scene, offer_id, outcome from ${from(1, contact)}`,
    words: `select ${id} as number_id, until from ${from(2, '{"number_id":"VARCHAR","until":"VARCHAR"}')}`,
  };
  const text = `select cast(number_id as varchar) as id, is_barred, is_capped, is_wrong_number, cooled, ordered from (${contactState(catalogue, scene, today, sources)})`;
  const parameters = [JSON.stringify(own), JSON.stringify(words), ...ids];
  return statement(`contacts of ${ids.length} number(s)`, text, parameters, [byNumber('serving.number_contact')]);
}

/** A number's scores by offer. */
export const scoresOf = ({ scores }: Row): Readonly<Record<string, number>> =>
  typeof scores === 'string' ? (JSON.parse(scores) as Record<string, number>) : {};
