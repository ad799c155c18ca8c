import type { Scene } from '../../catalogue/offers/types.js';
import { type Why, whyNot } from '../../decisions/gates/index.js';
import { hasAgreed } from '../../decisions/judge.js';
import type { ItemRow } from '../../ledger/tables.js';
import { channelsOf, today } from '../channels.js';
import { contactStates } from '../contact-states.js';
import type { CampaignSession } from '../session.js';

/** What the list settled when it was frozen. */
const asFrozen = { digit: 0, isUniversal: false, isFull: false, isKeptOut: false, net: 0 };

/**
 * Numbers that may not be contacted any more, though they might when the list was frozen: orders, consent, do-not-contact, caps and
 * cool-down of now, and those that the newest month has no more (or in a city that the viewer may not see). Who asked to be called back is not
 * kept from it by a cap.
 */
export async function recheck(
  items: readonly ItemRow[],
  scene: Scene,
  context: CampaignSession,
): Promise<ReadonlyMap<string, Why>> {
  const channels = channelsOf(context);
  const { catalogue, decisions, viewer } = context;
  const ids = items.map(({ number_id }) => number_id);
  const stateOf = await contactStates(channels.ledger, ids, scene, today(channels), context);
  const whyOf = ({ number_id, offer: code, outcome }: ItemRow): Why | null => {
    const [profile, offer] = [decisions.profiles.of(number_id), catalogue.offers.get(code)];
    if (!profile || !offer || (viewer.cities && !viewer.cities.includes(profile.city ?? ''))) return 'GONE';
    const state = stateOf(number_id);
    const capped = outcome === 'CALL_BACK' ? { isCapped: false, isHouseholdCapped: false } : {};
    const own = {
      isPortedOut: profile.isPortedOut,
      hasAgreed: hasAgreed(profile, scene, catalogue),
      contact: { ...state, ...capped },
    };
    return whyNot(offer, { ...asFrozen, ...own }, catalogue.contactPolicy);
  };
  return new Map(
    items.flatMap((item) => {
      const why = whyOf(item);
      return why === null ? [] : [[item.number_id, why] as const];
    }),
  );
}
