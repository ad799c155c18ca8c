import type { CampaignSession } from '../campaigns/session.js';
import { factWith, restsFor } from '../catalogue/facts.js';
import { dimensionNamed, measureNamed } from '../catalogue/named.js';
import { isProvided } from '../catalogue/provided.js';
import type { ReportQuestion } from '../catalogue/schemas.js';
import { requireProvided } from '../figures/figure.js';
import { needsOf } from '../figures/question.js';
import { fieldsOf } from '../slices/predicate.js';
import type { Where } from '../slices/where.js';

/**
 * What a report is cut, filtered or selected by must be there, and of its figures at least one; the columns of the others stay, and are
 * empty. `where`: the question's own. Errors: NOT_PROVIDED with the columns that the warehouse lacks.
 */
export function requireReportable(
  code: string,
  { measures, dimensions, having, topPer }: ReportQuestion,
  where: Where,
  { catalogue, columns, coverage }: CampaignSession,
): void {
  const ofMeasure = (measure: string) => needsOf(measureNamed(catalogue, measure), catalogue);
  const ofCut = (measure: string, dimension: string) =>
    restsFor(dimensionNamed(catalogue, dimension), measureNamed(catalogue, measure).fact).needs;
  const ofField = (field: string) => {
    const { dimension, sql } = columns.get(field)!;
    return dimension ? restsFor(dimension, factWith(dimension)).needs : [sql.replaceAll('"', '')];
  };
  const isLacking = (measure: string) => ofMeasure(measure).some((need) => !isProvided(need, coverage));
  const selecting = [...having.map(({ measure }) => measure), ...(topPer ? [topPer.by] : [])];
  const needs = [
    ...dimensions.flatMap((dimension) => measures.flatMap((measure) => ofCut(measure, dimension))),
    ...[...fieldsOf(where)].flatMap(ofField),
    ...selecting.flatMap(ofMeasure),
    ...(measures.every(isLacking) ? measures.flatMap(ofMeasure) : []),
  ];
  requireProvided(code, needs, coverage);
}
