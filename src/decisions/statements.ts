import { sql } from 'kysely';
import type { Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { memo } from '../lib/memo.js';
import { ofNumbers, readable } from '../security/readable.js';
import { shown } from '../security/shown.js';
import type { Viewer } from '../security/viewer.js';
import { camelCase, type NumberColumns } from '../slices/columns.js';
import { isOneOf } from '../warehouse/builder.js';
import type { Row } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';
import type { Parameter, Statement } from '../warehouse/statement.js';
import { byNumber, statement } from '../warehouse/statement.js';

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
 * Statements for numbers that a viewer may see: id, scores (JSON, of the scene where the warehouse has them), and the columns by
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
  return readable(viewer, { name: 'serving.number_profile as number_state', at: ofNumbers('number_state') })
    .where(isOneOf('number_state.number_id', ids, manifest))
    .select([
      sql`cast(number_state.number_id as varchar)`.as('id'),
      ...(scored ? [scores.as('scores')] : []),
      ...values,
    ] as never);
}

/** A number's scores by offer. */
export const scoresOf = ({ scores }: Row): Readonly<Record<string, number>> =>
  typeof scores === 'string' ? (JSON.parse(scores) as Record<string, number>) : {};
