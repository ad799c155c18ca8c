import { GraphQLEnumType, type GraphQLField, type GraphQLObjectType, GraphQLString, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { numberColumns } from '../../../src/slices/columns.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

type AnyField = GraphQLField<unknown, unknown>;
const fieldsOf = (type: string): readonly AnyField[] =>
  Object.values((createSchema(gateway.martlet.definitions).getType(type) as GraphQLObjectType).getFields());

/** Two codes in a row, as a description has them that tells all values: "NEW, GROWTH", "BAR or TABLE", "flow, stock or ratio". */
const lists = /\b[A-Z][A-Z0-9_]{2,}(?:, | or )[A-Z][A-Z0-9_]{2,}\b|\b([a-z]+, )+[a-z]+ or [a-z]+$/;

test('a string whose values are a closed set is an enum', () => {
  const types = Object.values(createSchema(gateway.martlet.definitions).getTypeMap()).filter(isObjectType);
  const told = types
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap(({ name }) =>
      fieldsOf(name)
        .filter(({ type, description }) => getNamedType(type) === GraphQLString && lists.test(description ?? ''))
        .map((field) => `${name}.${field.name}`),
    );
  expect(told).toEqual([]);
  // What the graph's contract calls by a word that only some values fit.
  const named = [
    'MeasureInfo.kind',
    'Column.type',
    'Signal.rule',
    'CampaignResult.verdict',
    'ChartHint.kind',
    'ReportOptionInfo.type',
  ];
  for (const path of [...named, 'NumberLifecycle.stage', 'NumberValue.tier', 'PhoneNumberEvent.type', 'Candidate.why']) {
    const [type, name] = path.split('.') as [string, string];
    const field = fieldsOf(type).find((own) => own.name === name)!;
    expect([path, getNamedType(field.type) instanceof GraphQLEnumType]).toEqual([path, true]);
  }
});

test('every column of codes is an enum of just these, and the data have no others', async () => {
  const { contract, derived } = gateway.martlet.definitions;
  const coded = [...numberColumns(contract, derived, 'BIGINT').values()].filter(({ codes }) => codes);
  expect(coded.length).toBeGreaterThan(15);
  const boards = ['PhoneNumber', 'NumberMarket', 'NumberNetwork', 'NumberFinance', 'NumberService', 'NumberFeatures'];
  const fields = boards.flatMap(fieldsOf);
  for (const { field, codes } of coded) {
    const type = getNamedType(fields.find(({ name }) => name === field)!.type) as GraphQLEnumType;
    expect([field, type.getValues().map(({ name }) => name)]).toEqual([field, codes]);
  }
  const seen = coded.map(({ name, kind, type }) => {
    const value = type.endsWith('[]') || kind === 'list' ? `unnest("${name}")` : `"${name}"`;
    return `select '${name}' as name, value from (select distinct ${value} as value from number_state) where value is not null`;
  });
  for (const { name, value } of await gateway.sql(seen.join(' union all ')))
    expect(coded.find((column) => column.name === name)!.codes).toContain(value);
});

test('the marts’ own lists of codes are those of the contract where they come from it', () => {
  const { contract, derived } = gateway.martlet.definitions;
  const kinds = contract.marts.get('channel')!.columns.get('kind')!.codes;
  expect(derived.find(({ name }) => name === 'join_channel_kind')!.codes).toEqual(kinds);
});

test('a document that compared such a field with a string goes on as before', async () => {
  const { numbers } = await dataOf(
    gateway,
    `query ($stage: String) { numbers(where: { stage: { eq: $stage } }, first: 3) { nodes { status: market { status } lifecycle { stage } value { tier groups } events { type } } } }`,
    { stage: 'DECLINE' },
  );
  for (const { lifecycle } of numbers.nodes) expect(lifecycle).toEqual({ stage: 'DECLINE' });
});
