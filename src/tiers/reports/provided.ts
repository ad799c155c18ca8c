import { measureNamed } from '../../catalogue/lookup.js';
import type { ReportQuestion } from '../../catalogue/schemas.js';
import { MartletError } from '../../errors.js';
import { partsOf } from '../../figures/question.js';
import { isProvided } from '../../figures/value.js';
import { fieldsOf } from '../../slices/predicate.js';
import { parseWhere } from '../../slices/where.js';
import type { RequestContext } from '../context.js';

/**
 * What a report is cut, filtered or selected by must be there, and of its figures at least one; the columns of the others stay, and are
 * empty. Errors: NOT_PROVIDED with the columns that the warehouse lacks.
 */
export function requireProvided(code: string, question: ReportQuestion, { catalogue, columns, facts }: RequestContext): void {
  const lacked = (needs: readonly string[]) => needs.filter((need) => !isProvided(need, facts));
  const ofMeasure = (measure: string) =>
    lacked(partsOf(measureNamed(catalogue, measure)).flatMap((part) => catalogue.parts.get(part)!.needs));
  const ofField = (field: string) => {
    const { dimension, sql } = columns.get(field)!;
    return lacked(dimension ? dimension.needs : [sql.replaceAll('"', '')]);
  };
  const { measures, dimensions, where, having, topPer } = question;
  const selecting = [...having.map(({ measure }) => measure), ...(topPer ? [topPer.by] : [])];
  const missing = [
    ...dimensions.flatMap((dimension) => lacked(catalogue.dimensions.get(dimension)!.needs)),
    ...[...fieldsOf(parseWhere(where, columns))].flatMap(ofField),
    ...selecting.flatMap(ofMeasure),
    ...(measures.every((measure) => ofMeasure(measure).length > 0) ? measures.flatMap(ofMeasure) : []),
  ];
  if (missing.length === 0) return;
  const list = [...new Set(missing)].join(', ');
  throw new MartletError('NOT_PROVIDED', `${code}: the warehouse does not provide ${list}, on which the report rests.`);
}
