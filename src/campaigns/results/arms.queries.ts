import { text } from '../../lib/quote.js';
import { jsonRows } from '../../warehouse/spelled.js';
import { byNumber, type Statement, statement } from '../../warehouse/statement.js';
import type { Snapshot } from '../snapshot.js';

/** An order that the ledger knows of. Money in CNY. */
export interface LedgerOrder {
  readonly number_id: string;
  readonly day: string;
  readonly offer: string;
  readonly margin: number | null;
  /** What of its cost comes back when it is lost. */
  readonly clawback: number;
}

export interface ArmsQuestion {
  /** SQL type of number ids. */
  readonly idType: string;
  readonly snapshot: Snapshot;
  /** Margin of an order of each of its offers, CNY; null where the catalogue no longer has it. */
  readonly margins: ReadonlyMap<string, number | null>;
  readonly told: readonly LedgerOrder[];
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  /** The month that the list was made from, and the newest one. */
  readonly month: string;
  readonly newest: string;
  /** Columns that both arms are cut by: of the snapshot, or of the list's month. */
  readonly cut: readonly ('offer' | 'segment' | 'value_tier' | 'explored')[];
}

/**
 * Both arms of a list, a row each (and each combination of what they are cut by): `treated`, `units`, `numbers`, `squares`, `orders`, `lost`, `margin`, `clawback` (as Arm has them) and
 * `usual_margin` (CNY, mean of the members' offers).
 *
 * A number counts once, whatever it ordered, told by the ledger or by the mart's events. Its order is lost when the newest month, at or
 * after that of its last order, has it off the books (or not at all), or in dual drop where it was not in the list's month.
 */
export function armsStatement({ snapshot, idType, margins, told, from, to, month, newest, cut }: ArmsQuestion): Statement {
  const terms = [...margins].map(([offer, margin]) => `(${text(offer)}, ${margin === null ? 'null' : text(String(margin))})`);
  const types = { number_id: 'VARCHAR', day: 'DATE', offer: 'VARCHAR', margin: 'DECIMAL(18,2)', clawback: 'DECIMAL(18,2)' };
  const by = cut.map((column) => `, ${column}`).join('');
  const same = cut.map((column) => ` and t.${column} is not distinct from s.${column}`).join('');
  const everybody =
    cut.length === 0
      ? snapshot.everybody
      : `(select e.*, s.segment, s.value_tier from ${snapshot.everybody} e left join number_state s on s.number_id = e.number_id and s.month = ${text(month)})`;
  return statement(
    `arms of list ${snapshot.list}`,
    `with
      arm as (select arm = 'MEMBER' as treated, draw, number_id, offer${by} from ${everybody} where arm is not null),
      unit as (select treated${by}, count(*) as numbers from arm group by treated, draw${by}),
      size as (select treated${by}, count(*) as units, sum(numbers) as numbers, sum(numbers * numbers) as squares from unit group by treated${by}),
      term as (select offer, cast(margin as decimal(18,2)) as margin from (values ${terms.join(', ')}) as t(offer, margin)),
      placed as (
        select try_cast(number_id as ${idType}) as number_id, day, offer, margin, clawback, 1 as source
        from (${jsonRows('$1', types)})
        union all
        select e.number_id, e."on", e.offer_id, t.margin, 0, 2
        from serving.number_event e join term t on t.offer = e.offer_id
        where e.type = 'OFFER_ORDER' and e."on" between cast($2 as date) and cast($3 as date)
      ),
      ordered as (
        select number_id, max(day) as last_day, at(array_agg(margin order by source, day, offer, margin), 1) as margin, sum(clawback) as clawback
        from placed group by number_id
      ),
      of_arm as (
        select a.treated${cut.map((column) => `, a.${column}`).join('')}, number_id, o.last_day, o.margin, o.clawback from arm a join ordered o using (number_id)
      ),
      netted as (
        select o.*, month_of(o.last_day) <= ${text(newest)}
          and (not coalesce(p.on_books, false) or (coalesce(p.dual_drop, false) and not coalesce(s.dual_drop, false))) as is_lost
        from of_arm o
        left join serving.number_profile p on p.number_id = o.number_id
        left join number_state s on s.number_id = o.number_id and s.month = ${text(month)}
      ),
      total as (
        select treated${by},
          sum(case when is_lost then 0 else 1 end) as orders,
          sum(case when is_lost then 1 else 0 end) as lost,
          sum(case when is_lost then 0 else margin end) as margin,
          sum(case when is_lost then clawback else 0 end) as clawback
        from netted group by treated${by}
      )
    select s.treated${cut.map((column) => `, s.${column}`).join('')}, s.units, s.numbers, s.squares, coalesce(t.orders, 0) as orders, coalesce(t.lost, 0) as lost,
      coalesce(t.margin, 0) as margin, coalesce(t.clawback, 0) as clawback,
      (select mean(m.margin) from arm a join term m using (offer) where a.treated) as usual_margin
    from size s left join total t on t.treated = s.treated${same}`,
    [JSON.stringify(told), from, to],
    [...snapshot.reads, ...['serving.number_event', 'serving.number_profile', 'number_state'].map(byNumber)],
  );
}
