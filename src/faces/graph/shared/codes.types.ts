import { registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import { enumOf } from './enums.types.js';

/** Enums of columns whose values are a closed set, by their name in the graph. Filled before the schema is built. */
const enums = new Map<string, object>();

/** Makes one; values that people call by a name are described by it. */
export function registerCodes(
  name: string,
  description: string,
  codes: readonly string[],
  names: ReadonlyMap<string, Names>,
): void {
  const values = enumOf(...codes);
  const described = codes.flatMap((code) => {
    const called = names.get(code);
    return called ? [[code, { description: `${called.en} · ${called.zh}` }] as const] : [];
  });
  registerEnumType(values, { name, description, valuesConfig: Object.fromEntries(described) });
  enums.set(name, values);
}

/** The type of a field that holds such codes. */
export function codesNamed(name: string): object {
  const values = enums.get(name);
  if (!values) throw new Error(`no codes are registered as ${name}`);
  return values;
}
