import type { ReportOption } from '../types.js';
import { optionValue } from './options.js';

/** A value that is just "{{option}}". */
const pattern = /^\{\{\s*([A-Za-z][A-Za-z0-9]*)\s*\}\}$/;

/** The options that a template names, and where each is named first. */
export function optionsOfTemplate(template: unknown, path: readonly string[] = []): ReadonlyMap<string, readonly string[]> {
  const name = typeof template === 'string' ? pattern.exec(template)?.[1] : undefined;
  if (name) return new Map([[name, path]]);
  const inner = typeof template === 'object' && template !== null ? Object.entries(template) : [];
  return new Map(inner.flatMap(([key, each]) => [...optionsOfTemplate(each, [...path, key])]).reverse());
}

/** The template with each "{{option}}" replaced by its value. */
export function fillTemplate(template: unknown, options: readonly ReportOption[], values: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(template)) return template.map((each) => fillTemplate(each, options, values));
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(Object.entries(template).map(([key, each]) => [key, fillTemplate(each, options, values)]));
  const named = typeof template === 'string' ? pattern.exec(template)?.[1] : undefined;
  const option = options.find(({ name }) => name === named);
  return option ? optionValue(option, values.get(option.name)!) : template;
}
