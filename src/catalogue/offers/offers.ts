import { createHash } from 'node:crypto';
import { type Columns, dependenciesOf, identifiers } from '../columns.js';
import type { Layered } from '../layered.js';
import type { Names } from '../names.js';
import { contractColumn } from '../provided.js';
import { didYouMean, suggestions } from '../suggestions.js';
import { withThresholds } from '../thresholds.js';
import type { Threshold } from '../types.js';
import type { FileProblems } from '../yaml.js';
import type { OfferEntry } from './offer-schemas.js';
import type { AcceptancePrior, Offer, OfferRule, OptionalCondition, Scene } from './types.js';

/** An offer's rules, in the order in which a number must pass them. */
export const offerRules = ['eligible', 'relevant', 'suitable', 'affordable'] as const;
export type OfferRuleName = (typeof offerRules)[number];

/**
 * The rules as SQL over one row of number_state or number_profile: each TRUE or FALSE, where what it looks at is not known FALSE. Without conditions that
 * `isLeftOut`.
 */
export const offerSql = (
  offer: Pick<Offer, OfferRuleName>,
  isLeftOut: (condition: OptionalCondition) => boolean = () => false,
): Readonly<Record<OfferRuleName, string>> => {
  const sqlOf = (rule: OfferRule | null): string => (rule ? `coalesce((${wholeRule(rule, isLeftOut)}), FALSE)` : 'TRUE');
  const { eligible, relevant, suitable, affordable } = offer;
  return { eligible: sqlOf(eligible), relevant: sqlOf(relevant), suitable: sqlOf(suitable), affordable: sqlOf(affordable) };
};

/** All that must hold, as one predicate. */
export function wholeRule(
  { when, ifProvided }: OfferRule,
  isLeftOut: (condition: OptionalCondition) => boolean = () => false,
): string {
  const beside = ifProvided.filter((condition) => !isLeftOut(condition));
  return beside.length === 0 ? when : [when, ...beside.map((each) => each.when)].map((sql) => `(${sql})`).join(' AND ');
}

/** The same for people. */
export const wholeWords = ({ words, ifProvided }: OfferRule): Names => {
  const all = [words, ...ifProvided.map((each) => each.words)];
  return { en: all.map(({ en }) => en).join(', '), zh: all.map(({ zh }) => zh).join('、') };
};

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
    const { price = null, monthlyOrders = null, retention = null, prior, eligible, relevant, suitable, pitch, ...terms } = told;
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
            const { ifProvided = [], ...own } = rule;
            const { needs: _, ...condition } = conditionOf(own);
            return { ...condition, ifProvided: ifProvided.map(conditionOf) };
          });
    const conditionOf = ({ when: text, en: inEnglish, zh: inChinese }: OfferEntry['eligible']): OptionalCondition => {
      const when = withThresholds(withPrice(text, price), thresholds).trim();
      const personal = identifiers(when).find((each) => columns.get(each)?.personal);
      // A decision sees a pseudonym, a list the value: they would not agree.
      if (personal) throw new Error(`expected columns that are not personal, found ${personal}`);
      return { when, words: { en: inEnglish, zh: inChinese }, needs: dependenciesOf(when, columns).needs.map(contractColumn) };
    };
    const rules = {
      eligible: ruleOf('eligible', eligible),
      relevant: ruleOf('relevant', relevant),
      suitable: ruleOf('suitable', suitable),
      affordable: price && !replacesPlan ? affordable(price, household, thresholds) : null,
    };
    const said = (locale: 'en' | 'zh') => checked(['pitch', locale], () => pitchOf(withPrice(pitch[locale], price), columns));
    const texts = { en: said('en') ?? '', zh: said('zh') ?? '' };
    if (!rules.eligible) continue;
    // With a comma between, as a name before a bracket would be that of a function.
    const own = [rules.eligible, rules.relevant, rules.suitable].map((rule) => rule?.when ?? 'TRUE').join(',\n');
    const all = offerRules.map((name) => (rules[name] ? wholeRule(rules[name]) : 'TRUE')).join(',\n');
    const priors = checked(['prior'], () => priorsOf(terms.scenes, prior)) ?? {};
    const kind = { isService: service, isHousehold: household, isForPortedOut: portedOut, replacesPlan };
    const meaning = { ...terms, price, monthlyOrders, retention, priors, ...kind, ...rules, eligible: rules.eligible };
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

/** Of each scene that is spoken of. Errors: a plain Error for one that the offer is not made in. */
function priorsOf(scenes: readonly Scene[], prior: OfferEntry['prior']): Offer['priors'] {
  if (!prior) return {};
  const { acceptance, weight } = prior;
  const byScene = typeof acceptance === 'number' ? Object.fromEntries(scenes.map((scene) => [scene, acceptance])) : acceptance;
  const entries = Object.entries(byScene) as [Scene, number][];
  const stray = entries.find(([scene]) => !scenes.includes(scene));
  if (stray)
    throw new Error(
      `acceptance.${stray[0]}: expected scenes of the offer, ${scenes.join(', ')}. Add it to them, or leave it out`,
    );
  return Object.fromEntries(entries.map(([scene, own]): [Scene, AcceptancePrior] => [scene, { acceptance: own, weight }]));
}

/** Where no threshold says how much more may be spent, nothing is weighed. */
function affordable(price: number, isHousehold: boolean, thresholds: ReadonlyMap<string, Threshold>): OfferRule | null {
  const share = thresholds.get('new_spend_share')?.value;
  if (share === undefined) return null;
  const paid = isHousehold ? 'household_revenue' : 'greatest(revenue, coalesce(revenue_mean_3, revenue))';
  const percent = `${Number((Number(share) * 100).toFixed(2))}`;
  return {
    when: `${price} <= ${share} * ${paid}`,
    ifProvided: [],
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
  const { retention, priors } = offer;
  const supposed = Object.keys(priors)
    .sort()
    .map((scene) => [scene, priors[scene as Scene]]);
  const rules = offerRules.map(
    (name) => offer[name] && wholeRule(offer[name]).replaceAll(/('(?:[^']|'')*')|\s+/g, (_, string) => string ?? ' '),
  );
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
    ...(supposed.length > 0 ? [{ priors: supposed }] : []),
  ];
  return createHash('sha256')
    .update(JSON.stringify([...terms, rules]))
    .digest('hex')
    .slice(0, 12);
}
