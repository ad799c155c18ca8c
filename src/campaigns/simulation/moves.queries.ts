import { identifiers } from '../../catalogue/columns.js';
import { compilePartition } from '../../catalogue/partition.js';
import { ruleColumns } from '../../catalogue/rule-columns.js';
import type { Catalogue, PartitionTree } from '../../catalogue/types.js';
import type { Judged } from '../../decisions/decisions.js';
import { type ListPlan, listStatement } from '../../decisions/list-statement.js';
import { ident } from '../../lib/quote.js';
import { type Statement, statement } from '../../warehouse/statement.js';

/** Numbers that are alike before and after, and who they are where they moved and are few enough to be told. */
const who = (isMoved: string, most: number, id = 'number_id'): string =>
  `count(*) as numbers, case when ${isMoved} and count(*) <= ${most} then array_agg(cast(${id} as varchar)) end as ids`;

/**
 * What becomes of each number as a list of everybody would have it, by the rules as they are and as they would be: what is offered (or why
 * nothing is) before and after, how many, their net benefit and cost of each.
 */
export function offerMoves(
  before: ListPlan,
  after: ListPlan,
  { relations }: Pick<Judged, 'relations'>,
  numbers: Statement,
  most: number,
): Statement {
  const own = Object.entries(relations).map(([name, select]) => `${name} as (${select})`);
  const listed = (list: string): string =>
    `select number_id, case when arm = 'MEMBER' then offer end as offer, coalesce(why, '') as why, net_benefit, cost from (${list})`;
  const text = `
    with
      before as materialized (${listed(listStatement(before))}),
      after as materialized (${listed(`with ${own.join(', ')} select * from (${listStatement(after)})`)})
    select b.offer as offer_before, b.why as why_before, a.offer as offer_after, a.why as why_after,
      cast(sum(case when b.offer is not null then b.net_benefit end) as double) as net_before, cast(sum(case when b.offer is not null then b.cost end) as double) as cost_before,
      cast(sum(case when a.offer is not null then a.net_benefit end) as double) as net_after, cast(sum(case when a.offer is not null then a.cost end) as double) as cost_after,
      ${who('(b.offer, b.why) is distinct from (a.offer, a.why)', most, 'b.number_id')}
    from before b join after a on a.number_id = b.number_id
    group by b.offer, b.why, a.offer, a.why
    order by numbers desc, offer_before, why_before, offer_after, why_after`;
  return statement('offers by rules as they would be', text, numbers.parameters, numbers.reads);
}

/** Where each number stands in a tree as it is and as it would be with other thresholds, to so many levels; `rows`: whole rows of number_state. */
export function treeMoves(
  tree: PartitionTree,
  { thresholds }: Pick<Catalogue, 'thresholds'>,
  levels: number,
  rows: Statement,
  most: number,
): Statement {
  const { path: anew } = compilePartition(tree, thresholds);
  const told = new Map(ruleColumns(thresholds));
  const columns = identifiers(anew).map((name) => `${told.get(name) ?? ident(name)} as ${ident(name)}`);
  const down = (path: string): string => `first_parts(${path}, '.', ${levels})`;
  const text = `
    select node_before, node_after, ${who('node_before is distinct from node_after', most)}
    from (
      select number_id, ${down(ident(tree.column))} as node_before, ${down(`(${anew})`)} as node_after
      from (select number_id, ${[ident(tree.column), ...columns].join(', ')} from (${rows.sql}) as sliced) as supposed
    ) as moved
    group by node_before, node_after
    order by numbers desc, node_before, node_after`;
  return statement(`${tree.code} by thresholds as they would be`, text, rows.parameters, rows.reads);
}
