import { sql } from 'kysely';
import { badInput } from '../../errors.js';
import { type Relation, readable } from '../../security/readable.js';
import type { Viewer } from '../../security/viewer.js';
import type { Manifest } from '../../warehouse/generations.js';
import { type Parameter, type Statement, statement } from '../../warehouse/statement.js';

/** Columns that are asked for together: a group of fields of PhoneNumber. */
export type ColumnGroup = 'lifecycle' | 'value' | 'retention';

const columns: Readonly<Record<ColumnGroup, readonly string[]>> = {
  lifecycle: ['stage', 'segment', 'lifecycle_rules', 'months_on_net'],
  value: [
    ...['on_books', 'value_tier', 'recency_score', 'frequency_score', 'money_score', 'rfm_cell', 'value_groups'],
    ...['lifetime_value', 'monthly_margin', 'score_total', 'score_spend', 'score_need', 'score_satisfaction'],
    ...['score_stickiness', 'score_recommendation'],
  ],
  retention: ['alpha', 'beta', 'renewals', 'basis', 'expected_months'],
};

/** Numbers that are asked for together, all of one month. */
export interface NumbersQuestion {
  readonly ids: readonly string[];
  readonly month: string;
  readonly groups: readonly ColumnGroup[];
}

/**
 * Numbers by id, as far as the viewer may see them: from the indexed profile in the newest month, else from number_state. The
 * retention curve is no number's own and has no city: it comes with the numbers that one may see.
 */
export function numbersStatement({ ids, month, groups }: NumbersQuestion, viewer: Viewer, manifest: Manifest): Statement {
  const isNewest = month === manifest.months.at(-1);
  const relation: Relation = {
    name: isNewest ? 'serving.number_profile as n' : 'number_state as n',
    city: sql.ref('n.city'),
  };
  let query = readable(viewer, relation)
    .where(sql<boolean>`n.month = ${month}`)
    .where(sql<boolean>`n.number_id in (${sql.join(ids.map((id) => sql`cast(${id} as ${sql.raw(manifest.idType)})`))})`);
  if (groups.includes('retention'))
    query = query.leftJoin('serving.retention_curve as r', (join) =>
      join.on(
        sql<boolean>`r.month = n.month and r.join_month = n.join_month and r.customer_type is not distinct from n.customer_type`,
      ),
    ) as typeof query;
  const selected = groups.flatMap((group) =>
    columns[group].map((column) => sql.ref(`${group === 'retention' ? 'r' : 'n'}.${column}`).as(column)),
  );
  const { sql: text, parameters } = query.select([sql.ref('n.number_id').as('number_id'), ...selected] as never).compile();
  return statement(`numbers: ${ids.length} of ${month}`, text, parameters as Parameter[]);
}

const most = 2n ** 63n;

/** An id as the marts hold it. Errors: BAD_USER_INPUT for one that no number can have. */
export function numberId(id: string, idType: Manifest['idType']): string {
  if (idType !== 'BIGINT') return id;
  if (/^-?\d{1,19}$/.test(id)) {
    const value = BigInt(id);
    if (value >= -most && value < most) return String(value);
  }
  throw badInput(`id: expected a whole number like "1042", found ${JSON.stringify(id.slice(0, 60))}.`);
}
