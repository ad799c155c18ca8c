import type { Names } from '../catalogue/names.js';
import type { Catalogue } from '../catalogue/types.js';
import { unitBehind } from '../catalogue/units.js';
import type { RiskReason } from '../numbers/risk.js';
import { type Labels, labelOf, no, yes } from '../serving/labels.js';
import { camelCase, type NumberColumns } from '../slices/columns.js';
import type { Where } from '../slices/where.js';

type Bin = Pick<RiskReason, 'column' | 'least' | 'below' | 'codes'>;

/** What a bin of the churn warning holds, for people. */
export function binWords(
  { column, least, below, codes }: Bin,
  { catalogue, labels, numberColumns }: { catalogue: Catalogue; labels: Labels; numberColumns: NumberColumns },
): Names {
  const { type, unit } = numberColumns.get(camelCase(column))!;
  if (codes) {
    const names = codes.map((code) => nameOf(column, code, catalogue, labels));
    return { en: names.map(({ en }) => en).join(', '), zh: names.map(({ zh }) => zh).join('、') };
  }
  if (least === null && below === null) return { en: 'unknown', zh: '未知' };
  if (type === 'BOOLEAN') return below === null ? yes : no;
  const bounds = [...(least === null ? [] : [`≥ ${least}`]), ...(below === null ? [] : [`< ${below}`])];
  const text = bounds.join(', ');
  const behind = unitBehind(unit ?? '');
  return { en: `${text}${behind.en}`, zh: `${text}${behind.zh}` };
}

function nameOf(column: string, code: string, { dimensions }: Catalogue, labels: Labels): Names {
  const dimension = [...dimensions.values()].find(({ sql }) => sql === column);
  return dimension ? labelOf(dimension, code, labels) : { en: code, zh: code };
}

/** The numbers whose values a bin holds; null where no filter can say it: codes that are none of those that were known. */
export function binWhere({ column, least, below, codes }: Bin, columns: NumberColumns): Where | null {
  const field = camelCase(column);
  if (codes) return { [field]: { in: codes } };
  const { type } = columns.get(field)!;
  if (least === null && below === null) return type === 'VARCHAR' ? null : { [field]: { isNull: true } };
  if (type === 'BOOLEAN') return { [field]: { eq: below === null } };
  return { [field]: { ...(least === null ? {} : { gte: least }), ...(below === null ? {} : { lt: below }) } };
}
