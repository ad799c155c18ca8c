import type { Names } from '../catalogue/names.js';
import { saidOf, unitBehind } from '../catalogue/units.js';
import { type Labels, labelOf } from '../serving/labels.js';
import type { FilterColumn } from '../slices/columns.js';
import type { FieldComparison, Scalar, Where } from '../slices/where.js';

/** What filters are told with. */
export interface FilterNames {
  readonly columns: ReadonlyMap<string, FilterColumn>;
  readonly labels: Labels;
}

/** What a filter says, each thing that holds for itself: "city Hailan", "revenue < 20 CNY", "(plan tier Low or no plan tier)". */
export function filterWords(where: Where, names: FilterNames): readonly Names[] {
  return Object.entries(where).flatMap(([key, value]): readonly Names[] => {
    if (key === 'and') return (value as readonly Where[]).flatMap((inner) => filterWords(inner, names));
    if (key === 'not') return [filled({ en: 'not ({})', zh: '非（{}）' }, together(value as Where, names))];
    if (key !== 'or') return comparisonWords(key, value as FieldComparison, names);
    const either = (value as readonly Where[]).map((inner) => together(inner, names));
    if (either.length === 0) return [{ en: 'none', zh: '无' }];
    return [filled({ en: '({})', zh: '（{}）' }, joined(either, ' or ', '或'))];
  });
}

function together(where: Where, names: FilterNames): Names {
  const terms = filterWords(where, names);
  return terms.length > 0 ? joined(terms, ' and ', '且') : { en: 'all', zh: '全部' };
}

/** What stands at "{}" in both languages. */
const filled = (words: Names, value: Names): Names => ({
  en: words.en.replace('{}', () => value.en),
  zh: words.zh.replace('{}', () => value.zh),
});

export const joined = (list: readonly Names[], en: string, zh: string): Names => ({
  en: list.map((names) => names.en).join(en),
  zh: list.map((names) => names.zh).join(zh),
});

/** How a comparison is said, "{}" for what it is with; before it stands the column's name. */
const operators: Readonly<Record<Exclude<keyof FieldComparison, 'isNull'>, Names>> = {
  eq: { en: '{}', zh: '{}' },
  ne: { en: 'not {}', zh: '非{}' },
  in: { en: '{}', zh: '{}' },
  notIn: { en: 'not {}', zh: '非{}' },
  lt: { en: '< {}', zh: '< {}' },
  lte: { en: '≤ {}', zh: '≤ {}' },
  gt: { en: '> {}', zh: '> {}' },
  gte: { en: '≥ {}', zh: '≥ {}' },
  between: { en: 'from {}', zh: '介于 {}' },
  before: { en: 'before {}', zh: '早于 {}' },
  after: { en: 'after {}', zh: '晚于 {}' },
  contains: { en: 'with “{}” in it', zh: '含“{}”' },
  startsWith: { en: 'beginning with “{}”', zh: '以“{}”开头' },
  has: { en: 'with {}', zh: '含{}' },
  hasAny: { en: 'with {}', zh: '含{}' },
  id: { en: '{}', zh: '{}' },
  scoreGte: { en: 'with a score of {} or more', zh: '评分不低于 {}' },
};

function comparisonWords(field: string, { isNull, ...comparison }: FieldComparison, names: FilterNames): readonly Names[] {
  const column = names.columns.get(field);
  const own = column?.names ?? { en: field, zh: field };
  const name = { en: lowered(own.en), zh: own.zh };
  const empty =
    isNull === undefined
      ? []
      : [isNull ? { en: `no ${name.en}`, zh: `无${name.zh}` } : { en: `any ${name.en}`, zh: `有${name.zh}` }];
  const others = Object.entries(comparison).map(([operator, operand]) => {
    const between: Names = operator === 'between' ? { en: ' to ', zh: ' 至 ' } : { en: ' / ', zh: '、' };
    const value = valuesWords([operand].flat() as readonly (Scalar | null)[], between, column, names.labels);
    const words = filled(operators[operator as keyof typeof operators], value);
    return column?.kind === 'boolean' ? joined([name, words], ': ', '：') : joined([name, words], ' ', ' ');
  });
  return [...empty, ...others];
}

/** More values of a list are counted only. */
const mostSaid = 5;

function valuesWords(
  values: readonly (Scalar | null)[],
  between: Names,
  column: FilterColumn | undefined,
  labels: Labels,
): Names {
  const unit = column?.unit ?? '';
  const one = (value: Scalar | null): Names => {
    if (column?.dimension) return labelOf(column.dimension, value === null ? null : String(value), labels);
    if (value === null) return { en: 'none', zh: '无' };
    if (typeof value === 'boolean') return value ? { en: 'yes', zh: '是' } : { en: 'no', zh: '否' };
    const said = typeof value === 'number' ? saidOf(value, unit) : { value, unit };
    const behind = unitBehind(said.unit);
    return { en: `${said.value}${behind.en}`, zh: `${said.value}${behind.zh}` };
  };
  const rest = values.length - mostSaid;
  const more = rest > 0 ? [{ en: `${rest.toLocaleString('en')} more`, zh: `另外 ${rest.toLocaleString('en')} 个` }] : [];
  if (values.length === 0) return { en: 'none of any', zh: '空列表' };
  return joined([...values.slice(0, mostSaid).map(one), ...more], between.en, between.zh);
}

/** "City" → "city"; "RFM cell" and "5G device" stay. */
const lowered = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);
