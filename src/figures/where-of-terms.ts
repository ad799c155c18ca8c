import type { Dimension } from '../catalogue/types.js';
import { camelCase } from '../slices/columns.js';
import { both, type Where } from '../slices/where.js';

/** Just this value of the dimension. A month adds nothing: it is the slice's own. */
export const only = (dimension: Dimension, code: string | null): Where =>
  dimension.grain === 'MONTH' ? {} : valueWhere(dimension, code);

const valueWhere = (dimension: Dimension, code: string | null): Where => ({
  [camelCase(dimension.code)]: code === null ? { isNull: true } : { eq: typed(dimension, code) },
});

/** All of these values, of dimensions that are no time. */
export const whereOfTerms = (terms: readonly { readonly dimension: Dimension; readonly code: string | null }[]): Where =>
  terms.reduce((all: Where, { dimension, code }) => both(all, valueWhere(dimension, code)), {});

/** None of these values; rows without a value are in it unless null is one of them. */
export function noneOf(dimension: Dimension, codes: readonly (string | null)[]): Where {
  const field = camelCase(dimension.code);
  const values = codes.filter((code) => code !== null).map((code) => typed(dimension, code));
  const isListed: Where =
    dimension.type === 'BOOLEAN' ? { or: values.map((value) => ({ [field]: { eq: value } })) } : { [field]: { in: values } };
  if (codes.includes(null)) return { and: [{ not: isListed }, { [field]: { isNull: false } }] };
  return { or: [{ not: isListed }, { [field]: { isNull: true } }] };
}

const typed = (dimension: Dimension, code: string): string | number | boolean =>
  dimension.type === 'BOOLEAN' ? code === 'true' : dimension.type === 'INTEGER' ? Number(code) : code;
