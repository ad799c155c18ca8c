import type { Scene } from '../../catalogue/offers/types.js';
import { hasAgreed } from '../../decisions/judge.js';
import type { Profile } from '../../decisions/profiles.js';
import { badInput, MartletError } from '../../errors.js';
import { lookUp } from '../../numbers/look-up.js';
import { numberId } from '../../numbers/numbers.queries.js';
import { customerStatement } from '../../numbers/related.queries.js';
import { seesWholeNumbers } from '../../security/grants.js';
import { channelsOf } from '../channels.js';
import { isCustomerOf } from '../sees-number.js';
import type { CampaignSession } from '../session.js';

export interface NumberInput {
  readonly id?: string | null | undefined;
  readonly msisdn?: string | null | undefined;
}

/**
 * The id of a number that is asked for by just one of id and phone number. One that changed hands is its present holder's.
 * Errors: FORBIDDEN, BAD_USER_INPUT for both, neither, and a phone number that no number of the marts has.
 */
export async function resolveNumber({ id, msisdn }: NumberInput, context: CampaignSession): Promise<string> {
  channelsOf(context);
  const { viewer, manifest, numbers, decisions } = context;
  const [hasId, hasMsisdn] = [id !== undefined && id !== null, msisdn !== undefined && msisdn !== null];
  if (hasId === hasMsisdn) throw badInput(`number: expected either number or msisdn, found ${hasId ? 'both' : 'neither'}.`);
  if (hasId) return numberId(id!, manifest.idType);
  numbers.limits.charge(viewer.limits.searchCells);
  const found = decisions.profiles.present(await lookUp(msisdn!, context));
  if (found !== undefined) return found;
  throw badInput(
    'msisdn: expected a phone number of this operator, found one that the newest month of the marts does not have. Check the digits: it may be another operator’s.',
  );
}

/**
 * Errors: BAD_USER_INPUT for a number that the newest month does not have or that the viewer may not ask about, and for one that its holder has taken to another operator, unless
 * the scene has offers for just these.
 */
export async function presentProfile(id: string, scene: Scene, context: CampaignSession): Promise<Profile> {
  const profile = context.decisions.profiles.of(id);
  if (!profile || !(await isCustomerOf(id, context))) throw unknownNumber(id, context);
  const { offers } = context.catalogue;
  if (!profile.isPortedOut || [...offers.values()].some((offer) => offer.isForPortedOut && offer.scenes.includes(scene)))
    return profile;
  throw badInput(`number: ${id} is another operator's now (it was ported out): nothing can be offered to it here.`);
}

/**
 * Of a customer who has not agreed to be met in a scene nothing is told there, not even which rules he fulfils, but to who may see numbers
 * anyway.
 */
export function isTellable(id: string, scene: Scene, { viewer, decisions, catalogue }: Told): boolean {
  const profile = decisions.profiles.of(id);
  return seesWholeNumbers(viewer) || profile === undefined || hasAgreed(profile, scene, catalogue);
}

type Told = Pick<CampaignSession, 'viewer' | 'decisions' | 'catalogue'>;

export const unknownNumber = (id: string, { manifest }: CampaignSession): MartletError =>
  badInput(
    `number: expected one that is in the marts of ${manifest.months.at(-1)} and that you may see, found none such by ${JSON.stringify(id.slice(0, 60))}. Check the id or the phone number; a number of another operator is not in the marts.`,
  );

/**
 * The number that stands for a customer: of those on the books the one that pays most. null: the newest month has none of his that may be
 * seen. It counts as a look-up by phone number does. Errors: FORBIDDEN.
 */
export async function numberOfCustomer(customer: string, context: CampaignSession): Promise<string | null> {
  channelsOf(context);
  const { viewer, numbers, run } = context;
  numbers.limits.charge(viewer.limits.searchCells);
  await context.lookUps?.take(viewer);
  const [first] = await run(customerStatement(customer, context), 'channels');
  return (first?.id as string | undefined) ?? null;
}
