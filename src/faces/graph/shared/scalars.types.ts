import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDate } from '../../../slices/where.js';

const asText = (name: string, expected: string, is: (text: string) => boolean, description: string): GraphQLScalarType => {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && is(value)) return value;
    throw new GraphQLError(`${name}: expected ${expected}, found ${JSON.stringify(value)?.slice(0, 60)}.`);
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
};

export const YearMonth = asText(
  'YearMonth',
  'a month like "2026-10"',
  (text) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text),
  'A month, "2026-10".',
);

export const LocalDate = asText(
  'LocalDate',
  'a date like "2026-10-31"',
  isDate,
  'A date of the operator\'s time zone, "2026-10-31".',
);

export const SliceScalar = asText(
  'Slice',
  'a slice as another answer gave it',
  (text) => /^[\w.-]{3,1000000}$/.test(text),
  'An opaque handle of a set of numbers in a period: what stands behind a figure. Whatever takes a filter takes a slice. It carries no rights.',
);

export const Cell = new GraphQLScalarType({
  name: 'Cell',
  description: 'A cell of a generic table: a string, a number, a boolean or null. Given back only.',
  serialize: (value) => value,
});
