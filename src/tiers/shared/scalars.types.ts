import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const asText = (name: string, expected: string, pattern: RegExp, description: string): GraphQLScalarType => {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && pattern.test(value)) return value;
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

export const YearMonth = asText('YearMonth', 'a month like "2026-10"', /^\d{4}-(0[1-9]|1[0-2])$/, 'A month, "2026-10".');

export const LocalDate = asText(
  'LocalDate',
  'a date like "2026-10-31"',
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'A date of the operator\'s time zone, "2026-10-31".',
);

export const SliceScalar = asText(
  'Slice',
  'a slice as another answer gave it',
  /^[\w.-]{3,1000000}$/,
  'An opaque handle of a set of numbers in a period: what stands behind a figure. Whatever takes a filter takes a slice. It carries no rights.',
);

export const Cell = new GraphQLScalarType({
  name: 'Cell',
  description: 'A cell of a generic table: a string, a number, a boolean or null. Given back only.',
  serialize: (value) => value,
});
