import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Data } from './gateway.js';

/** A part of a document: fields with their arguments, and what is selected below them. */
export type Fields = ReadonlyMap<string, { readonly given: string; readonly below: Fields | null }>;

export interface Everything {
  /** Arguments by "Type.field"; null leaves the field out. A field whose arguments must be given and are not here is left out. */
  readonly given?: Readonly<Record<string, string | null>>;
  /** Fields of a type that are asked for, where not all are. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  readonly depth: number;
}

const mustBeGiven = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);

/** All that can be asked for of a type, to a depth. A type within itself is left out but once. */
export function everythingOf(
  schema: GraphQLSchema,
  typeName: string,
  options: Everything,
  above: readonly string[] = [],
): Fields {
  const { given = {}, only = {}, depth } = options;
  const type = schema.getType(typeName) as GraphQLObjectType;
  const fields = Object.values(type.getFields()).flatMap((field): [string, { given: string; below: Fields | null }][] => {
    const arguments_ = given[`${typeName}.${field.name}`];
    if (arguments_ === null || (mustBeGiven(field) && arguments_ === undefined)) return [];
    if (only[typeName] && !only[typeName]!.includes(field.name)) return [];
    const of = getNamedType(field.type);
    if (!isObjectType(of)) return [[field.name, { given: arguments_ ?? '', below: null }]];
    if (depth <= 1 || above.includes(of.name)) return [];
    const below = everythingOf(schema, of.name, { ...options, depth: depth - 1 }, [...above, typeName]);
    return below.size === 0 ? [] : [[field.name, { given: arguments_ ?? '', below }]];
  });
  return new Map(fields);
}

/** As text. With `id` it can be told what is what: `__typename` goes with it. */
export function textOf(fields: Fields): string {
  const own = [...fields].map(([name, { given, below }]) => `${name}${given}${below ? ` { ${textOf(below)} }` : ''}`);
  return [...(fields.has('id') ? ['__typename'] : []), ...own].join(' ');
}

/** The paths of all leaves. */
export const leavesOf = (fields: Fields, path: readonly string[] = []): readonly (readonly string[])[] =>
  [...fields].flatMap(([name, { below }]) => (below ? leavesOf(below, [...path, name]) : [[...path, name]]));

/** Only these leaves. */
export function picked(fields: Fields, leaves: readonly (readonly string[])[]): Fields {
  const found = [...fields].flatMap(([name, { given, below }]): [string, { given: string; below: Fields | null }][] => {
    const own = leaves.filter(([first]) => first === name).map((path) => path.slice(1));
    return own.length === 0 ? [] : [[name, { given, below: below && picked(below, own) }]];
  });
  return new Map(found);
}

/** An answer as it were, had only these fields been asked for. */
export function pruned(answer: Data, fields: Fields): Data {
  if (answer === null || answer === undefined) return answer;
  if (Array.isArray(answer)) return answer.map((each) => pruned(each, fields));
  return Object.fromEntries([...fields].map(([name, { below }]) => [name, below ? pruned(answer[name], below) : answer[name]]));
}
