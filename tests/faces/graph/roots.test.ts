import { GraphQLNonNull, isScalarType, isSpecifiedScalarType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const schema = () => createSchema(gateway.martlet.definitions);

test('what takes arguments and may fail is nullable at the root, so that one tile’s error leaves the others', () => {
  const fields = Object.values(schema().getQueryType()!.getFields());
  const strict = fields.filter(({ args, type }) => args.length > 0 && type instanceof GraphQLNonNull).map(({ name }) => name);
  // A list of the catalogue's, which nothing but a wrong document can make fail.
  expect(strict).toEqual(['offers']);
});

test('ten tiles in one document: nine stand where one fails', async () => {
  const months = gateway.serving.coverage.months.slice(-9);
  const tiles = months.map((month) => `t${month.replace('-', '')}: indicator(measure: REVENUE, month: "${month}") { value }`);
  const { data, errors } = await gateway.ask(
    `{ ${tiles.join(' ')} wrong: indicator(measure: REVENUE, month: "1999-01") { value } }`,
  );
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  expect(data.wrong).toBeNull();
  for (const month of months) expect(data[`t${month.replace('-', '')}`].value).toBeGreaterThan(0);
});

test('indicators are those asked for one by one, in the order asked for, from one statement', async () => {
  const codes = ['ARPU', 'REVENUE', 'CHURN_RATE', 'NUMBERS'];
  const fields = 'measure { code } month value baseline change target status slice';
  const asked = '(month: "2026-09", where: { city: { eq: "HAILAN" } }';
  const { data, statements } = await gateway.ask(`{ indicators${asked}, measures: [${codes.join(', ')}]) { ${fields} } }`);
  const single = await gateway.ask(
    `{ ${codes.map((code) => `${code}: indicator${asked}, measure: ${code}) { ${fields} }`).join(' ')} }`,
  );
  expect(data.indicators).toEqual(codes.map((code) => single.data[code]));
  expect(statements.filter((sql) => !sql.includes('mart_target'))).toHaveLength(1);
});

test('every scalar of our own says where it is specified, and every moment is an Instant', () => {
  const types = Object.values(schema().getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const own = types.filter(isScalarType).filter((type) => !isSpecifiedScalarType(type));
  expect(own.map(({ name }) => name).sort()).toEqual(['Cell', 'Instant', 'LocalDate', 'Slice', 'YearMonth']);
  for (const { name, specifiedByURL } of own) expect([name, specifiedByURL]).toEqual([name, expect.stringMatching(/^https:/)]);
  const moments = types.flatMap((type) =>
    'getFields' in type
      ? Object.values(type.getFields() as Record<string, { name: string; type: unknown }>)
          .filter(({ name }) => /^at$|At$|Until$|From$/.test(name) && !['portedInFrom', 'stoppedAt', 'effectFrom'].includes(name))
          .map((field) => [`${type.name}.${field.name}`, String(field.type).replace('!', '')])
      : [],
  );
  const others = moments.filter(([, type]) => type !== 'Instant');
  // A contact that the warehouse tells of has a day only.
  expect(others).toEqual([['Contact.at', 'String']]);
  expect(moments.length).toBeGreaterThan(8);
});

test('explain answers of the newest month where none is named', async () => {
  const { data } = await gateway.ask(
    '{ explain(measure: REVENUE) { change summary } named: explain(measure: REVENUE, month: "2026-10") { change summary } }',
  );
  expect(data.explain).toEqual(data.named);
});

test('a point of a trend has its plan, its reason and its slice', async () => {
  const { data } = await gateway.ask(`{ indicator(measure: REVENUE) { trend(months: 3) { month value target absence slice } } }`);
  for (const { month, value, target, absence, slice } of data.indicator.trend as Data[]) {
    const again = await gateway.ask(
      `{ indicator(measure: REVENUE, month: "${month}") { value target absence slice } numbers(slice: "${slice}", first: 1) { sums(measures: [REVENUE]) } }`,
    );
    expect({ value, target, absence, slice }).toEqual(again.data.indicator);
    expect(again.data.numbers.sums).toEqual([value]);
  }
});
