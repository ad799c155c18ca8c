/** How the values of a column are written; told by their pictures, in which each digit is a 9. */
export type Form =
  | { readonly kind: 'date'; readonly formats: readonly string[]; readonly isSure: boolean }
  | { readonly kind: 'month'; readonly formats: readonly string[] }
  | { readonly kind: 'phone' }
  | { readonly kind: 'number'; readonly decimal: '.' | ','; readonly strips: readonly string[]; readonly scale: number }
  | { readonly kind: 'text' };

/** Formats of strptime that dates of a picture may have; two where day and month cannot be told apart by the picture. */
const dates: readonly (readonly [picture: RegExp, ...formats: string[]])[] = [
  [/^9{8}$/, '%Y%m%d'],
  [/^9{4}-9{1,2}-9{1,2}$/, '%Y-%m-%d'],
  [/^9{4}\/9{1,2}\/9{1,2}$/, '%Y/%m/%d'],
  [/^9{4}\.9{1,2}\.9{1,2}$/, '%Y.%m.%d'],
  [/^9{4}年9{1,2}月9{1,2}日$/, '%Y年%m月%d日'],
  [/^9{1,2}\.9{1,2}\.9{4}$/, '%d.%m.%Y'],
  [/^9{1,2}\/9{1,2}\/9{4}$/, '%d/%m/%Y', '%m/%d/%Y'],
  [/^9{1,2}-9{1,2}-9{4}$/, '%d-%m-%Y', '%m-%d-%Y'],
  [/^9{14}$/, '%Y%m%d%H%M%S'],
];
const times: readonly (readonly [picture: RegExp, format: string])[] = [
  [/ 9{1,2}:99:99\.9+$/, ' %H:%M:%S.%g'],
  [/ 9{1,2}:99:99$/, ' %H:%M:%S'],
  [/ 9{1,2}:99$/, ' %H:%M'],
  [/T99:99:99$/, 'T%H:%M:%S'],
];

export const phonePicture = /^(\+|00)?(99)?[- ]?9{3}[- ]?9{4}[- ]?9{4}$/;

const months: readonly (readonly [picture: RegExp, format: string])[] = [
  [/^9{6}$/, '%Y%m'],
  [/^9{4}-9{2}$/, '%Y-%m'],
  [/^9{4}\/9{2}$/, '%Y/%m'],
  [/^9{4}年9{1,2}月$/, '%Y年%m月'],
];

/** The format in which values of the picture may be months. */
export const monthFormat = (picture: string): string | undefined => months.find(([each]) => each.test(picture))?.[1];

/** The formats in which values of the picture may be dates; empty where they cannot. */
export function dateFormats(picture: string): readonly string[] {
  const [time, clock] = times.find(([each]) => each.test(picture)) ?? [/$^/, ''];
  const day = picture.replace(time, '');
  const [, ...formats] = dates.find(([each]) => each.test(day)) ?? [/$^/];
  return formats.map((format) => format + clock);
}

/** Currency signs and the percent sign stand around numbers and are no part of them. */
const signs = ['¥', '￥', '$', '€', '%', '元'] as const;

/**
 * Numbers as they are written, with "." or "," for decimals and something or nothing between thousands; null where they are none. "9,999" may be
 * either: `hasCommas` where the file's other numbers tell.
 */
export function numberForm(pictures: readonly string[], hasCommas = false): Form | null {
  const strips = signs.filter((sign) => pictures.some((picture) => picture.includes(sign)));
  const bare = pictures.map((picture) => [...strips, ' '].reduce((text, sign) => text.replaceAll(sign, ''), picture));
  const spaces = pictures.some((picture) => /9 9/.test(picture)) ? [' '] : [];
  const all = (pattern: RegExp): boolean => bare.every((picture) => pattern.test(picture));
  const scaleAfter = (mark: string): number => Math.max(0, ...bare.map((picture) => picture.split(mark)[1]?.length ?? 0));
  const number = (decimal: '.' | ',', group: readonly string[]): Form => ({
    kind: 'number',
    decimal,
    strips: [...strips, ...spaces, ...group],
    scale: scaleAfter(decimal),
  });
  if (all(/^[-+]?9*\.?9+$|^[-+]?9+\.$/)) return number('.', []);
  const forms = [
    [/^[-+]?(9+|9{1,3}(,9{3})+)(\.9+)?$/, number('.', [','])],
    [/^[-+]?(9+|9{1,3}(\.9{3})+)(,9+)?$/, number(',', bare.some((picture) => picture.includes('.')) ? ['.'] : [])],
  ] as const;
  for (const [pattern, form] of hasCommas ? [...forms].reverse() : forms) if (all(pattern)) return form;
  return null;
}
