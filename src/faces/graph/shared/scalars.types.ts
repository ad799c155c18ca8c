import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { protocolLimits } from '../../../security/limits.js';
import { isDate } from '../../../slices/where.js';

const asText = (
  name: string,
  expected: string,
  is: (text: string) => boolean,
  description: string,
  specifiedByURL: string,
): GraphQLScalarType => {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && is(value)) return value;
    throw new GraphQLError(`${name}: expected ${expected}, found ${JSON.stringify(value)?.slice(0, 60)}.`);
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
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
  'https://www.w3.org/TR/xmlschema11-2/#gYearMonth',
);

export const LocalDate = asText(
  'LocalDate',
  'a date like "2026-10-31"',
  isDate,
  'A date of the operator\'s time zone, "2026-10-31".',
  'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
);

/** "2026-10-31T10:00:00.5+08:00", of a day and a time that there are. */
const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(text) &&
  isDate(text.slice(0, 10));

export const Instant = asText(
  'Instant',
  'a moment like "2026-10-31T10:00:00+08:00"',
  isInstant,
  'A moment with its offset from UTC, "2026-10-31T02:00:00.000Z".',
  'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
);

export const SliceScalar = asText(
  'Slice',
  'a slice as another answer gave it',
  (text) => text.length <= protocolLimits.sliceLetters && /^[\w.-]{3,}$/.test(text),
  'An opaque handle of a set of numbers in a period: what stands behind a figure. Whatever takes a filter takes a slice. It carries no rights.',
  'https://www.rfc-editor.org/rfc/rfc4648#section-5',
);

export const Cell = new GraphQLScalarType({
  name: 'Cell',
  description:
    'A cell of a generic table: a string, a number, a boolean or null; of a slice’s filter an object. Given back only.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-3',
  serialize: (value) => value,
});
