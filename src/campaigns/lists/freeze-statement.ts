import type { Scene } from '../../catalogue/offers/types.js';
import { type ListPlan, listStatement } from '../../decisions/list-statement.js';
import { listsBefore } from '../../ledger/lists/settle-standing-list.js';
import { activeTargetLists, offersOfList } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { text } from '../../lib/quote.js';
import { rowsKept } from '../../security/rows.js';
import type { Statement } from '../../warehouse/statement.js';
import { byNumber, statement } from '../../warehouse/statement.js';
import { channelsOf, today } from '../channels.js';
import { fullOffers } from '../full-offers.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { contactSources } from './contact-sources.js';
import { offersNamed } from './create.js';
import { byNetBenefit, type ListNumbers, listNumbers } from './numbers.js';

/** The numbers of a list, asked for anew. Errors: as `listNumbers`; STALE_SLICE where the catalogue has changed since. */
export const numbersOfList = (row: TargetListRow, context: CampaignSession): Promise<ListNumbers> =>
  listNumbers(
    {
      slice: row.slice ?? undefined,
      where: row.filter === null ? undefined : JSON.parse(row.filter),
      month: row.month,
      rankBy: row.rank_by,
      rows: rowsKept(row.cities),
    },
    context,
  );

/**
 * Every number of a list with what becomes of it now, as one statement. `stem`: what the files that it reads begin with; the caller
 * removes them. Errors: as `planOfList`.
 */
export async function freezeStatement(
  row: TargetListRow,
  { statement: numbers }: ListNumbers,
  stem: string,
  context: CampaignSession,
): Promise<Statement> {
  const { catalogue } = context;
  const plan = await planOfList(row, numbers.sql, stem, { ...context, by: { catalogue, effects: context.decisions.effects } });
  return statement(`freeze of a target list, ${row.month}`, listStatement(plan), numbers.parameters, [
    ...numbers.reads,
    byNumber('number_ruled'),
  ]);
}

/** What a list is, as far as it is judged. */
export type JudgedList = Pick<
  TargetListRow,
  'scene' | 'offers' | 'rank_by' | 'salt' | 'hold_out' | 'exploration' | 'max_size' | 'budget' | 'standing_id' | 'id' | 'per'
>;

/** What a list is made from now, by the rules of a catalogue. Errors: as `offersNamed` and `snapshotOf`. */
export async function planOfList(
  row: JudgedList,
  numbers: string,
  stem: string,
  context: CampaignSession & { readonly by: Pick<ListPlan, 'catalogue' | 'effects'> },
): Promise<ListPlan> {
  const { coverage, manifest, by } = context;
  const { catalogue } = by;
  const { ledger, ...channels } = channelsOf(context);
  const day = today(channels);
  const scene = row.scene as Scene;
  return {
    ...by,
    scene,
    offers: offersNamed(offersOfList(row), scene, { catalogue, coverage }),
    today: day,
    numbers,
    ranksByValue: row.rank_by !== byNetBenefit,
    contacts: await contactSources({ ledger, catalogue, scene, today: day, idType: manifest.idType, stem }),
    full: await fullOffers(ledger, catalogue, day.slice(0, 7)),
    kept: await keptOut(row, context),
    listed: await listedBefore(row, context),
    hasScores: coverage.provided.has('propensity.probability'),
    salt: row.salt,
    holdOut: row.hold_out,
    exploration: row.exploration ?? 0,
    maxSize: row.max_size,
    budget: row.budget,
    per: row.per,
  };
}

/** SELECT of who is on an earlier list of the same standing list, or kept out of one, where it takes nobody twice: number_id, draw, offer. */
async function listedBefore(row: JudgedList, context: CampaignSession): Promise<string> {
  const { ledger, home } = channelsOf(context);
  const { idType } = context.manifest;
  const parts = [
    `select cast(null as ${idType}) as number_id, cast(null as ubigint) as draw, cast(null as varchar) as offer where false`,
  ];
  for (const list of await listsBefore(ledger, row)) {
    const { members, heldOut } = await snapshotOf(list, home);
    parts.push(...[members, heldOut].map((own) => `select number_id, draw, offer from ${own}`));
  }
  return parts.join(' union all ');
}

/**
 * SELECT of whom the campaigns that run keep out, each of its own offers: draw, offer. Lists of one standing list draw alike: whom one of them
 * keeps out the next does as well.
 */
async function keptOut(row: JudgedList, context: CampaignSession): Promise<string> {
  const { ledger, home } = channelsOf(context);
  const own = offersOfList(row);
  const parts = ['select cast(null as ubigint) as draw, cast(null as varchar) as offer where false'];
  for (const list of await activeTargetLists(ledger)) {
    const shared = offersOfList(list).filter((code) => own.includes(code));
    const isSibling = row.standing_id !== null && list.standing_id === row.standing_id;
    if (shared.length === 0 || list.held_out === 0 || isSibling) continue;
    const { heldOut } = await snapshotOf(list, home);
    parts.push(`select draw, unnest([${shared.map(text).join(', ')}]) as offer from ${heldOut}`);
  }
  return parts.join(' union all ');
}
