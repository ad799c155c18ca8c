import type { WarningRule } from '../catalogue/types.js';
import { letter, placesFrom } from '../lib/letters.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Row } from '../warehouse/engine.js';
import type { ColumnTypes } from '../warehouse/spelled.js';
import type { MadeByCode } from './made-by-code.js';
import { featureValue, placeOf } from './risk-tokens.js';
import { type FineFeature, fitWarning, type HorizonRows, type WarningModel } from './warning-model.js';

/** The mart warning_model: the base (without a feature) and each bin. Key: month, place, bin. Immature months have no rows. */
const COLUMNS: ColumnTypes = {
  month: 'VARCHAR',
  place: 'INTEGER',
  feature: 'VARCHAR',
  bin: 'INTEGER',
  least: 'DOUBLE',
  below: 'DOUBLE',
  codes: ['VARCHAR'],
  share: 'DOUBLE',
  points: 'DOUBLE',
  points_later: 'DOUBLE',
  bands: ['DOUBLE'],
  percentiles: ['DOUBLE'],
};

/** The samples of the months up to one, and that of itself, as relations. */
export interface Samples {
  readonly all: string;
  readonly newest: string;
}

/** More codes than this are no feature by themselves: the others count as unknown. */
const mostCodes = 60;

/**
 * The model of a month, out of the samples of the months up to it; null where it is IMMATURE. What is fitted are sums over a drawn
 * sample of bounded size: a pass of SQL for each of Newton's steps would read all rows a dozen times, and counts of all combinations of bins
 * are nearly as many as rows. Rows come in order and are added up here, so that threads change no digit.
 */
export async function fitWarningModel(
  builder: Builder,
  { all, newest }: Samples,
  rule: WarningRule,
): Promise<WarningModel | null> {
  const seen = await builder.query(
    `SELECT horizon, CAST(count(DISTINCT month) AS INTEGER) AS months, round(coalesce(sum(weight) FILTER (WHERE lost), 0)) AS losses
     FROM ${all} GROUP BY horizon`,
  );
  const of = (horizon: number) => seen.find((row) => row.horizon === horizon);
  const isFew = (row: Row | undefined) => Number(row?.losses ?? 0) < rule.least.losses;
  if (Number(of(1)?.months ?? 0) < rule.least.months || isFew(of(1)) || isFew(of(3))) return null;
  const features = await fineFeatures(builder, newest, rule);
  const codes = features.map((feature, at) => letter(placeOf(feature, featureValue(rule.features[at]!))));
  const groups = await builder.query(
    `SELECT horizon, lost, weight, concatenated(codes) AS letters
     FROM (SELECT horizon, lost, weight, ${codes.join(' || ')} AS codes FROM ${all})
     GROUP BY horizon, lost, weight ORDER BY horizon, lost, weight`,
  );
  const rowsOf = (horizon: number): HorizonRows => {
    const own = groups.filter((group) => group.horizon === horizon);
    const rows = own.flatMap(({ letters }) => (letters as string).length / features.length);
    const weights = (lost: boolean) =>
      Float64Array.from(
        own.flatMap((group, at) => new Array<number>(rows[at]!).fill(group.lost === lost ? (group.weight as number) : 0)),
      );
    return {
      months: Number(of(horizon)!.months),
      codes: placesFrom(own.map(({ letters }) => letters as string).join('')),
      lost: weights(true),
      stayed: weights(false),
    };
  };
  return fitWarning(rowsOf(1), rowsOf(3), features, rule);
}

/** Quantiles of the numbers that stayed in the newest sample, and the codes in it. */
async function fineFeatures(builder: Builder, sample: string, { features, bins }: WarningRule): Promise<readonly FineFeature[]> {
  const shares = Array.from({ length: bins.finest - 1 }, (_, at) => (at + 1) / bins.finest);
  const asked = features.map((feature, at) =>
    feature.type === 'VARCHAR'
      ? `array_agg(DISTINCT ${featureValue(feature)} ORDER BY ${featureValue(feature)}) FILTER (WHERE ${featureValue(feature)} IS NOT NULL) AS f${at}`
      : `quantiles(CASE WHEN NOT lost THEN ${featureValue(feature)} END, ${shares.join(', ')}) AS f${at}`,
  );
  const [row] = await builder.query(`SELECT ${asked.join(', ')} FROM ${sample} WHERE horizon = 1`);
  return features.map(({ name, type }, at) => {
    const found = (row![`f${at}`] ?? []) as readonly (string | number)[];
    return type === 'VARCHAR'
      ? { name, edges: null, codes: (found as readonly string[]).slice(0, mostCodes) }
      : { name, edges: [...new Set(found as readonly number[])], codes: null };
  });
}

/** A month's warning_model. */
export const modelRows = (month: string, model: WarningModel | null): MadeByCode => ({
  columns: COLUMNS,
  rows: model ? [baseRow(month, model), ...model.features.flatMap((feature, at) => binRows(month, feature, at + 1))] : [],
});

const baseRow = (month: string, { base, baseLater, bands, percentiles }: WarningModel) => ({
  ...{ month, place: 0, bin: 0, share: 1, points: units(base), points_later: units(baseLater) },
  ...{ bands: bands.map(units), percentiles: percentiles.map(units) },
});

const binRows = (month: string, { name, bins }: WarningModel['features'][number], place: number) =>
  bins.map(({ least, below, codes, share, points, pointsLater }, bin) => ({
    ...{ month, place, feature: name, bin, least, below, codes, share },
    ...{ points: units(points), points_later: units(pointsLater) },
  }));

const units = (millionths: number): number => millionths / 1_000_000;
