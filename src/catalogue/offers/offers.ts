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
export const offerRules = ['eligible', 'relevant', 'suitable', 'affordable'] as const;
export type OfferRuleName = (typeof offerRules)[number];

/** The rules as SQL over one row of number_state or number_profile: each TRUE or FALSE, where what it looks at is not known FALSE. */
export const offerSql = (offer: Pick<Offer, OfferRuleName>): Readonly<Record<OfferRuleName, string>> => ({
  eligible: sqlOf(offer.eligible),
  relevant: sqlOf(offer.relevant),
  suitable: sqlOf(offer.suitable),
  affordable: sqlOf(offer.affordable),
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
    const { en, zh, service, household, portedOut, replacesPlan, ...told } = entry;
    const { price = null, monthlyOrders = null, retention = null, eligible, relevant, suitable, pitch, ...terms } = told;
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
            const personal = identifiers(when).find((each) => columns.get(each)?.personal);
            // A decision sees a pseudonym, a list the value: they would not agree.
            if (personal) throw new Error(`expected columns that are not personal, found ${personal}`);
            return { when, words: { en: rule.en, zh: rule.zh } };
          });
    const rules = {
      eligible: ruleOf('eligible', eligible),
      relevant: ruleOf('relevant', relevant),
      suitable: ruleOf('suitable', suitable),
      affordable: price && !replacesPlan ? affordable(price, household, thresholds) : null,
    };
    const said = (locale: 'en' | 'zh') => checked(['pitch', locale], () => pitchOf(withPrice(pitch[locale], price), columns));
    const texts = { en: said('en') ?? '', zh: said('zh') ?? '' };
    if (!rules.eligible) continue;
    const own = ['eligible', 'relevant', 'suitable'].map((name) => rules[name as OfferRuleName]?.when ?? 'TRUE').join('\n');
    const all = `${own}\n${rules.affordable?.when ?? 'TRUE'}`;
    const kind = { isService: service, isHousehold: household, isForPortedOut: portedOut, replacesPlan };
    const meaning = { ...terms, price, monthlyOrders, retention, ...kind, ...rules, eligible: rules.eligible };
    offers.set(code, {
      ...meaning,
      names: { en, zh },
      pitch: texts,
      inputs: [...identifiers(all)].sort(),
      needs: [...dependenciesOf(own, columns).needs].sort(),
      ruleVersion: versionOf(meaning),
      source,
    });
  }
  return offers;
}

/** Where no threshold says how much more may be spent, nothing is weighed. */
function affordable(price: number, isHousehold: boolean, thresholds: ReadonlyMap<string, Threshold>): OfferRule | null {
  const share = thresholds.get('new_spend_share')?.value;
  if (share === undefined) return null;
  const paid = isHousehold ? 'household_revenue' : 'greatest(revenue, coalesce(revenue_mean_3, revenue))';
  const percent = `${Number((Number(share) * 100).toFixed(2))}`;
  return {
    when: `${price} <= ${share} * ${paid}`,
    words: {
      en: `for whom ${price} yuan more is at most ${percent} % of what ${isHousehold ? 'their household pays' : 'they pay'}`,
      zh: `新增 ${price} 元不超过${isHousehold ? '家庭' : '本人'}现消费的 ${percent}%`,
    },
  };
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
  const { code, family, price, monthlyMargin, months, incentive, commission, isService, isHousehold, isForPortedOut } = offer;
  const { retention } = offer;
  const rules = offerRules.map((name) => offer[name]?.when.replaceAll(/('(?:[^']|'')*')|\s+/g, (_, string) => string ?? ' '));
  const terms = [
    code,
    family,
    price,
    monthlyMargin,
    months,
    incentive,
    commission,
    isService,
    isHousehold,
    isForPortedOut,
    [...offer.scenes].sort(),
    ...(retention ? [[retention.effect, retention.horizon, ...(retention.toBestPlan ? ['toBestPlan'] : [])]] : []),
  ];
  return createHash('sha256')
    .update(JSON.stringify([...terms, rules]))
    .digest('hex')
    .slice(0, 12);
}
