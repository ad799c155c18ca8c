import { MartletError } from '../errors.js';
import { requireProvided } from '../figures/figure.js';
import { everything } from '../figures/question.js';
import { requireColumns, requireTier, seesInClear } from '../security/grants.js';
import { shownValue } from '../security/shown.js';
import { knownMonth } from '../session/scope.js';
import type { Selection } from '../session/selection.js';
import type { Row } from '../warehouse/engine.js';
import { idInMonth, monthOfId } from './numbers.queries.js';
import type { NumbersScope } from './page.js';
import { type Party, type PartyKind, partyKinds, unveilStatement } from './party.queries.js';
import type { NumberSession } from './session.js';

/** Fields of a party and the columns of numbers that they are made of, by path. */
const behind: Readonly<Record<string, readonly string[]>> = {
  type: ['customerType'],
  industry: ['industry'],
  accountManager: ['accountManagerId'],
  complaints: ['complaints'],
  openComplaints: ['hasOpenComplaint'],
  hasBroadband: ['hasBroadband'],
  hasIptv: ['hasIptv'],
  hasFamilyNet: ['hasFamilyNet'],
  'value.tier': ['valueTier'],
  'value.lifetimeValue': ['lifetimeValue'],
  'value.margin': ['monthlyMargin'],
  'value.risk': ['churnRisk'],
};

/** Errors: FORBIDDEN without tier 3, and for fields made of columns that are not granted. */
function requireParty(kind: PartyKind, selection: Selection, { viewer }: NumberSession): void {
  requireTier(viewer, 3);
  const paths = [...selection].flatMap(([name, selected]) => [
    name,
    ...[...selected.below().keys()].map((below) => `${name}.${below}`),
  ]);
  requireColumns(viewer, [partyKinds[kind].field, ...paths.flatMap((path) => behind[path] ?? [])]);
}

/** What a party is called to this viewer: a pseudonym, the same in every month, unless he sees such ids in clear. */
export const partyId = ({ kind, key }: Pick<Party, 'kind' | 'key'>, { viewer, secret }: NumberSession): string =>
  String(shownValue(viewer, { name: partyKinds[kind].column, personal: true }, key, secret));

/** The same in its month: what a client's cache keeps it by. */
export const partyIdInMonth = (party: Party, session: NumberSession): string => idInMonth(partyId(party, session), party.month);

/**
 * A customer or household by its id as it is shown, in the month asked for or that of its id; null where there is none of which the viewer may see a
 * number. Errors: as `requireParty`; NOT_PROVIDED where the warehouse tells none; FORBIDDEN for an id in clear from one who does not see such; BAD_USER_INPUT for a month.
 */
export async function findParty(
  kind: PartyKind,
  { id, month: asked }: { readonly id: string; readonly month?: string | null | undefined },
  selection: Selection,
  session: NumberSession,
): Promise<Party | null> {
  requireParty(kind, selection, session);
  const { viewer, coverage, numbers } = session;
  requireProvided(kind, [partyKinds[kind].column], coverage);
  const named = monthOfId(id);
  const month = knownMonth(asked ?? named, coverage.months);
  const own = named === undefined ? id : id.slice(0, -idInMonth('', named).length);
  numbers.limits.charge(viewer.limits.searchCells);
  const key = await keyOf(kind, own, month, session);
  return key === null ? null : numbers.parties.load({ kind, key, month });
}

const pseudonymText = /^[0-9a-f]{8}-[0-9a-f]{20}$/;

async function keyOf(kind: PartyKind, id: string, month: string, session: NumberSession): Promise<string | null> {
  const { viewer, run, note, manifest } = session;
  const { field, en } = partyKinds[kind];
  if (pseudonymText.test(id)) {
    const [row] = await run(unveilStatement(kind, id, month, session), 'slices');
    return (row?.key as string | undefined) ?? null;
  }
  if (!seesInClear(viewer, field))
    throw new MartletError(
      'FORBIDDEN',
      `${en}(id:): ${field} is masked for ${viewer.subject}: expected the pseudonym that numbers show as their ${field}, found something else.`,
    );
  const { subject, purpose } = viewer;
  const what = { action: 'filter by personal columns', decision: 'ALLOWED', detail: { columns: [field] } } as const;
  note({ subject, purpose, generation: manifest.id, ...what });
  return id;
}

/** The customer or household of a number in its month; null where it has none. Errors: as `requireParty`. */
export async function partyOfNumber(
  kind: PartyKind,
  { numberId, month }: Row,
  selection: Selection,
  session: NumberSession,
): Promise<Party | null> {
  requireParty(kind, selection, session);
  const { numbers } = session;
  const key = await numbers.partyKeys.load({ kind, id: numberId as string, month: month as string });
  return key === null ? null : numbers.parties.load({ kind, key, month: month as string });
}

/** Its numbers in the month, as a scope of numbers: under the viewer's policy like any other. */
export const numbersOfParty = ({ kind, key, month }: Party): NumbersScope => ({
  scope: { ...everything, where: { [partyKinds[kind].field]: { eq: key } } },
  months: [month],
});
