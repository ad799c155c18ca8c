import type { OutcomeReason, Scene } from '../../catalogue/offers/types.js';
import type { ContactRow, Outcome } from '../../ledger/tables.js';
import type { Row } from '../../warehouse/engine.js';
import { type OfferView, pastOffer } from '../offers.js';
import type { CampaignSession } from '../session.js';

/** A contact with a number and what came of it. Money in CNY. */
export interface Contact {
  readonly id: string;
  readonly number: string;
  readonly offerId: string;
  readonly offer: OfferView;
  readonly scene: Scene;
  readonly outcome: Outcome;
  /** Why it came out so; of contacts recorded here. */
  readonly reason: OutcomeReason | null;
  /** When the customer asked to be called back; of contacts recorded here. */
  readonly callBackAt: string | null;
  /** An instant; of a contact that the warehouse told, the day. */
  readonly at: string;
  /** The operator's local day of it. */
  readonly day: string;
  readonly cost: number | null;
  readonly margin: number | null;
  readonly campaignId: string | null;
  readonly list: string | null;
  readonly decision: string | null;
}

/** A contact that was recorded here, as viewers are told of it. */
export function ownContact(row: ContactRow, context: Pick<CampaignSession, 'catalogue' | 'viewer'>): Contact {
  const { id, scene, outcome, at, cost, margin, list_id: list, decision_id: decision } = row;
  const about = { number: row.number_id, offerId: row.offer, offer: pastOffer(row.offer, context) };
  const told = { outcome, reason: row.reason === null ? null : pastReason(row.reason, context), callBackAt: row.call_back_at };
  return {
    id,
    ...about,
    scene: scene as Contact['scene'],
    ...told,
    at,
    day: row.day,
    cost,
    margin,
    campaignId: list,
    list,
    decision,
  };
}

/** One that the catalogue no longer has goes by its code. */
const pastReason = (code: string, { catalogue }: Pick<CampaignSession, 'catalogue'>): OutcomeReason =>
  catalogue.outcomeReasons.get(code) ?? { code, names: { en: code, zh: code }, outcomes: [] };

export interface LastContactsQuestion {
  readonly id: string;
  /** The last day. */
  readonly to: string;
  readonly first: number;
}

/** The last contacts of a number, newest first: the warehouse's, and those that were recorded here. What both have is one. */
export async function lastContacts(
  { id, to, first }: LastContactsQuestion,
  context: CampaignSession,
): Promise<readonly Contact[]> {
  const [told, recorded] = await Promise.all([
    context.numbers.contacts.load({ id, to, first }),
    context.numbers.ownContacts.load({ id, to }),
  ]);
  const own = await visible(recorded, context);
  const known = new Set(own.map((row) => row.id));
  const others = told.filter(({ contactId }) => !known.has(contactId as string));
  const all = [...own.map((row) => ownContact(row, context)), ...others.map((row) => toldContact(row, context))];
  return all.sort(newestFirst).slice(0, first);
}

/** The last contacts with any of some numbers, newest first. */
export async function lastContactsOfAll(
  ids: readonly string[],
  question: Omit<LastContactsQuestion, 'id'>,
  context: CampaignSession,
): Promise<readonly Contact[]> {
  const all = await Promise.all(ids.map((id) => lastContacts({ id, ...question }, context)));
  return all.flat().sort(newestFirst).slice(0, question.first);
}

const newestFirst = (a: Contact, b: Contact): number => compare(b.day, a.day) || compare(b.at, a.at);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toldContact({ id, contactId, ...own }: Row, context: CampaignSession): Contact {
  const offer = pastOffer(own.offerId as string, context);
  const untold = { reason: null, callBackAt: null, list: null, decision: null } as const;
  return { ...own, id: contactId, number: id, offer, day: own.at, ...untold } as unknown as Contact;
}

/** Those of months in which the viewer may see the number; of a month that the marts do not have the newest tells it. */
async function visible(rows: readonly ContactRow[], context: CampaignSession): Promise<readonly ContactRow[]> {
  const { months } = context.coverage;
  if (context.viewer.rows === null) return rows;
  const isVisible = await Promise.all(
    rows.map(async ({ number_id: id, month }) => {
      const told = months.includes(month) ? month : months.at(-1)!;
      return (await context.numbers.rows.load({ id, months: [told], fields: [] })).length > 0;
    }),
  );
  return rows.filter((_, index) => isVisible[index]);
}
