import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../../support/gateway.js';
import { managerOf } from '../../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const manager = managerOf(['HAILAN']);

describe('about the data', () => {
  test('generation: what was built, and the checks that it passed', async () => {
    const { data } = await gateway.ask('{ generation { id dataDate months numbers checks { name ok } } }');
    const { generation } = data;
    const [row] = await gateway.sql("select count(*) as n from number_state where month = '2026-10'");
    expect(generation).toMatchObject({ dataDate: '2026-10-31', numbers: row!.n });
    expect(generation.months).toHaveLength(15);
    expect(generation.checks.length).toBeGreaterThan(20);
    expect(generation.checks.filter((check: Data) => !check.ok)).toEqual([]);
  });

  test('Z1: how many numbers there are is told as far as the viewer may see', async () => {
    const { data } = await gateway.ask('{ generation { numbers } indicator(measure: NUMBERS) { value } }', {}, manager);
    const [row] = await gateway.sql("select count(*) as n from number_state where month = '2026-10' and city = 'HAILAN'");
    expect([data.generation.numbers, data.indicator.value]).toEqual([row!.n, row!.n]);
  });

  test('catalogue: every measure and dimension, named in both languages, with values to choose from', async () => {
    const { data, errors } = await gateway.ask(
      '{ catalogue { months measures { code formula unit en: name zh: name(locale: ZH) } dimensions { code parent cardinality values(contains: "海澜", first: 3) { code label } } } }',
    );
    expect(errors).toEqual([]);
    expect(data.catalogue.measures.length).toBe(gateway.martlet.definitions.catalogue.measures.size);
    for (const { en, zh, formula, unit } of data.catalogue.measures) expect([en, zh, formula, unit].every(Boolean)).toBe(true);
    const city = data.catalogue.dimensions.find(({ code }: Data) => code === 'CITY');
    expect(city).toMatchObject({ parent: null, cardinality: 14, values: [{ code: 'HAILAN', label: 'Hailan' }] });
  });

  test('coverage: the demo operator provides everything but scores of its own', async () => {
    const { data } = await gateway.ask('{ catalogue { coverage { mart column provided neededBy } } }');
    const missing = data.catalogue.coverage.filter((column: Data) => !column.provided);
    expect([...new Set(missing.map(({ mart }: Data) => mart))]).toEqual(['propensity']);
    const revenue = data.catalogue.coverage.find((column: Data) => column.column === 'revenue');
    expect(revenue.neededBy).toEqual(expect.arrayContaining(['ARPU', 'REVENUE', 'VALUE_TIER']));
  });
});

test('an unknown measure in a variable is an unknown name with suggestions, as in the document', async () => {
  const query = 'query q($measure: Measure!) { indicator(measure: $measure) { value } }';
  const { errors } = await gateway.ask(query, { measure: 'CHURN' });
  expect(errors[0]).toMatchObject({ extensions: { code: 'UNKNOWN_NAME', suggestions: expect.arrayContaining(['CHURN_RATE']) } });
});

test('one request with a hundred different filters waits for itself and is answered', async () => {
  const asked = Array.from(
    { length: 100 },
    (_, n) => `a${n}: indicator(measure: NUMBERS, where: { creditLevel: { gte: ${n / 100} } }) { value }`,
  );
  const { data, errors } = await gateway.ask(`{ ${asked.join(' ')} }`);
  expect(errors).toEqual([]);
  expect(Object.keys(data)).toHaveLength(100);
});
