import { sql } from 'kysely';
import { conditions, narrowed } from '../figures/plan-question.js';
import { needsOf, scopeIn } from '../figures/question.js';
import { ofNumbers, readable } from '../security/readable.js';
import { byNumber, type Parameter, statement } from '../warehouse/statement.js';
import type { Origin } from './node.js';

const relation = { name: 'number_state', at: ofNumbers() };

/**
 * How much of a figure's month was there: of its numbers the share that has a value in the emptiest of the columns of number_month that it
 * rests on, 0 to 1. null: of no numbers. A month whose columns are complete asks nothing.
 */
export async function coverageOf({ request, measure, node }: Origin): Promise<number | null> {
  const { context, month, scope } = request;
  const { catalogue, manifest, viewer, run } = context;
  const incomplete = manifest.incomplete?.[month] ?? {};
  const columns = needsOf(measure, catalogue).filter((need) => `number_month.${need}` in incomplete);
  if (columns.length === 0) return 1;
  const asked = narrowed(
    readable(viewer, relation).where(sql<boolean>`month = ${month}`),
    conditions(scopeIn(scope, node), 'number_state', relation.name, (column) => sql.raw(column.sql), viewer, context),
  )
    .select([
      sql`count(*)`.as('all_rows'),
      ...columns.map((column, index) => sql`count(${sql.ref(column)})`.as(`filled_${index}`)),
    ] as never)
    .compile();
  const name = `values of ${columns.join(', ')}`;
  const [row] = await run(statement(name, asked.sql, asked.parameters as Parameter[], [byNumber(relation.name)]));
  const rows = Number(row!.all_rows);
  return rows === 0 ? null : Math.min(...columns.map((_, index) => Number(row![`filled_${index}`]))) / rows;
}
