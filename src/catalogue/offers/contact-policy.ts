import type { Layered } from '../layered.js';
import { didYouMean, suggestions } from '../suggestions.js';
import type { FileProblems } from '../yaml.js';
import type { ContactPolicyEntry } from './offer-schemas.js';
import type { ContactPolicy, Offer, Scene, SceneRule } from './types.js';

/** The contact policy: a visit has no caps, and a family of its own cool-down has offers. */
export function resolveContactPolicy(
  { entry, source, at }: Layered<ContactPolicyEntry>,
  { scenes, offers }: { readonly scenes: ReadonlyMap<Scene, SceneRule>; readonly offers: ReadonlyMap<string, Offer> },
  problems: FileProblems,
): ContactPolicy {
  const add = (path: readonly PropertyKey[], message: string) =>
    problems.add(at?.(['contactPolicy', ...path]) ?? source, `contactPolicy.${path.join('.')}: ${message}`);
  const noVisits = (path: readonly PropertyKey[], codes: readonly Scene[]) => {
    for (const code of codes.filter((each) => scenes.get(each)?.isVisit))
      add(path, `in ${code} the customer comes himself and is never turned away; leave it out`);
  };
  for (const [index, cap] of entry.caps.entries()) noVisits(['caps', index, 'scenes'], cap.scenes);
  noVisits(['doNotContact', 'scenes'], entry.doNotContact.scenes);
  const families = new Set([...offers.values()].map(({ family }) => family));
  for (const family of Object.keys(entry.coolDown.families).filter((each) => !families.has(each)))
    add(['coolDown', 'families', family], `no offer is of the family "${family}".${didYouMean(suggestions(family, families))}`);
  const { doNotContact, caps, ...rest } = entry;
  return {
    ...rest,
    caps: caps.map((cap) => ({ scenes: cap.scenes, most: cap.most, window: cap.days ?? 'MONTH' })),
    doNotContact: { scenes: doNotContact.scenes, days: doNotContact.days ?? null },
  };
}
