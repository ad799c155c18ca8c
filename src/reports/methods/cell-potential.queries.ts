import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import type { Scope } from '../../figures/question.js';
import { readable } from '../../security/readable.js';
import { predicate } from '../../slices/predicate.js';
import type { Statement } from '../../warehouse/statement.js';
import { written } from './common.js';

const places = { cities: sql.ref('city'), counties: sql.ref('county') };

/** The cells of a month that the viewer may see, in the places of the filter. Rows: the columns of cell_month; volumes as DOUBLE. */
export function cellsStatement(month: string, { where }: Scope, { viewer, columns }: CampaignSession): Statement {
  const cells = readable(viewer, { name: 'serving.mart_cell_month', at: places })
    .where(sql<boolean>`month = ${month}`)
    .where(predicate(where, columns, (column) => sql.raw(column.sql)))
    .select([
      ...['cell_id', 'name', 'city', 'county', 'foreign_numbers'],
      sql`cast(cross_net_min as double)`.as('cross_net_min'),
      sql`cast(capacity_gb as double)`.as('capacity_gb'),
      sql`cast(capacity_gb - used_gb as double)`.as('free_gb'),
    ] as never);
  return written(`cells of ${month}`, sql`select * from ${cells} as c order by cell_id`, [
    { source: 'serving.mart_cell_month', rollupMissReason: 'cell by cell' },
  ]);
}
