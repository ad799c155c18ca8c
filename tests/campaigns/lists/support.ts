import { snapshotFile } from '../../../src/lib/snapshot-files.js';
import type { Viewer } from '../../../src/security/viewer.js';
import type { Data, Gateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

const fields = `id name status scene month size heldOut sliceCount treatedUnits controlUnits contentHash ruleVersion generation
  expectedNetBenefit expectedCost createdBy approvedBy holdOut rankBy purpose expiresOn
  suppressed { gate why count reason } offers { code }`;
export const createQuery = `mutation ($input: TargetListInput!) { createTargetList(input: $input) { ${fields} } }`;
export const freezeQuery = `mutation ($id: ID!) { freezeTargetList(id: $id) { ${fields} } }`;
export const approveQuery = `mutation ($id: ID!) { approveTargetList(id: $id) { ${fields} } }`;
export const closeQuery = `mutation ($id: ID!) { closeTargetList(id: $id) { ${fields} } }`;
export const listQuery = `query ($id: ID!) { targetList(id: $id) { ${fields} } }`;
export const membersQuery = `query ($id: ID!, $first: Int, $after: String) { targetList(id: $id) { members(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { rank netBenefit offer { code } number { id: numberId month finance { revenue } } }
} } }`;
export const whyQuery = `query ($id: ID!, $number: ID!, $locale: Locale) { targetList(id: $id) { why(number: $number) {
  member heldOut stoppedAt reason(locale: $locale)
} } }`;

/** A colleague of the developer who may approve what that one made. */
export const colleague: Viewer = managerOf([], { subject: 'colleague', tiers: [1, 2, 3, 4], rows: null });

export const usual = { name: 'a list', purpose: 'a test', scene: 'OUTBOUND' } as const;

/** What the graph says of the one field asked for; an error fails the test with its message. */
export async function done(gateway: Gateway, query: string, variables: object, viewer?: Viewer): Promise<Data> {
  const { data, errors } = await gateway.ask(query, { ...variables }, viewer);
  if (errors.length > 0) throw new Error(`${errors[0]!.message} ${JSON.stringify(variables)}`);
  return Object.values(data)[0];
}

/** The code and message of the error that it brings. */
export async function refused(gateway: Gateway, query: string, variables: object, viewer?: Viewer): Promise<string> {
  const { errors } = await gateway.ask(query, { ...variables }, viewer);
  return errors.length === 0 ? 'no error' : `${errors[0]!.extensions.code}: ${errors[0]!.message}`;
}

/** Of everybody, unless a slice or a filter says of whom. */
export const created = (gateway: Gateway, input: object = {}, viewer?: Viewer): Promise<Data> => {
  const whom = 'slice' in input || 'where' in input ? {} : { everybody: true };
  return done(gateway, createQuery, { input: { ...usual, ...whom, ...input } }, viewer);
};

export async function frozen(gateway: Gateway, input: object = {}, viewer?: Viewer): Promise<Data> {
  const { id } = await created(gateway, input, viewer);
  return done(gateway, freezeQuery, { id }, viewer);
}

export async function approved(gateway: Gateway, input: object = {}): Promise<Data> {
  const { id } = await frozen(gateway, input);
  return done(gateway, approveQuery, { id }, colleague);
}

/** A frozen list whose draw is that of every other one with this salt, in every run: without it each draws by its own random id. */
export async function frozenBySalt(gateway: Gateway, salt: string, input: object): Promise<Data> {
  const { id } = await created(gateway, input);
  await gateway.ledger.db.updateTable('target_list').set({ salt }).where('id', '=', id).execute();
  return done(gateway, freezeQuery, { id });
}

/** A row of a snapshot, ids and draws as text. */
export interface Entry {
  readonly id: string;
  readonly city: string;
  readonly draw: string | null;
  readonly arm: 'MEMBER' | 'HELD_OUT' | null;
  readonly why: string | null;
  readonly offer: string | null;
  readonly net: number | null;
  readonly cost: number | null;
  readonly rank: number | null;
  readonly place: number | null;
}

export async function entriesOf({ sql, channels }: Gateway, { id }: Data): Promise<readonly Entry[]> {
  const rows = await sql(`
    select cast(number_id as varchar) as id, city, cast(draw as varchar) as draw, arm, why, offer, net_benefit as net, cast(cost as double) as cost, rank, place
    from '${snapshotFile(channels.home, id)}' order by number_id`);
  return rows as unknown as readonly Entry[];
}

export const suppressedOf = ({ suppressed }: Data): number =>
  suppressed.reduce((sum: number, { count }: { count: number }) => sum + count, 0);

export function grouped<T, K>(values: readonly T[], key: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}
