import { type SqlBool, sql } from 'kysely';
import type { Absence } from '../figures/figure.js';
import { placeFrom } from '../lib/letters.js';
import { seesColumn } from '../security/grants.js';
import type { Viewer } from '../security/viewer.js';
import { camelCase } from '../slices/columns.js';
import { builder } from '../warehouse/builder.js';
import type { Row } from '../warehouse/engine.js';
import { asItIs, type Statement } from '../warehouse/statement.js';
import { compiled } from './numbers.queries.js';

/** A bin of a feature that a number is in, and what it adds to the log-odds of leaving. */
export interface RiskReason {
  /** Of number_state. */
  readonly column: string;
  /** Values from `least` up to below `below`, or codes; all null: its value is not known, or may not be told. */
  readonly least: number | null;
  readonly below: number | null;
  readonly codes: readonly string[] | null;
  readonly isTold: boolean;
  readonly points: number;
}

/** The models of months, as they stand in the mart: they are of all numbers and have no city. */
export function warningStatement(months: readonly string[]): Statement {
  const query = builder
    .selectFrom('serving.warning_model')
    .where(sql<SqlBool>`month in (${sql.join([...months])})`)
    .selectAll()
    .orderBy(sql`month, place, bin` as never);
  return compiled(`warning model of ${months.length} month(s)`, query as never, [asItIs('serving.warning_model')]);
}

/**
 * The bins that a number is in, those that raise its risk most first; one that adds nothing is no reason (of a feature that tells only of later
 * months each is such). A column that the viewer may not see is told without its value.
 */
export function reasonsOf(bins: string, model: readonly Row[], viewer: Viewer): readonly RiskReason[] {
  const found = model.filter(
    ({ place, bin, points }) => (place as number) > 0 && placeFrom(bins, (place as number) - 1) === bin && points !== 0,
  );
  const reasons = found.map(({ feature, least, below, codes, points }): RiskReason => {
    const column = feature as string;
    const isTold = seesColumn(viewer, camelCase(column));
    const value = { least, below, codes } as Pick<RiskReason, 'least' | 'below' | 'codes'>;
    return { column, ...(isTold ? value : { least: null, below: null, codes: null }), isTold, points: points as number };
  });
  return reasons.sort((a, b) => b.points - a.points);
}

/** What a number of no bins adds its points to. */
export const modelBase = (model: readonly Row[]): Row => model.find(({ place }) => place === 0)!;

/** How many of a hundred number-months that the model was fitted to were at a lower risk. */
export const percentileOf = (logOdds: number, base: Row): number =>
  (base.percentiles as readonly number[]).filter((least) => least <= logOdds).length;

/** Why a row has no risk. */
export function riskAbsence({ month, onBooks, churnRisk }: Row, immature: ReadonlySet<string> | undefined): Absence | null {
  if (churnRisk !== null) return null;
  if (immature?.has(month as string)) return 'IMMATURE';
  return onBooks ? 'NOT_PROVIDED' : 'NOT_COVERED';
}
