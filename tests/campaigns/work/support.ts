import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { insertTargetList } from '../../../src/ledger/lists/target-lists.js';
import type { TargetListRow } from '../../../src/ledger/tables.js';
import { digestOf, makeDirectory } from '../../../src/lib/files.js';
import { listDirectory, snapshotFile } from '../../../src/lib/snapshot-files.js';
import { inCities } from '../../../src/security/rows.js';
import { usualColumns } from '../../../src/security/viewer.js';
import { statement } from '../../../src/warehouse/statement.js';
import { targetList } from '../../ledger/channel-samples.js';
import type { Data, Gateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

const told = { ...usualColumns, shown: new Set(['msisdn', 'city', 'planId']) };

/** An agent of some cities: tier 4 only, with a few columns of the numbers that he works on. */
export const agentOf = (cities: readonly string[] | null, subject = 'agent') =>
  managerOf(cities ?? [], { tiers: [4], roles: ['agent'], columns: told, subject, rows: inCities(cities) });

/** Numbers on the books that may be called, and whom nobody has contacted yet; in a mixed order that is the same each time. */
export const untouched = `
  select number_id, city from serving.number_profile
  where on_books and accepts_calls and accepts_messages and number_id not in (select number_id from serving.number_contact)
  order by md5(cast(number_id as varchar))`;

/**
 * An approved list of the numbers of a SELECT (number_id, city), as a freeze makes it: the first one is worth most. `heldOut`: numbers
 * that are kept out.
 */
export async function listOf(
  { serving, ledger, channels }: Gateway,
  numbers: string,
  said: Partial<TargetListRow> = {},
  { offer = 'DATA_UPGRADE', heldOut = 'select null as number_id where false' } = {},
): Promise<TargetListRow> {
  // As before lists had exploration: without its columns.
  const row = targetList({ cities: null, exploration: null, ...said, id: said.id ?? randomUUID() });
  const path = snapshotFile(channels.home, row.id);
  await makeDirectory(listDirectory(channels.home));
  const sql = `
    with chosen as (select *, row_number() over () as rank from (${numbers}))
    select number_id, coalesce(city, '') as city, cast(number_id as ubigint) as draw, 'MEMBER' as arm, cast(null as varchar) as why,
      '${offer}' as offer, 0.1 as acceptance, 100.0 - rank / 1000 as net_benefit, cast(3 as decimal(18,6)) as cost, rank,
      row_number() over (partition by city order by rank) as place
    from chosen
    union all
    select number_id, '', cast(number_id as ubigint), 'HELD_OUT', null, '${offer}', 0.1, 1.0, 3, null, null from (${heldOut})
    order by arm desc, city, place`;
  await serving.engine.export(statement('list', sql), { path, format: 'parquet', ordered: true });
  const { sha256 } = await digestOf(path, new AbortController().signal);
  const [size] = await serving.engine.run(
    statement('size', `select cast(count(*) as integer) as n from read_parquet('${join(path)}') where arm = 'MEMBER'`),
  );
  const list = { ...row, content_hash: sha256, size: size!.n as number };
  await insertTargetList(ledger, list);
  return list;
}

export const claimQuery = `mutation ($list: ID!, $size: Int!, $lease: Int) {
  claimWork(list: $list, size: $size, leaseSeconds: $lease) {
    id list fence leaseUntil items { number { id: numberId } offer { code } rank attempt callBackAt callableFrom }
  }
}`;

export const idsOf = (batch: Data): readonly string[] => batch.items.map(({ number }: Data) => number.id);

/** The one error of an answer. */
export const faultOf = ({ errors }: Awaited<ReturnType<Gateway['ask']>>) => ({
  code: errors[0]?.extensions.code,
  message: errors[0]?.message,
});
