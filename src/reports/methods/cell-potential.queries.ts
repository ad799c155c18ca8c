import { sql } from 'kysely';
import type { CampaignSession } from '../../campaigns/session.js';
import { isProvided } from '../../catalogue/provided.js';
import { badInput } from '../../errors.js';
import type { Scope } from '../../figures/question.js';
import { readable } from '../../security/readable.js';
import { fieldsOf, predicate } from '../../slices/predicate.js';
import { asItIs, type Statement } from '../../warehouse/statement.js';
import { written } from './common.js';

const places = { cities: sql.ref('city'), counties: sql.ref('county') };

/** Cells have no more than a place. Errors: BAD_USER_INPUT. */
export function requirePlaces(report: string, { where, nodes, counted, facts, others, followed }: Scope): void {
  const wrong = [...fieldsOf(where)].filter((field) => field !== 'city' && field !== 'county');
  if (wrong.length === 0 && !followed && nodes.length + counted.length + facts.length + others.length === 0) return;
  throw badInput(
    `${report}: cells can be narrowed by city and county alone, found ${wrong.join(', ') || 'a slice of more than places'}. Leave it out.`,
  );
}

const cellsOf = (month: string, { where }: Scope, { viewer, columns }: CampaignSession) =>
  readable(viewer, { name: 'serving.mart_cell_month', at: places })
    .where(sql<boolean>`month = ${month}`)
    .where(predicate(where, columns, (column) => sql.raw(column.sql)));

const cellByCell = { source: 'serving.mart_cell_month', rollupMissReason: 'cell by cell' } as const;

/** The cells of a month that the viewer may see, in the places of the filter. Rows: the columns of cell_month; volumes as DOUBLE. */
export function cellsStatement(month: string, scope: Scope, context: CampaignSession): Statement {
  const cells = cellsOf(month, scope, context).select([
    ...['cell_id', 'name', 'city', 'county', 'foreign_numbers'],
    sql`cast(cross_net_min as double)`.as('cross_net_min'),
    sql`cast(capacity_gb as double)`.as('capacity_gb'),
    sql`cast(capacity_gb - used_gb as double)`.as('free_gb'),
  ] as never);
  return written(`cells of ${month}`, sql`select * from ${cells} as c order by cell_id`, [cellByCell]);
}

/** Counties with what is seen in their cells, and how many channels stand in these by the month's end, as far as it is known when they opened. Rows: city, county, cross_net_min (DOUBLE), foreign_numbers, channels. */
export function coverageStatement(month: string, scope: Scope, context: CampaignSession): Statement {
  const cells = cellsOf(month, scope, context).select(['cell_id', 'city', 'county', 'cross_net_min', 'foreign_numbers'] as never);
  const isOpen = isProvided('channel.opened_on', context.coverage)
    ? sql`and coalesce(opened_on <= month_end(cast(${`${month}-01`} as date)), true)`
    : sql``;
  const query = sql`
    with stands as (select cell_id, count(*) as channels from serving.mart_channel where cell_id is not null ${isOpen} group by cell_id)
    select city, county, cast(sum(cross_net_min) as double) as cross_net_min, cast(sum(foreign_numbers) as double) as foreign_numbers,
      cast(coalesce(sum(channels), 0) as double) as channels
    from ${cells} as c left join stands using (cell_id) group by city, county order by county`;
  return written(`coverage of ${month}`, query, [cellByCell, asItIs('serving.mart_channel')]);
}

/**
 * Hours of the cells of a month, by cell or (`isByHour`) all cells together. Rows: what of cell_id, name, city, county, hour they are of; data_gb, voice_min, capacity_gb; of a cell
 * also data and free capacity of the hours of the day (from `day` up to before `night`) and of the others, and the hour in which it is fullest with its load. Quantities as DOUBLE.
 */
export function hoursStatement(
  month: string,
  [day, night]: readonly [number, number],
  isByHour: boolean,
  scope: Scope,
  context: CampaignSession,
): Statement {
  const cells = cellsOf(month, scope, context).select(['cell_id', 'name', 'city', 'county'] as never);
  const hours = sql`(select * from serving.mart_cell_hour where month = ${month})`;
  const isDay = sql`hour >= ${sql.lit(day)} and hour < ${sql.lit(night)}`;
  const total = (value: string, name: string, when = sql``) =>
    sql`cast(sum(${sql.raw(value)})${when} as double) as ${sql.ref(name)}`;
  const part = (name: string, when: typeof isDay) => [
    total('data_gb', `${name}_gb`, sql` filter (where ${when})`),
    total('capacity_gb - data_gb', `${name}_free_gb`, sql` filter (where ${when})`),
  ];
  const sums = ['data_gb', 'voice_min', 'capacity_gb'].map((name) => total(name, name));
  const parts = [...part('day', isDay), ...part('night', sql`not (${isDay})`)];
  const load = sql`quotient(data_gb, capacity_gb)`;
  const query = isByHour
    ? sql`select hour, ${sql.join(sums)} from ${cells} as c join ${hours} as h using (cell_id) group by hour order by hour`
    : sql`select cell_id, name, city, county, ${sql.join([...sums, ...parts])}, at(array_agg(hour order by ${load} desc nulls last, hour), 1) as busy_hour, max(${load}) as busy_load
        from ${cells} as c join ${hours} as h using (cell_id) group by cell_id, name, city, county order by busy_load desc nulls last, cell_id`;
  return written(`hours of cells of ${month}`, query, [cellByCell, { ...cellByCell, source: 'serving.mart_cell_hour' }]);
}
