import { randomUUID } from 'node:crypto';
import type { NewContact } from '../../src/ledger/contacts/contacts.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import type { AnnotationRow, DecisionRow, NumberSetRow, StandingListRow, TargetListRow } from '../../src/ledger/tables.js';
import { type ClaimableMember, type NextMembers, openWork } from '../../src/ledger/work/work.js';

const at = '2026-10-31T02:00:00.000Z';

/** An outcome to be recorded; the key tells it from all others. */
export const outcome = (said: Partial<NewContact> = {}): NewContact => ({
  subject: 'li.wei',
  idempotencyKey: randomUUID(),
  requestHash: 'h',
  numberId: '1',
  offer: 'DATA_PACK',
  scene: 'OUTBOUND',
  outcome: 'ACCEPTED',
  reason: null,
  callBackAt: null,
  at,
  day: '2026-10-31',
  month: '2026-10',
  listId: null,
  decisionId: null,
  note: null,
  cost: 1.5,
  margin: 12.25,
  generation: 'g',
  household: '18446744073709551615',
  ...said,
});

export const decision = (said: Partial<DecisionRow> = {}): DecisionRow => {
  const asked = { at, day: '2026-10-31', number_id: '1', scene: 'COUNTER', subject: 'li.wei' };
  const rules = { generation: 'g', data_date: '2026-10-30', rule_version: '1', personalised: 1, degraded: 0, held_out: 0 };
  const made = { shown: '["5G_PLAN"]', considered: '[{"offer":"5G_PLAN","rank":1}]' };
  return { id: randomUUID(), ...asked, ...rules, ...made, idempotency_key: null, request_hash: null, ...said };
};

export const targetList = (said: Partial<TargetListRow> = {}): TargetListRow => ({
  id: randomUUID(),
  name: '流失挽留',
  status: 'APPROVED',
  scene: 'OUTBOUND',
  offers: '["DATA_PACK"]',
  slice: 's',
  filter: null,
  month: '2026-10',
  purpose: 'save',
  max_size: null,
  budget: 1000.5,
  hold_out: 0.1,
  exploration: 0,
  rank_by: 'netBenefit',
  per: 'NUMBER',
  expires_on: '2026-11-30',
  cities: null,
  member_cities: null,
  salt: 'x',
  created_by: 'li.wei',
  created_at: at,
  generation: 'g',
  frozen_at: at,
  size: 10,
  held_out: 1,
  suppressed: '[]',
  slice_count: 12,
  treated_units: 10,
  control_units: 1,
  content_hash: null,
  rule_version: '1',
  expected_net_benefit: 2 ** -20,
  expected_cost: null,
  approved_by: 'wang.fang',
  approved_at: at,
  started_at: null,
  closed_at: null,
  idempotency_key: null,
  request_hash: null,
  goal_measure: null,
  goal: null,
  standing_id: null,
  ...said,
});

export const standingList = (said: Partial<StandingListRow> = {}): StandingListRow => ({
  id: randomUUID(),
  name: '流失预警',
  purpose: 'save',
  scene: 'OUTBOUND',
  offers: '["DATA_PACK"]',
  slice: null,
  filter: '{"city":{"eq":"沈阳"}}',
  max_size: 2 ** 40,
  budget: null,
  hold_out: 0.1,
  exploration: 0,
  rank_by: 'NET_BENEFIT',
  per: 'NUMBER',
  only_new: 1,
  expires_after_days: 30,
  approve_size: 100,
  approve_budget: 2 ** -20,
  goal_measure: null,
  goal: null,
  cities: '["沈阳"]',
  minimum_group: 11,
  created_by: 'li.wei',
  created_at: at,
  generation: 'g1',
  leased_until: null,
  fault: null,
  approved_by: null,
  approved_at: null,
  paused_by: null,
  paused_at: null,
  idempotency_key: null,
  request_hash: null,
  ...said,
});

export const annotation = (said: Partial<AnnotationRow> = {}): AnnotationRow => ({
  id: randomUUID(),
  kind: 'OUTAGE',
  first_day: '2026-10-03',
  last_day: '2026-10-05',
  scope: '{"where":{"city":{"eq":"沈阳"}},"nodes":[],"counted":[]}',
  text_en: 'Fibre cut "north"',
  text_zh: '光缆中断',
  cities: null,
  created_by: 'li.wei',
  created_at: at,
  removed_by: null,
  removed_at: null,
  idempotency_key: null,
  request_hash: null,
  ...said,
});

export const numberSet = (said: Partial<NumberSetRow> = {}): NumberSetRow => ({
  id: randomUUID(),
  name: '模型得分 "A"',
  purpose: 'care',
  expires_on: '2026-12-31',
  has_scores: 1,
  numbers: 2 ** 40,
  unmatched: 0,
  content_hash: 'c',
  cities: null,
  created_by: 'li.wei',
  created_at: at,
  removed_at: null,
  idempotency_key: null,
  request_hash: null,
  ...said,
});

/** A list of so many members of each city, in turns, whose work has begun. */
export async function runningList(ledger: Ledger, sizes: Readonly<Record<string, number>>): Promise<TargetListRow> {
  const list = targetList();
  await ledger.db.insertInto('target_list').values(list).execute();
  await openWork(ledger, list.id, new Map(Object.entries(sizes)), '2026-11-02T01:00:00.000Z');
  return list;
}

/** The members of such a list, by rank. */
export function membersOf(sizes: Readonly<Record<string, number>>): readonly ClaimableMember[] {
  const inTurns = Object.entries(sizes)
    .flatMap(([city, size]) => Array.from({ length: size }, (_, index) => ({ city, place: index + 1 })))
    .sort((one, other) => one.place - other.place || (one.city < other.city ? -1 : 1));
  return inTurns.map((member, index) => ({
    ...member,
    numberId: `${member.city}-${member.place}`,
    rank: index + 1,
    offer: 'DATA_PACK',
  }));
}

/** Reads them as a gateway does that has all of them. */
export function nextOf(members: readonly ClaimableMember[]): NextMembers {
  const at = new Map(members.map(({ city, place }, index) => [`${city} ${place}`, index]));
  return (cursors, most) => {
    const next: ClaimableMember[] = [];
    const from = Math.min(...[...cursors].map(([city, place]) => at.get(`${city} ${place}`)!));
    for (let index = from; index < members.length && next.length < most; index++)
      if (members[index]!.place >= (cursors.get(members[index]!.city) ?? Number.POSITIVE_INFINITY)) next.push(members[index]!);
    return next;
  };
}
