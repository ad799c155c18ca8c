import type { Names } from '../catalogue/names.js';
import type { Catalogue } from '../catalogue/types.js';
import { isPercent, saidOf, unitBehind } from '../catalogue/units.js';
import { figureText } from '../indicators/explain/figure-text.js';
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
  return intervalWords(least, below, unit ?? '');
}

/** Bounds as people read them, "≥ 3, < 11 months"; with all their digits where both would read alike. */
function intervalWords(least: number | null, below: number | null, unit: string): Names {
  const [from, to] = [least, below].map((bound) => (bound === null ? null : saidOf(bound, unit)));
  const isAlike = from && to && readable(from) === readable(to);
  const text = (bound: Said) => (isAlike ? String(bound.value) : readable(bound));
  const bounds = [...(from ? [`≥ ${text(from)}`] : []), ...(to ? [`< ${text(to)}`] : [])].join(', ');
  const behind = unitBehind((from ?? to)!.unit);
  return { en: `${bounds}${behind.en}`, zh: `${bounds}${behind.zh}` };
}

type Said = ReturnType<typeof saidOf>;

/** Nobody reads more of a rate than tenths of a per cent; what rounds to nothing has no sign. */
const readable = ({ value, unit }: Said): string =>
  isPercent(unit) ? value.toLocaleString('en', { maximumFractionDigits: 1, signDisplay: 'negative' }) : figureText(value);

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
