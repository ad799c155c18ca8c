import { pino } from 'pino';
import { freezeStandingList } from '../../../src/campaigns/standing/freeze.js';
import { viewerOfStanding } from '../../../src/campaigns/standing/viewer.js';
import { createContext } from '../../../src/faces/context.js';
import { appendAudit } from '../../../src/ledger/audit/audit.js';
import { standingListsById } from '../../../src/ledger/lists/standing-lists.js';
import type { StandingListRow, TargetListRow } from '../../../src/ledger/tables.js';
import type { Viewer } from '../../../src/security/viewer.js';
import type { Data, Gateway } from '../../support/gateway.js';
import { done, listQuery, usual } from '../lists/support.js';

const fields = `id name scene per maxSize budget holdOut rankBy onlyNew expiresAfterDays approveUpTo { size budget } offers { code }
  goal { measure { code } baseline } createdBy approvedBy approvedAt pausedBy pausedAt generation fault`;
export const createQuery = `mutation ($input: StandingListInput!) { createStandingList(input: $input) { ${fields} } }`;
export const approveQuery = `mutation ($id: ID!) { approveStandingList(id: $id) { ${fields} } }`;
export const pauseQuery = `mutation ($id: ID!) { pauseStandingList(id: $id) { ${fields} } }`;
export const resumeQuery = `mutation ($id: ID!) { resumeStandingList(id: $id) { ${fields} } }`;
export const standingQuery = `{ standingLists(first: 500) { ${fields} } }`;

/** Of everybody, unless a slice or a filter says of whom. */
export const created = (gateway: Gateway, input: object = {}, viewer?: Viewer): Promise<Data> => {
  const whom = 'slice' in input || 'where' in input ? {} : { everybody: true };
  return done(gateway, createQuery, { input: { ...usual, ...whom, ...input } }, viewer);
};

export const rowOf = async ({ ledger }: Gateway, { id }: Data): Promise<StandingListRow> =>
  (await standingListsById(ledger, [id]))[0]!;

/** Makes its list as the server does when this generation serves: one with the data of the gateway's own, and a name of its own. */
export async function freezeOn(gateway: Gateway, standing: Data, generation: string): Promise<TargetListRow | null> {
  const { serving, martlet, ledger, channels } = gateway;
  const row = await rowOf(gateway, standing);
  const context = createContext({
    serving: { ...serving, manifest: { ...serving.manifest, id: generation } },
    definitions: martlet.definitions,
    viewer: viewerOfStanding(row),
    requestId: 'test',
    log: pino({ level: 'silent' }),
    audit: (entry) => appendAudit(ledger, entry),
    channels,
  });
  return freezeStandingList(row, context);
}

/** The same, as the graph shows it. Generations come in the order of their numbers. */
export async function madeOn(gateway: Gateway, standing: Data, generation: number): Promise<Data> {
  const list = await freezeOn(gateway, standing, `2099${generation}`);
  if (!list) throw new Error(`expected a list, found none: ${(await rowOf(gateway, standing)).fault}`);
  return done(gateway, listQuery, { id: list.id });
}
