import type { Scene } from '../../catalogue/offers/types.js';
import { type Why, whyNot } from '../../decisions/gates/index.js';
import { hasAgreed } from '../../decisions/judge.js';
import { lastTries } from '../../ledger/contacts/contacts.js';
import type { BatchRow, ItemRow, ListUnit, TargetListRow } from '../../ledger/tables.js';
import { dropItems, postponeItems } from '../../ledger/work/work.js';
import { channelsOf, today } from '../channels.js';
import { contactStates } from '../contact-states.js';
import type { CampaignSession } from '../session.js';
import { cappedTogether } from './capped-together.js';
import { citiesOfWork } from './list.js';

/**
 * Those of a batch's items that may be contacted now. Who may not any more is taken off the work for good; who was tried in vain a short
 * while ago, for whatever list, is put back until the scene's hours between two tries are over, unless he asked to be called back.
 */
export async function recheck(
  { id }: BatchRow,
  items: readonly ItemRow[],
  { scene: code, per }: Pick<TargetListRow, 'scene' | 'per'>,
  context: CampaignSession,
): Promise<readonly ItemRow[]> {
  const scene = code as Scene;
  if (items.length === 0) return [];
  const { ledger } = channelsOf(context);
  const stopped = await stoppedNow(items, scene, per, context);
  if (stopped.size > 0)
    await dropItems(
      ledger,
      id,
      [...stopped].map(([numberId, reason]) => ({ numberId, reason })),
    );
  const open = items.filter(({ number_id }) => !stopped.has(number_id));
  const resting = await restingUntil(open, scene, context);
  if (resting.size > 0)
    await postponeItems(
      ledger,
      id,
      [...resting].map(([numberId, notBefore]) => ({ numberId, notBefore })),
    );
  return open.filter(({ number_id }) => !resting.has(number_id));
}

/** What the list settled when it was frozen. */
const asFrozen = { digit: 0, isUniversal: false, isFull: false, isKeptOut: false, net: 0 };

/**
 * Numbers that may not be contacted any more, though they might when the list was frozen: orders, consent, do-not-contact, caps and
 * cool-down of now, and those that the newest month has no more (or in a city that the viewer may not see). Who asked to be called back is not
 * kept from it by a cap.
 */
async function stoppedNow(
  items: readonly ItemRow[],
  scene: Scene,
  per: ListUnit,
  context: CampaignSession,
): Promise<ReadonlyMap<string, Why>> {
  const channels = channelsOf(context);
  const { catalogue, decisions, viewer } = context;
  const cities = citiesOfWork(viewer);
  const ids = items.map(({ number_id }) => number_id);
  const [stateOf, together] = await Promise.all([
    contactStates(channels.ledger, ids, scene, today(channels), context),
    cappedTogether(per, ids, scene, context),
  ]);
  const whyOf = ({ number_id, offer: code, outcome }: ItemRow): Why | null => {
    const [profile, offer] = [decisions.profiles.of(number_id), catalogue.offers.get(code)];
    if (!profile || !offer || (cities && !cities.includes(profile.city ?? ''))) return 'GONE';
    const state = stateOf(number_id);
    const capped = outcome === 'CALL_BACK' ? { isCapped: false, isHouseholdCapped: false } : {};
    const own = {
      isPortedOut: profile.isPortedOut,
      hasAgreed: hasAgreed(profile, scene, catalogue),
      contact: { ...state, isCapped: state.isCapped || together.has(number_id), ...capped },
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

/** Until when numbers rest that were tried in vain. */
async function restingUntil(
  items: readonly ItemRow[],
  scene: Scene,
  context: CampaignSession,
): Promise<ReadonlyMap<string, string>> {
  const { ledger, now } = channelsOf(context);
  const restMs = context.catalogue.scenes.get(scene)!.batch.retryHours * 3_600_000;
  const ids = items.filter(({ call_back_at }) => call_back_at === null).map(({ number_id }) => number_id);
  const tries = await lastTries(ledger, ids, scene, new Date(now().getTime() - restMs).toISOString());
  return new Map([...tries].map(([number, at]) => [number, new Date(Date.parse(at) + restMs).toISOString()]));
}
