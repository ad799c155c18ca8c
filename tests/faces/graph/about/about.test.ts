import { type GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../../src/faces/graph/schema.js';
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
    const { data } = await gateway.ask('{ generation { id dataDate timeZone months numbers checks { name ok } } }');
    const { generation } = data;
    const [row] = await gateway.sql("select count(*) as n from number_state where month = '2026-10'");
    expect(generation).toMatchObject({ dataDate: '2026-10-31', timeZone: gateway.channels.timeZone.name, numbers: row!.n });
    expect(generation.months).toHaveLength(15);
    expect(generation.checks.length).toBeGreaterThan(20);
    expect(generation.checks.filter((check: Data) => !check.ok)).toEqual([]);
  });

  test('each check, and what it found, is called in both languages', async () => {
    const { data } = await gateway.ask(
      '{ generation { checks { name detail label detailLabel zh: label(locale: ZH) found: detailLabel(locale: ZH) } } }',
    );
    for (const { name, detail, label, detailLabel, zh, found } of data.generation.checks) {
      expect([label, detailLabel]).toEqual([name, detail]);
      expect([zh, found]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/\p{Script=Han}/u)]);
      // Marts and rollups go by their own names; a tree by what it is called.
      expect(zh).not.toMatch(/[A-Z]/);
    }
  });

  test('Z1: how many numbers there are is told as far as the viewer may see', async () => {
    const { data } = await gateway.ask('{ generation { numbers timeZone } indicator(measure: NUMBERS) { value } }', {}, manager);
    expect(data.generation.timeZone).toBe('Asia/Shanghai');
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

  test('the catalogue is searched by a part of a code or a name, in either language and any case', async () => {
    const found = async (contains: string | null) => {
      const { data, errors } = await gateway.ask(
        `query ($contains: String) { catalogue {
           measures(contains: $contains) { code } dimensions(contains: $contains) { code } filterColumns(contains: $contains) { name } } }`,
        { contains },
      );
      expect(errors).toEqual([]);
      return data.catalogue;
    };
    const all = await found(null);
    expect(all.measures).toHaveLength(gateway.martlet.definitions.catalogue.measures.size);
    expect((await found('churn RATE')).measures).toEqual([{ code: 'CHURN_RATE' }]);
    for (const words of ['地市', 'city']) {
      const { dimensions, filterColumns } = await found(words);
      expect(dimensions).toContainEqual({ code: 'CITY' });
      expect(filterColumns).toContainEqual({ name: 'city' });
      expect(dimensions.length).toBeLessThan(all.dimensions.length / 2);
    }
    expect(await found('no such word')).toEqual({ measures: [], dimensions: [], filterColumns: [] });
    const { data } = await gateway.ask('{ catalogue { dimensions(codes: [PLAN, CITY]) { code } } }');
    expect(data.catalogue.dimensions.map(({ code }: Data) => code).sort()).toEqual(['CITY', 'PLAN']);
  });

  test('a column of a table tells how its measure is computed, and others have no formula', async () => {
    const { data } = await gateway.ask(
      '{ table(input: { measures: [ARPU], dimensions: [CITY], against: PREVIOUS_MONTH }) { columns { name formula } } }',
    );
    const { formula } = gateway.martlet.definitions.catalogue.measures.get('ARPU')!;
    expect(data.table.columns.filter((column: Data) => column.formula !== null)).toEqual([{ name: 'arpu', formula }]);
  });

  test('filterColumns are the fields of SliceFilter, each with its type, its names in both languages and its closed values', async () => {
    const { data, errors } = await gateway.ask(
      '{ catalogue { filterColumns { name type unit dimension personal label zh: label(locale: ZH) values { code label zh: label(locale: ZH) } } } }',
    );
    expect(errors).toEqual([]);
    const inputs = {
      CODE: 'CodeFilter',
      NAME: 'NameFilter',
      NUMBER: 'NumericFilter',
      DATE: 'DateFilter',
      BOOLEAN: 'BooleanFilter',
      LIST: 'ListFilter',
      SET: 'SetFilter',
    };
    const filter = createSchema(gateway.martlet.definitions).getType('SliceFilter') as GraphQLInputObjectType;
    const fields = Object.values(filter.getFields()).filter(({ name }) => !['and', 'or', 'not'].includes(name));
    const columns: readonly Data[] = data.catalogue.filterColumns;
    expect(columns.map(({ name, type }) => [name, inputs[type as keyof typeof inputs]]).sort()).toEqual(
      fields.map(({ name, type }) => [name, String(type)]).sort(),
    );
    for (const { name, label, zh, values } of columns) {
      expect([name, label, zh]).toEqual([
        name,
        expect.stringMatching(/^[A-Z0-9][^\u4e00-\u9fff]+$/),
        expect.stringMatching(/[\u4e00-\u9fff]/),
      ]);
      // Named groups of value have no names of their own yet.
      if (name !== 'valueGroups')
        for (const value of values ?? [])
          expect([name, value]).toEqual([name, { ...value, zh: expect.stringMatching(/[\u4e00-\u9fff]/) }]);
    }
    const column = (name: string) => columns.find((own) => own.name === name);
    expect(column('revenue')).toMatchObject({ type: 'NUMBER', unit: 'CNY', values: null, dimension: null });
    expect(column('voiceBand').values.map(({ code }: Data) => code)).toContain('V1_49');
    expect(column('joinChannelKind').values[0]).toEqual({ code: 'OWN_STORE', label: 'Own store', zh: '自有营业厅' });
    expect(
      columns
        .filter(({ personal }) => personal)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['customerId', 'deviceId', 'householdId', 'msisdn']);
    // A list of the warehouse's is not closed.
    expect([column('city').values, column('planTier').values]).toEqual([null, null]);
  });

  test('cells go by their newest name, in reports too, and industries by their Chinese one', async () => {
    const names = await gateway.sql('select cell_id, name from serving.mart_cell_month order by month');
    const newest = new Map(names.map((row) => [row.cell_id, row.name]));
    const label = 'label(dimension: HOME_CELL)';
    const { data, errors } = await gateway.ask(
      `{ home: analysis(dimensions: [HOME_CELL], measures: [NUMBERS], first: 50) { rows { homeCell ${label} } }
         work: analysis(dimensions: [WORK_CELL], measures: [NUMBERS], first: 50) { rows { workCell label(dimension: WORK_CELL) } }
         report(code: "STOCK_STRUCTURE", options: [{ name: "by", value: "HOME_CELL" }], first: 20) { columns { name } rows { cells totalOf } }
         industry: analysis(dimensions: [INDUSTRY], measures: [NUMBERS]) { rows { industry label(dimension: INDUSTRY, locale: ZH) } } }`,
    );
    expect(errors).toEqual([]);
    expect(newest.size).toBeGreaterThan(100);
    const called = (code: unknown) => (code === null ? 'none' : newest.get(code as string));
    for (const row of data.home.rows) expect(row.label).toBe(called(row.homeCell));
    for (const row of data.work.rows) expect(row.label).toBe(called(row.workCell));
    const at = (name: string) => data.report.columns.findIndex((column: Data) => column.name === name);
    for (const { cells, totalOf } of data.report.rows)
      if (totalOf.length === 0) expect(cells[at('homeCellLabel')]).toBe(called(cells[at('homeCell')]));
    for (const row of data.industry.rows)
      expect([row.industry, row.label]).toEqual([row.industry, expect.stringMatching(/[\u4e00-\u9fff]/)]);
  });

  test('places know what they lie in, from the numbers that live there', async () => {
    const lines = await gateway.sql(
      "select city, county, grid, count(*) as n from number_state where month = '2026-10' group by all order by n",
    );
    const { data } = await gateway.ask(
      `{ catalogue { dimensions { code values(first: 9999) { code parent } of: values(parent: "HAILAN", first: 9999) { code } } } }`,
    );
    const of = (code: string) => data.catalogue.dimensions.find((own: Data) => own.code === code);
    for (const [fine, coarse] of [
      ['COUNTY', 'city'],
      ['GRID', 'county'],
    ] as const) {
      const expected = new Map(lines.map((line) => [line[fine.toLowerCase()], line[coarse]]));
      expect(of(fine).values.length).toBeGreaterThan(50);
      for (const { code, parent } of of(fine).values) expect([code, parent]).toEqual([code, expected.get(code)]);
    }
    expect(of('CITY').values[0].parent).toBeNull();
    const own = new Set(lines.filter(({ city }) => city === 'HAILAN').map(({ county }) => county));
    expect(
      of('COUNTY')
        .of.map(({ code }: Data) => code)
        .sort(),
    ).toEqual([...own].sort());
    expect(of('SEGMENT').values.find(({ code }: Data) => code === 'DUAL_DROP')).toEqual({ code: 'DUAL_DROP', parent: 'DECLINE' });
  });

  test('coverage: the demo operator provides everything but scores of its own', async () => {
    const { data } = await gateway.ask('{ catalogue { coverage { mart column provided neededBy } } }');
    const missing = data.catalogue.coverage.filter((column: Data) => !column.provided);
    expect([...new Set(missing.map(({ mart }: Data) => mart))]).toEqual(['propensity']);
    const revenue = data.catalogue.coverage.find(({ mart, column }: Data) => `${mart}.${column}` === 'number_month.revenue');
    expect(revenue.neededBy).toEqual(expect.arrayContaining(['ARPU', 'REVENUE', 'VALUE_TIER']));
  });

  test('lineage: the parts of a measure rest on the columns that coverage says it needs, and their sums give it', async () => {
    const { data, errors } = await gateway.ask(
      `{ catalogue {
        coverage { mart column neededBy emptyIn }
        measures { code madeOf parts { code mart sql columns monthsBack name zh: name(locale: ZH) } }
      } }`,
    );
    expect(errors).toEqual([]);
    const { coverage, measures } = data.catalogue;
    for (const { code, parts } of measures) {
      const needed = coverage.filter(({ neededBy }: Data) => neededBy.includes(code));
      expect([code, [...new Set(parts.flatMap(({ columns }: Data) => columns))].sort()]).toEqual([
        code,
        needed.map(({ mart, column }: Data) => `${mart}.${column}`).sort(),
      ]);
    }
    // Days are kept for the newest four months.
    expect(coverage.filter(({ mart, emptyIn }: Data) => emptyIn.length > (mart === 'number_day' ? 11 : 0))).toEqual([]);
    const of = (code: string) => measures.find((measure: Data) => measure.code === code);
    expect(of('ARPU').madeOf).toEqual(['REVENUE', 'AVERAGE_SUBSCRIBERS']);
    expect(of('REVENUE')).toMatchObject({ madeOf: [], parts: [{ columns: ['number_month.revenue'], monthsBack: 0 }] });
    const [{ mart, sql, name, zh }] = of('REVENUE').parts;
    expect([name, zh]).toEqual([expect.any(String), expect.stringMatching(/[\u4e00-\u9fff]/)]);
    const [row] = await gateway.sql(`select cast(sum(${sql}) as double) as value from ${mart} where month = '2026-10'`);
    const figure = await gateway.ask('{ indicator(measure: REVENUE) { value } }');
    expect(figure.data.indicator.value).toBe(row!.value);
  });

  test('me: what may be done, and where', async () => {
    const { data } = await gateway.ask(
      '{ me { tiers acts scenes } }',
      {},
      { ...manager, acts: ['MAKE_LISTS', 'EXPORT'], scenes: ['COUNTER'] },
    );
    expect(data.me).toEqual({ tiers: [1], acts: ['MAKE_LISTS', 'EXPORT'], scenes: ['COUNTER'] });
    expect((await gateway.ask('{ me { scenes } }')).data.me.scenes).toBeNull();
  });

  test('generations that are kept, and nothing is other where there is no other', async () => {
    const { data } = await gateway.ask('{ generations { id months } generation { id months changes { definitionsChanged } } }');
    const { changes, ...own } = data.generation;
    expect([data.generations, changes]).toEqual([[own], null]);
    const { errors } = await gateway.ask('{ generation { changes(since: "20260101T000000Z-00000000") { monthsAdded } } }');
    expect(errors[0]).toMatchObject({
      message: `since: expected a generation that is kept (${own.id}), found "20260101T000000Z-00000000".`,
      extensions: { code: 'BAD_USER_INPUT' },
    });
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
