import { double, text } from '../lib/quote.js';

/** What bounds a list, and how its seats are given. */
export interface Seats {
  /** Members; null: any number. */
  readonly maxSize: number | null;
  /** CNY; null: any. */
  readonly budget: number | null;
  /** Share of the seats that is drawn among whom the best leave out, 0 to 0.5; it says nothing where neither size nor budget bounds the list. */
  readonly exploration: number;
  readonly salt: string;
}

type Bounds = Pick<Seats, 'maxSize' | 'budget'>;

/**
 * CTEs from `eligible` (each number of whom an offer can be made, with cost and is_held) to `armed`: the same with arm (MEMBER, HELD_OUT, or null), `beyond` (what
 * keeps off who has none), position and treated (members so far). Members and who is held out come from the same ranking, cut at the same place: at
 * the first that size or budget does not cover. So they differ in nothing but the draw.
 *
 * With exploration the best fill the other seats, and behind them all who are left are ranked by a draw of the number, with the same for both arms: `explored`. What
 * the best leave over of their rounding or their budget is the explored ones'.
 */
export function seated({ exploration, salt, ...bounds }: Seats, ranking: string): string {
  const ahead: Bounds = {
    maxSize: bounds.maxSize === null ? null : bounds.maxSize - Math.floor(bounds.maxSize * exploration),
    budget: bounds.budget === null ? null : bounds.budget * (1 - exploration),
  };
  const drawn = `md5_number_lower(${text(`explored:${salt}:`)} || cast(number_id as varchar))`;
  const parted =
    exploration === 0
      ? 'parted as (select *, false as explored, null as drawn from eligible)'
      : `${filled('ahead', 'eligible', ranking, ahead)},
      parted as (
        select ahead.* exclude (position, treated, spent), ${isBeyond} as explored, case when ${isBeyond} then ${drawn} end as drawn
        from ahead, ahead_cut
      )`;
  return `${parted},
      ${filled('ranked', 'parted', `explored, drawn, ${ranking}`, bounds)},
      armed as (
        select ranked.*,
          case when ${isBeyond} then null when is_held then 'HELD_OUT' else 'MEMBER' end as arm,
          case when by_size <= coalesce(by_budget, by_size) then 'BEYOND_SIZE' else 'BEYOND_BUDGET' end as beyond
        from ranked, ranked_cut
      )`;
}

const isBeyond = 'coalesce(position >= least(by_size, by_budget), false)';

/** `name`: rows in their order, with the members and the money so far. `name`_cut: the positions of the first that size and budget do not cover. */
const filled = (name: string, from: string, ranking: string, { maxSize, budget }: Bounds): string => `${name} as materialized (
        select *, row_number() over ranking as position,
          sum(case when is_held then 0 else 1 end) over ranking as treated, sum(case when is_held then 0 else cost end) over ranking as spent
        from ${from}
        window ranking as (order by ${ranking} rows unbounded preceding)
      ),
      ${name}_cut as (
        select min(position) filter (not is_held and ${maxSize === null ? 'false' : `treated > ${maxSize}`}) as by_size,
          min(position) filter (not is_held and ${budget === null ? 'false' : `spent > ${double(budget)}`}) as by_budget
        from ${name}
      )`;
