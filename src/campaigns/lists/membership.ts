import type { Names } from '../../catalogue/names.js';
import type { Catalogue } from '../../catalogue/types.js';
import { type Gate, gateOf, reasonOf, type Why } from '../../decisions/gates/index.js';
import { badInput } from '../../errors.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { numberId } from '../../numbers/numbers.queries.js';
import { requireMembers } from '../../security/grants.js';
import { citiesAlone } from '../../security/rows.js';
import type { Row } from '../../warehouse/engine.js';
import { statement } from '../../warehouse/statement.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { reasonOnList } from './suppressions.js';

export interface Membership {
  readonly member: boolean;
  readonly heldOut: boolean;
  /** The farthest that one of the offers came; null for a member and outside the slice. */
  readonly stoppedAt: Gate | null;
  readonly reasons: Names;
}

/** What became of a number; of a draft nothing yet. Errors: as `snapshotOf`; BAD_USER_INPUT for one that is not known, or that the viewer may not see. */
export async function findMembership(list: TargetListRow, id: string, context: CampaignSession): Promise<Membership> {
  const { idType, months } = context.manifest;
  requireMembers(context.viewer);
  const own = numberId(id, idType);
  if (list.content_hash === null) return nobodyYet;
  const { everybody, reads } = await snapshotOf(list, channelsOf(context).home);
  const sql = `select city, arm, why, offer, rank, net_benefit from ${everybody} where number_id = cast($1 as ${idType})`;
  const [row] = await context.run(statement('a number on a target list', sql, [own], reads), 'slices');
  const cities = citiesAlone(context.viewer.rows);
  // Of a list that is seen for where its members live, others of its slice may live elsewhere.
  const isSeen =
    (row && (cities === null || cities?.includes(row.city as string))) ||
    (await context.numbers.rows.load({ id: own, months: [months.at(-1)!], fields: [] })).length > 0;
  if (isSeen)
    return row
      ? membershipOf(row, list, context.catalogue)
      : { member: false, heldOut: false, stoppedAt: null, reasons: outside };
  throw badInput(`number: expected the id of one that you may see, found none by ${JSON.stringify(id.slice(0, 60))}.`);
}

const outside: Names = { en: "It is not in the list's slice.", zh: '该号码不在名单来源的客群内。' };

const nobodyYet: Membership = {
  member: false,
  heldOut: false,
  stoppedAt: null,
  reasons: { en: 'Nobody is on it yet: the list is not frozen.', zh: '名单尚未冻结，暂无成员。' },
};

function membershipOf(row: Row, list: TargetListRow, catalogue: Catalogue): Membership {
  const { offers } = catalogue;
  const offer = offers.get(row.offer as string);
  if (row.arm === 'MEMBER') {
    const { en, zh } = offer?.names ?? { en: row.offer as string, zh: row.offer as string };
    const [rank, net] = [`${row.rank}/${list.size}`, Number(row.net_benefit).toFixed(2)];
    const reasons = {
      en: `On the list, ${rank}: ${en}, expected to bring ${net} yuan.`,
      zh: `在名单中，排名 ${rank}：${zh}，预期净收益 ${net} 元。`,
    };
    return { member: true, heldOut: false, stoppedAt: null, reasons };
  }
  if (row.arm === 'HELD_OUT') return { member: false, heldOut: true, stoppedAt: 'HOLD_OUT', reasons: heldOut };
  const why = row.why as Why;
  const reasons = offer ? reasonOf(why, offer) : reasonOnList(why, list, catalogue);
  return { member: false, heldOut: false, stoppedAt: gateOf(why), reasons };
}

const heldOut: Names = {
  en: 'Kept out of this campaign with its whole household, to measure what the campaign brings.',
  zh: '与同户号码一起作为本次活动的对照组，用于衡量效果。',
};
