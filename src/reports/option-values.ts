import type { Names } from '../catalogue/names.js';
import type { Catalogue } from '../catalogue/types.js';
import { no, yes } from '../serving/labels.js';
import type { ReportOptionDefinition } from './report.js';

export interface OptionValue {
  /** As it is given. */
  readonly code: string;
  readonly names: Names;
}

const booleans: readonly OptionValue[] = [
  { code: 'true', names: yes },
  { code: 'false', names: no },
];

/** What may be given for an option, with what people call it; null where whatever is of its type may be. */
export function optionValues(
  { type, allowed, values = {} }: ReportOptionDefinition,
  { dimensions, measures }: Catalogue,
): readonly OptionValue[] | null {
  if (type === 'BOOLEAN') return booleans;
  const cut = type === 'MEASURE' ? measures : dimensions;
  return allowed?.map((code) => ({ code, names: values[code] ?? cut.get(code)?.names ?? { en: code, zh: code } })) ?? null;
}
