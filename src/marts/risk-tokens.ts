import type { WarningRule } from '../catalogue/types.js';
import { letter, letterOf } from '../lib/letters.js';
import { double, ident, text } from '../lib/quote.js';
import type { FineFeature, WarningModel } from './warning-model.js';

type Feature = WarningRule['features'][number];

/** A feature's value as bins look at it. */
export const featureValue = ({ name, type }: Feature): string =>
  type === 'VARCHAR' ? ident(name) : `CAST(${ident(name)} AS DOUBLE)`;

/** The features of a row of number_state, for its sample; each begins with a comma. */
export const featureColumns = (features: readonly Feature[]): string =>
  features.map((feature) => `, ${featureValue(feature)} AS ${ident(feature.name)}`).join('');

/** The fine code of a value: which interval it is in, or which code of the list it is; 0: it is unknown. */
export function placeOf({ edges, codes }: Pick<FineFeature, 'edges' | 'codes'>, value: string): string {
  const cases = edges
    ? [`WHEN ${value} IS NULL THEN 0`, ...edges.map((edge, at) => `WHEN ${value} < ${double(edge)} THEN ${at + 1}`)]
    : codes!.map((code, at) => `WHEN ${value} = ${text(code)} THEN ${at + 1}`);
  const other = edges ? edges.length + 1 : 0;
  return cases.length === 0 ? String(other) : `CASE ${cases.join(' ')} ELSE ${other} END`;
}

/** What number_state's SQL is told of its month's model. */
export const RISK_TOKENS = ['risk_score', 'risk_score_later', 'risk_band', 'risk_bins'] as const;

/** Without a model all of them are null. */
export function riskTokens(
  model: WarningModel | null,
  rule: WarningRule,
): Readonly<Record<(typeof RISK_TOKENS)[number], string>> {
  if (!model) {
    const [whole, words] = ['CAST(NULL AS INTEGER)', 'CAST(NULL AS VARCHAR)'];
    return { risk_score: whole, risk_score_later: whole, risk_band: words, risk_bins: words };
  }
  const places = model.features.map(({ name, bins }) => {
    const value = featureValue(rule.features.find((feature) => feature.name === name)!);
    return letter(binOf(bins, value));
  });
  const score = (base: number, points: 'points' | 'pointsLater') =>
    [
      `CASE WHEN on_books THEN ${base} END`,
      ...model.features.map(
        ({ bins }, at) =>
          `CASE substr(risk_bins, ${at + 1}, 1) ${bins.map((bin, of) => `WHEN ${text(letterOf(of))} THEN ${bin[points]}`).join(' ')} END`,
      ),
    ].join(' + ');
  const bands = Object.keys(rule.bands).map((band, at) => `WHEN risk_score >= ${model.bands[at]} THEN ${text(band)}`);
  return {
    risk_score: score(model.base, 'points'),
    risk_score_later: score(model.baseLater, 'pointsLater'),
    risk_band: `CASE ${bands.join(' ')} WHEN risk_score IS NOT NULL THEN 'NORMAL' END`,
    risk_bins: `CASE WHEN on_books THEN ${places.join(' || ')} END`,
  };
}

/** The bin of a value; 0: it is unknown. */
function binOf(bins: WarningModel['features'][number]['bins'], value: string): string {
  const cases = bins.slice(1).map(({ below, codes }, at) => {
    const rule = codes
      ? `${value} IN (${codes.map(text).join(', ')})`
      : below === null
        ? `${value} IS NOT NULL`
        : `${value} < ${double(below)}`;
    return `WHEN ${rule} THEN ${at + 1}`;
  });
  return `CASE ${cases.join(' ')} ELSE 0 END`;
}
