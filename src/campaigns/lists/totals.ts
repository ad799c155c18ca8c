import { gateOrder, type Why } from '../../decisions/gates/index.js';
import { MartletError } from '../../errors.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { text } from '../../lib/quote.js';
import { areAmong, citiesAlone, rowsKept } from '../../security/rows.js';
import { statement } from '../../warehouse/statement.js';
import { channelsInFigures } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type Snapshot, snapshotOf } from '../snapshot.js';
import { SuppressedCount } from './suppressions.js';

export type ListTotals = Pick<
  TargetListRow,
  | 'size'
  | 'held_out'
  | 'suppressed'
  | 'slice_count'
  | 'treated_units'
  | 'control_units'
  | 'expected_net_benefit'
  | 'expected_cost'
  | 'member_cities'
>;

/** What is in a snapshot. Money in CNY, of the members. */
export async function listTotals({ everybody, reads }: Snapshot, { run }: CampaignSession): Promise<ListTotals> {
  const sql = `
    select arm, why, count(*) as numbers, count(distinct case when arm is not null then draw end) as units,
      cast(sum(net_benefit) as double) as net_benefit, cast(sum(cost) as double) as cost,
      array_agg(distinct city) as cities
    from ${everybody} group by arm, why`;
  const rows = await run(statement('sums of a target list', sql, [], reads), 'slices');
  const of = (arm: string) => rows.find((row) => row.arm === arm);
  const [members, held] = [of('MEMBER'), of('HELD_OUT')];
  const stopped = rows
    .filter(({ arm }) => arm === null)
    .map(({ why, numbers }): SuppressedCount => ({ why: why as Why, count: Number(numbers) }))
    .sort((a, b) => gateOrder(a.why) - gateOrder(b.why));
  const cities = [...new Set([members, held].flatMap((row) => (row?.cities ?? []) as readonly string[]))].sort();
  const [size, held_out] = [Number(members?.numbers ?? 0), Number(held?.numbers ?? 0)];
  return {
    size,
    held_out,
    suppressed: JSON.stringify(stopped),
    slice_count: stopped.reduce((sum, { count }) => sum + count, size + held_out),
    treated_units: Number(members?.units ?? 0),
    control_units: Number(held?.units ?? 0),
    expected_net_benefit: Number(members?.net_benefit ?? 0),
    expected_cost: Number(members?.cost ?? 0),
    member_cities: cities.length === 0 ? null : JSON.stringify(cities),
  };
}

/**
 * What is told of a list's slice: of a viewer who sees it for where its members live, only the numbers of his cities count. Errors: as
 * `snapshotOf`.
 */
export async function sliceSeen(
  row: TargetListRow,
  context: CampaignSession,
): Promise<Pick<TargetListRow, 'suppressed' | 'slice_count' | 'offers'>> {
  const { rows } = context.viewer;
  if (areAmong(rowsKept(row.cities), rows)) return row;
  const cities = citiesAlone(rows) ?? [];
  const { everybody, ...snapshot } = await snapshotOf(row, channelsInFigures(context).home);
  const own = `(select * from ${everybody} where has(texts(${cities.map(text).join(', ')}), city))`;
  return { ...row, ...(await listTotals({ ...snapshot, everybody: own }, context)) };
}

/** Errors: INTERNAL where members, kept out and suppressed are not as many as the slice has. */
export function requireReconciled({ id }: TargetListRow, { slice_count }: ListTotals, expected: number): void {
  if (slice_count === expected) return;
  throw new MartletError(
    'INTERNAL',
    `Target list ${id} was not frozen: its slice has ${expected} numbers, of ${slice_count} it is known what becomes of them. Report this.`,
  );
}
