import type { Scene } from '../../catalogue/offers/types.js';
import { hasAgreed, unknownToPolicy, whyNot } from '../../decisions/judge.js';
import type { Why } from '../../decisions/why.js';
import type { ItemRow } from '../../ledger/tables.js';
import { channelsOf, today } from '../channels.js';
import { contactStates } from '../contact-states.js';
import type { CampaignSession } from '../session.js';
import { laneFor } from './batch.js';

const none: ReadonlySet<string> = new Set();

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
  const states = await contactStates(channels.ledger, ids, scene, today(channels), context, laneFor(ids.length));
  const whyOf = ({ number_id, offer: code, outcome }: ItemRow): Why | null => {
    const [profile, offer] = [decisions.profiles.of(number_id), catalogue.offers.get(code)];
    if (!profile || !offer || (viewer.cities && !viewer.cities.includes(profile.city ?? ''))) return 'GONE';
    if (profile.isPortedOut) return 'PORTED_OUT';
    const state = states.get(number_id) ?? unknownToPolicy;
    const contact = { ...state, isCapped: state.isCapped && outcome !== 'CALL_BACK' };
    const own = { rule: null, hasAgreed: hasAgreed(profile, scene, catalogue), isUniversal: false, net: 0 };
    return whyNot(offer, { contact, full: none, keptFrom: none, scores: {}, ...own }, catalogue);
  };
  return new Map(
    items.flatMap((item) => {
      const why = whyOf(item);
      return why === null ? [] : [[item.number_id, why] as const];
    }),
  );
}
