import type { CatalogueChange } from '../../catalogue/change.js';
import type { OfferEntry } from '../../catalogue/offers/offer-schemas.js';
import { scenes as allScenes, type Scene } from '../../catalogue/offers/types.js';
import { badInput } from '../../errors.js';
import { requireFilterable } from '../../security/grants.js';
import { filterWords, joined } from '../../session/filter-words.js';
import { splitTerms } from '../../slices/fact-terms.js';
import { setsIn } from '../../slices/predicate.js';
import { parseWhere, type Where } from '../../slices/where.js';
import type { CampaignSession } from '../session.js';
import { ruleSql } from './rule-sql.js';

/** A changed offer, or a new one; what is left out stays, of a new one it is the simplest. Rules are filters as the graph's SliceFilter has them. */
export interface OfferChange {
  readonly code: string;
  readonly name?: { readonly en: string; readonly zh: string } | null;
  readonly family?: string | null;
  readonly scenes?: readonly Scene[] | null;
  readonly price?: number | null;
  readonly monthlyMargin?: number | null;
  readonly months?: number | null;
  readonly incentive?: number | null;
  readonly commission?: number | null;
  readonly monthlyOrders?: number | null;
  readonly eligible?: unknown;
  readonly relevant?: unknown;
  readonly suitable?: unknown;
}

export interface ThresholdChange {
  readonly code: string;
  readonly value: number;
}

/** What would be changed of the contact policy. */
export interface PolicyChange {
  /** In place of all that there are. */
  readonly caps?: readonly { readonly scenes: readonly Scene[]; readonly most: number; readonly days?: number | null }[] | null;
  readonly coolDownDays?: number | null;
}

export interface RuleChange {
  readonly offers?: readonly OfferChange[] | null;
  readonly offerThresholds?: readonly ThresholdChange[] | null;
  readonly contactPolicy?: PolicyChange | null;
  /** Of the life cycle. */
  readonly thresholds?: readonly ThresholdChange[] | null;
}

/** A change as files would have it. Errors: BAD_USER_INPUT, UNKNOWN_NAME, FORBIDDEN for rules by what the viewer may not filter by. */
export function catalogueChange(change: RuleChange, context: CampaignSession): CatalogueChange {
  const { offers, offerThresholds, contactPolicy, thresholds } = change;
  const { coolDown } = context.catalogue.contactPolicy;
  return {
    offers: Object.fromEntries((offers ?? []).map((offer) => [offer.code, offerEntry(offer, context)])),
    offerThresholds: valuesOf(offerThresholds),
    thresholds: valuesOf(thresholds),
    ...(contactPolicy && {
      contactPolicy: {
        ...(contactPolicy.caps && { caps: contactPolicy.caps.map(capEntry) }),
        ...(typeof contactPolicy.coolDownDays === 'number' && { coolDown: { ...coolDown, days: contactPolicy.coolDownDays } }),
      },
    }),
  };
}

const valuesOf = (changes: readonly ThresholdChange[] | null | undefined): Readonly<Record<string, number>> =>
  Object.fromEntries((changes ?? []).map(({ code, value }) => [code, value]));

const capEntry = ({ scenes, most, days }: NonNullable<PolicyChange['caps']>[number]) => ({
  scenes: [...scenes],
  most,
  ...(typeof days === 'number' ? { days } : { calendar: 'MONTH' as const }),
});

function offerEntry(change: OfferChange, context: CampaignSession): Partial<OfferEntry> {
  const { code, name, scenes, eligible, relevant, suitable, ...terms } = change;
  const isNew = !context.catalogue.offers.has(code);
  if (isNew && eligible === undefined)
    throw badInput(`offers: ${code} is not in the catalogue: expected whom it is for (eligible), found none.`);
  const said = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null && value !== undefined));
  const rules = Object.entries({ eligible, relevant, suitable })
    .filter(([, where]) => where !== undefined)
    .map(([rule, where]) => [rule, ruleEntry(where, `offers: ${code}.${rule}`, context)] as const);
  const simplest = {
    ...(name ?? { en: code, zh: code }),
    family: code,
    scenes: [...allScenes],
    incentive: 0,
    commission: 0,
    months: 12,
    pitch: { en: code, zh: code },
  };
  return {
    ...(isNew ? simplest : {}),
    ...(name ?? {}),
    ...(scenes ? { scenes: [...scenes] } : {}),
    ...said,
    ...Object.fromEntries(rules),
  };
}

/** A filter as the rule of an offer. */
function ruleEntry(input: unknown, what: string, context: CampaignSession): OfferEntry['eligible'] {
  const { columns, viewer, labels } = context;
  const where: Where = parseWhere(input, columns, viewer.limits);
  requireFilterable(viewer, where, columns);
  if (splitTerms(where, columns).ofFacts.length > 0 || setsIn(where).size > 0)
    throw badInput(`${what}: expected what numbers are in a month, found facts or a set. Say it by columns of numbers.`);
  return { when: ruleSql(where, columns), ...joined(filterWords(where, { columns, labels }), ', ', '，') };
}
