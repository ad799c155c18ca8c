import { didYouMean, suggestions } from '../suggestions.js';
import type { Catalogue, Dimension, ReportOption } from '../types.js';

type Codes = Pick<Catalogue, 'measures' | 'dimensions'>;

/** An option's value as its type says; it must have no fault (`optionFault`). */
export function optionValue({ type }: ReportOption, text: string): string | number | boolean {
  if (type === 'INTEGER' || type === 'NUMBER') return Number(text);
  return type === 'BOOLEAN' ? text === 'true' : text;
}

/** What is wrong with a value given for an option, "expected …, found …"; null: nothing. */
export function optionFault(option: ReportOption, text: string, codes: Codes): string | null {
  const { type, allowed } = option;
  if (type === 'INTEGER' || type === 'NUMBER') return numberFault(option, text);
  if (type === 'BOOLEAN') return ['true', 'false'].includes(text) ? null : `expected true or false, found "${text}"`;
  if (type === 'MONTH') return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? null : `expected a month like 2026-10, found "${text}"`;
  const known = allowed ?? (type === 'DIMENSION' ? cuts(codes) : type === 'MEASURE' ? [...codes.measures.keys()] : [text]);
  if (known.includes(text)) return null;
  const expected = allowed ? `one of ${allowed.join(', ')}` : `a ${type.toLowerCase()} of the catalogue`;
  return `expected ${expected}, found "${text}".${didYouMean(suggestions(text, known))}`;
}

function numberFault({ type, least = -Infinity, most = Infinity }: ReportOption, text: string): string | null {
  const value = Number(text);
  const isNumber = type === 'INTEGER' ? /^-?\d{1,15}$/.test(text) : text.trim() !== '' && Number.isFinite(value);
  if (isNumber && value >= least && value <= most) return null;
  const kind = type === 'INTEGER' ? 'a whole number' : 'a number';
  const range = [least > -Infinity ? ` from ${least}` : '', most < Infinity ? ` to ${most}` : ''].join('');
  return `expected ${kind}${range}, found "${text}"`;
}

/** Codes that rows can be cut by: time is the report's grain. */
export const cuts = ({ dimensions }: { readonly dimensions: ReadonlyMap<string, Dimension> }): readonly string[] =>
  [...dimensions.values()].filter(({ grain }) => !grain).map(({ code }) => code);
