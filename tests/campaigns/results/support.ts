import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { insertTargetList } from '../../../src/ledger/lists/target-lists.js';
import type { ContactRow, TargetListRow } from '../../../src/ledger/tables.js';
import { digestOf } from '../../../src/lib/files.js';
import { listDirectory, snapshotFile } from '../../../src/lib/snapshot-files.js';
import { statement } from '../../../src/warehouse/statement.js';
import { targetList } from '../../ledger/channel-samples.js';
import type { Gateway } from '../../support/gateway.js';

export interface Drawn {
  readonly members: readonly string[];
  readonly control: readonly string[];
  /** Numbers of a household: the first so many of an arm are one, and so on. */
  readonly household?: number;
  /** Default: DATA_UPGRADE. */
  readonly offer?: string;
}

/** A list with these arms, frozen on 5 October 2026: its row and its snapshot. */
export async function frozenList(
  { ledger, channels, serving }: Gateway,
  { members, control, household = 1, offer = 'DATA_UPGRADE' }: Drawn,
  said: Partial<TargetListRow> = {},
): Promise<TargetListRow> {
  const id = randomUUID();
  const rows = [members, control].flatMap((numbers, arm) =>
    numbers.map((number, index) => ({
      number_id: number,
      draw: arm * 1_000_000 + Math.floor(index / household),
      arm: arm === 0 ? 'MEMBER' : 'HELD_OUT',
    })),
  );
  const shape = '[{"number_id":"BIGINT","draw":"UBIGINT","arm":"VARCHAR"}]';
  const sql = `
    select number_id, 'YUHE' as city, draw, arm, null as why, '${offer}' as offer, 0.1 as acceptance, 5.0 as net_benefit, 1.5 as cost,
      null as rank, null as place
    from (select unnest(from_json('${JSON.stringify(rows)}', '${shape}'), recursive := true))
    union all
    select -1, 'YUHE', 7, null, 'NOT_ELIGIBLE', null, null, null, null, null, null`;
  mkdirSync(listDirectory(channels.home), { recursive: true });
  const path = snapshotFile(channels.home, id);
  await serving.engine.export(statement('snapshot', sql), { path, format: 'parquet' });
  const { sha256 } = await digestOf(path, new AbortController().signal);
  const units = (numbers: readonly string[]): number => Math.ceil(numbers.length / household);
  const row = targetList({
    id,
    status: 'RUNNING',
    offers: '["DATA_UPGRADE","CARE_CALL"]',
    hold_out: control.length / Math.max(1, members.length + control.length),
    frozen_at: '2026-10-05T01:00:00.000Z',
    size: members.length,
    held_out: control.length,
    treated_units: units(members),
    control_units: units(control),
    content_hash: sha256,
    // As before lists had it: its columns are not in the file.
    exploration: null,
    ...said,
  });
  await insertTargetList(ledger, row);
  return row;
}

/** Contacts, as they lie in the ledger: orders of the first offer on 12 October unless said otherwise. */
export async function tell({ ledger }: Gateway, contacts: readonly (Partial<ContactRow> & Pick<ContactRow, 'number_id'>)[]) {
  const rows = contacts.map((said): ContactRow => {
    const day = said.day ?? '2026-10-12';
    return {
      id: randomUUID(),
      subject: 'li.wei',
      idempotency_key: randomUUID(),
      request_hash: 'h',
      offer: 'DATA_UPGRADE',
      scene: 'OUTBOUND',
      outcome: 'ACCEPTED',
      reason: null,
      call_back_at: null,
      at: `${day}T04:00:00.000Z`,
      day,
      month: day.slice(0, 7),
      recorded_at: `${day}T04:00:00.000Z`,
      list_id: null,
      decision_id: null,
      batch_id: null,
      note: null,
      cost: 9.5,
      margin: 108,
      generation: 'g',
      household: null,
      ...said,
    };
  });
  for (let from = 0; from < rows.length; from += 500)
    await ledger.db
      .insertInto('contact')
      .values(rows.slice(from, from + 500))
      .execute();
}
