import { z } from 'zod';
import { badInput } from '../../errors.js';
import type { ReportArguments } from '../../reports/answer.js';
import type { Locale } from '../locale.js';
import { problemsOf } from './refuse.js';

export const jsonParameter = z.string().transform(json);
export const localeParameter = z
  .string()
  .toUpperCase()
  .pipe(z.enum(['EN', 'ZH']));

/** The parameters that every report has; what else is given is an option of the report. */
const parameters = z
  .object({
    month: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    slice: z.string().optional(),
    where: jsonParameter.optional(),
    locale: localeParameter.optional(),
    names: z.enum(['labels', 'code']).default('labels'),
    shape: z.enum(['cells', 'objects']).default('cells'),
    bom: z.enum(['0', '1']).default('0'),
  })
  .catchall(z.string());

/** A query string as a report's arguments and its format; `language`: where it names none. Errors: BAD_USER_INPUT with every problem. */
export function reportParametersOf(query: unknown, language: Locale) {
  const result = parameters.safeParse(query);
  if (!result.success) throw badInput(problemsOf(result.error));
  const { month, from, to, slice, where, locale = language, names, shape, bom, ...others } = result.data;
  const options = Object.entries(others).map(([name, value]) => ({ name, value }));
  const asked: ReportArguments = { month, from, to, slice, where, options };
  return { asked, locale, names, shape, hasBom: bom === '1' };
}

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON like {"city":{"eq":"HAILAN"}}, percent-encoded in a URL' });
    return z.NEVER;
  }
}
