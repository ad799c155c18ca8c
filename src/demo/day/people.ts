import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { newKey } from '../../security/keys.js';

/** Someone who works with the gateway, by an API key. */
export interface Person {
  readonly name: string;
  readonly secret: string;
}

export interface People {
  readonly board: Person;
  readonly cityManager: Person;
  readonly analyst: Person;
  readonly scientist: Person;
  readonly teamLeader: Person;
  readonly marketer: Person;
  readonly approver: Person;
  readonly manager: Person;
  readonly agents: readonly Person[];
  readonly clerks: readonly Person[];
}

/** The city of the demo operator whose manager plays along: its revenue is far below the plan. */
export const redCity = 'SHIYAO';

/** A small operator's day: of a store's few numbers figures are told too, which larger operators keep to themselves (11 by default). */
const small = { minimumGroup: 1 };
const roles = {
  board: { tiers: [1], cities: 'all', ...small },
  cityManager: { tiers: [1, 2, 4], cities: [redCity], scenes: 'all', acts: ['MAKE_LISTS'], ...small },
  analyst: { tiers: [1, 2], cities: 'all', ...small },
  scientist: { tiers: [3], cities: 'all' },
  teamLeader: { tiers: [4], cities: 'all', scenes: 'all', acts: ['MAKE_LISTS', 'APPROVE_LISTS', 'WORK'] },
  marketer: { tiers: [1, 2, 3, 4], cities: 'all' },
  approver: { tiers: [1, 4], cities: 'all', scenes: 'all', acts: ['APPROVE_LISTS'], ...small },
  manager: { tiers: [1, 2, 3, 4], cities: 'all' },
  agent: { tiers: [4], cities: 'all', scenes: 'all', acts: ['WORK', 'RECORD_OUTCOMES'], columns: { shown: ['msisdn'] } },
  clerk: {
    tiers: [4],
    cities: 'all',
    scenes: 'all',
    acts: ['RECORD_OUTCOMES'],
    columns: { shown: ['plan_id', 'contract_end_on'] },
  },
};

/** Hires everybody: writes the policies file with their roles and the hashes of their keys. */
export function hire(file: string, counts: { readonly agents: number; readonly clerks: number }): People {
  const entries: object[] = [];
  const one = (name: string, role: keyof typeof roles): Person => {
    const { secret, entry } = newKey(name, [role], []);
    entries.push(entry);
    return { name, secret };
  };
  const several = (count: number, role: 'agent' | 'clerk') =>
    Array.from({ length: count }, (_, index) => one(`${role} ${index + 1}`, role));
  const people = {
    board: one('board', 'board'),
    cityManager: one('city manager', 'cityManager'),
    analyst: one('analyst', 'analyst'),
    scientist: one('scientist', 'scientist'),
    teamLeader: one('team leader', 'teamLeader'),
    marketer: one('marketer', 'marketer'),
    approver: one('approver', 'approver'),
    manager: one('manager', 'manager'),
    agents: several(counts.agents, 'agent'),
    clerks: several(counts.clerks, 'clerk'),
  };
  writeFileSync(file, stringify({ roles, keys: entries }), { mode: 0o600 });
  return people;
}
