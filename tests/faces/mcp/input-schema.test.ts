import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { inputSchemaOf } from '../../../src/faces/mcp/input-schema.js';

const columns = Array.from({ length: 40 }, (_, index) => `c${index}: Code`).join(' ');
const schema = buildSchema(`
  scalar YearMonth
  enum Measure { ARPU REVENUE }
  input Code { eq: String, in: [String!] }
  "Which numbers."
  input Filter { and: [Filter!] ${columns} }
  input Asked { "What is computed." measures: [Measure!]!, name: String! }
  input Order { measure: Measure!, desc: Boolean! = false }
  type Query {
    one(
      measure: Measure!
      "Default: the newest."
      month: YearMonth
      top: Int
      share: Float
      where: Filter
      orderBy: [Order!]
    ): String
    many(input: Asked!): String
  }`);

test('variables are told in the words of the arguments that they are given to', () => {
  const document = parse(`
    query ($m: Measure!, $month: YearMonth, $top: Int = 5, $share: Float, $where: Filter, $orderBy: [Order!], $all: [Measure!]!, $name: String! = "x") {
      one(measure: $m, month: $month, top: $top, share: $share, where: $where, orderBy: $orderBy)
      many(input: { measures: $all, name: $name })
    }`);
  expect(inputSchemaOf(document, schema)).toEqual({
    type: 'object',
    required: ['m', 'all'],
    additionalProperties: false,
    properties: {
      m: { type: 'string', enum: ['ARPU', 'REVENUE'] },
      month: { type: 'string', pattern: '^\\d{4}-\\d{2}$', description: 'Default: the newest.' },
      top: { type: 'integer', default: 5 },
      share: { type: 'number' },
      where: {
        type: 'object',
        description: 'Which numbers. Fields: see search_catalogue (filterColumns). Compared by their type: Code { eq, in }.',
      },
      orderBy: {
        type: 'array',
        items: {
          type: 'object',
          properties: { measure: { type: 'string', enum: ['ARPU', 'REVENUE'] }, desc: { type: 'boolean' } },
          required: ['measure'],
        },
      },
      all: { type: 'array', items: { type: 'string', enum: ['ARPU', 'REVENUE'] }, description: 'What is computed.' },
      name: { type: 'string', default: 'x' },
    },
  });
});
