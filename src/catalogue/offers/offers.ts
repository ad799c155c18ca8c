import { createHash } from 'node:crypto';
import { type Columns, dependenciesOf, identifiers } from '../columns.js';
import type { Layered } from '../layered.js';
import { didYouMean, suggestions } from '../suggestions.js';
import { withThresholds } from '../thresholds.js';
import type { Threshold } from '../types.js';
import type { FileProblems } from '../yaml.js';
import type { OfferEntry } from './offer-schemas.js';
import type { Offer, OfferRule } from './types.js';

/** An offer's rules, in the order in which a number must pass them. */
export const offerRules = ['eligible', 'relevant', 'suitable'] as const;
export type OfferRuleName = (typeof offerRules)[number];

/** The rules as SQL over one row of number_state or number_profile: each TRUE or FALSE, where what it looks at is not known FALSE. */
export const offerSql = (offer: Pick<Offer, OfferRuleName>): Readonly<Record<OfferRuleName, string>> => ({
  eligible: sqlOf(offer.eligible),
  relevant: sqlOf(offer.relevant),
  suitable: sqlOf(offer.suitable),
});

const sqlOf = (rule: OfferRule | null): string => (rule ? `coalesce((${rule.when}), FALSE)` : 'TRUE');

/** Resolves offers: fills in thresholds and prices, and finds what the rules rest on. */
export function resolveOffers(
  entries: ReadonlyMap<string, Layered<OfferEntry>>,
  columns: Columns,
  thresholds: ReadonlyMap<string, Threshold>,
  problems: FileProblems,
): ReadonlyMap<string, Offer> {
  const offers = new Map<string, Offer>();
  for (const [code, { entry, source, at }] of entries) {
    const { en, zh, service, price = null, monthlyOrders = null, eligible, relevant, suitable, pitch, ...terms } = entry;
    const checked = <T>(path: readonly PropertyKey[], make: () => T): T | null => {
      try {
        return make();
      } catch (error) {
        problems.add(at?.(path) ?? source, `${code}: ${path.join('.')}: ${(error as Error).message}`);
        return null;
      }
    };
    const ruleOf = (name: OfferRuleName, rule: OfferEntry['eligible'] | undefined): OfferRule | null =>
      rule === undefined
        ? null
        : checked([name, 'when'], () => {
            const when = withThresholds(withPrice(rule.when, price), thresholds).trim();
            dependenciesOf(when, columns);
            return { when, words: { en: rule.en, zh: rule.zh } };
          });
    const rules = {
      eligible: ruleOf('eligible', eligible),
      relevant: ruleOf('relevant', relevant),
      suitable: ruleOf('suitable', suitable),
    };
    const said = (locale: 'en' | 'zh') => checked(['pitch', locale], () => pitchOf(withPrice(pitch[locale], price), columns));
    const texts = { en: said('en') ?? '', zh: said('zh') ?? '' };
    if (!rules.eligible) continue;
    const all = offerRules.map((name) => rules[name]?.when ?? 'TRUE').join('\n');
    const meaning = { ...terms, price, monthlyOrders, isService: service, ...rules, eligible: rules.eligible };
    offers.set(code, {
      ...meaning,
      names: { en, zh },
      pitch: texts,
      inputs: [...identifiers(all)].sort(),
      needs: [...dependenciesOf(all, columns).needs].sort(),
      ruleVersion: versionOf(meaning),
      source,
    });
  }
  return offers;
}

/** Errors: a plain Error where the offer has no price. */
const withPrice = (text: string, price: number | null): string =>
  text.replaceAll(/\{\{\s*price\s*\}\}/g, () => {
    if (price === null) throw new Error('{{price}}: the offer has no price');
    return String(price);
  });

/** A text with its placeholders tidied. Errors: a plain Error that names what is no column. */
const pitchOf = (text: string, columns: Columns): string =>
  text.replaceAll(/\{\{(.*?)\}\}/g, (_, inner: string) => {
    const column = inner.trim();
    if (!columns.has(column)) throw new Error(`unknown column "${column}".${didYouMean(suggestions(column, columns.keys()))}`);
    return `{{${column}}}`;
  });

/** Spaces outside strings, and the order of scenes, mean nothing. */
function versionOf(offer: Omit<Offer, 'names' | 'pitch' | 'inputs' | 'needs' | 'ruleVersion' | 'source'>): string {
  const { code, family, price, monthlyMargin, months, incentive, commission, isService } = offer;
  const rules = offerRules.map((name) => offer[name]?.when.replaceAll(/('(?:[^']|'')*')|\s+/g, (_, string) => string ?? ' '));
  const terms = [code, family, price, monthlyMargin, months, incentive, commission, isService, [...offer.scenes].sort()];
  return createHash('sha256')
    .update(JSON.stringify([...terms, rules]))
    .digest('hex')
    .slice(0, 12);
}
