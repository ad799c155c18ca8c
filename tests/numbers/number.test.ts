import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../../src/faces/context.js';
import { idsStatement, numberId } from '../../src/numbers/numbers.queries.js';
import { developer } from '../../src/security/viewer.js';
import type { Row } from '../../src/warehouse/engine.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const fields = `id: numberId month lifecycle { stage segment rules joinedMonthsAgo }
  value { tier rfm { recency frequency money cell } expectedMonths lifetimeValue lifetimeValueBasis lifetimeValueAbsence monthlyMargin
    retention { alpha beta renewals basis expectedMonths }
    score { total spend need satisfaction stickiness recommendation } groups }`;
const query = `query ($id: ID, $month: YearMonth) { number(id: $id, month: $month) { ${fields} } }`;

const number = async (id: unknown, month?: string): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, { id, month });
  expect(errors).toEqual([]);
  return data.number;
};
/** One number a kind of row: by stage, tier and whether there is a lifetime value. */
const examples = (month: string): Promise<readonly Row[]> =>
  gateway.sql(
    `select distinct on (stage, value_tier, lifetime_value is null) * from number_state where month = '${month}' order by number_id`,
  );
const amount = (value: unknown): number | null => (value === null ? null : Number(value));

describe.each(['2026-10', '2026-07', '2026-02', '2025-08'])('numbers of %s', (month) => {
  test('every field is what stands in number_state and in the stored retention curve', async () => {
    const rows = await examples(month);
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      const [curve] = await gateway.sql(
        `select * from serving.retention_curve where month = '${month}' and join_month = '${String(row.joined_on).slice(0, 7)}' and customer_type = '${row.customer_type}'`,
      );
      const found = await number(String(row.number_id), month);
      expect(found).toEqual({
        id: String(row.number_id),
        month,
        lifecycle: { stage: row.stage, segment: row.segment, rules: row.lifecycle_rules, joinedMonthsAgo: row.months_on_net },
        value: {
          tier: row.value_tier,
          rfm: { recency: row.recency_score, frequency: row.frequency_score, money: row.money_score, cell: row.rfm_cell },
          expectedMonths: row.expected_months,
          lifetimeValue: amount(row.lifetime_value),
          lifetimeValueBasis: row.expected_months === null ? null : row.churn_risk === null ? 'STAGE' : 'RISK',
          lifetimeValueAbsence: row.lifetime_value !== null ? null : row.on_books ? 'IMMATURE' : 'NOT_COVERED',
          monthlyMargin: amount(row.monthly_margin),
          retention: curve
            ? {
                alpha: curve.alpha,
                beta: curve.beta,
                renewals: curve.renewals,
                basis: curve.basis,
                expectedMonths: curve.expected_months,
              }
            : null,
          score: {
            total: amount(row.score_total),
            spend: amount(row.score_spend),
            need: amount(row.score_need),
            satisfaction: amount(row.score_satisfaction),
            stickiness: amount(row.score_stickiness),
            recommendation: amount(row.score_recommendation),
          },
          groups: row.value_groups,
        },
      });
    }
  });

  test('a lifetime value can be retraced: margin × expected months', async () => {
    for (const row of await examples(month)) {
      const { value } = await number(row.number_id, month);
      if (value.lifetimeValueAbsence === 'IMMATURE') expect(value.retention.basis).toBe('IMMATURE');
      if (value.lifetimeValue === null) continue;
      expect(Math.abs(value.monthlyMargin * value.expectedMonths - value.lifetimeValue)).toBeLessThan(0.00501);
    }
  });
});

test('the newest month unless another is asked for, and its numbers have lifetime values', async () => {
  const [row] = await gateway.sql(
    `select number_id, lifetime_value from number_state where month = '2026-10' and lifetime_value > 1000 order by number_id limit 1`,
  );
  const found = await number(row!.number_id);
  expect([found.month, found.value.lifetimeValue]).toEqual(['2026-10', Number(row!.lifetime_value)]);
});

describe('what is not there', () => {
  test('an id that no number has, or none in that month, is null', async () => {
    const [late] = await gateway.sql(`select max(number_id) as id from number_state`);
    expect(await number('-5')).toBeNull();
    expect(await number(late!.id)).not.toBeNull();
    expect(await number(late!.id, '2025-08')).toBeNull();
  });

  test.each([
    ['abc', /id: expected a whole number like "1042", or one with its month like "1042@2026-10", found "abc"/],
    ['12.5', /found "12\.5"/],
    ['9223372036854775808', /found "9223372036854775808"/],
    ['', /found ""/],
    ["1' or '1'='1", /expected a whole number/],
    [null, /expected either id or msisdn, found neither/],
  ])('an id %j is refused', async (id, message) => {
    const { data, errors, statements } = await gateway.ask(query, { id });
    expect(data.number).toBeNull();
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } });
    expect(statements).toEqual([]);
  });

  test('a month outside the data is refused', async () => {
    const { errors } = await gateway.ask(query, { id: '1', month: '2027-01' });
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(/2025-08 to 2026-10, found 2027-01/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('zeros in front are the same number; ids that are text stay as they are', () => {
    expect(numberId('0042', 'BIGINT')).toBe('42');
    expect(numberId('0042', 'VARCHAR')).toBe('0042');
  });
});

describe('policy', () => {
  test('without tier 3 it is forbidden, and nothing is read', async () => {
    const { errors, statements } = await gateway.ask(query, { id: '1' }, managerOf(['HAILAN']));
    expect(errors[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(statements).toEqual([]);
  });

  test.each(['2026-10', '2026-07'])('a number of another city is as one that is not there, in %s', async (month) => {
    const viewer = managerOf(['HAILAN'], { tiers: [3] });
    const rows = await gateway.sql(
      `select distinct on (city) number_id, city from number_state where month = '${month}' order by city, number_id`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { number_id, city } of rows) {
      const { data, errors } = await gateway.ask(query, { id: number_id, month }, viewer);
      expect(errors).toEqual([]);
      expect([city, data.number?.id ?? null]).toEqual([city, city === 'HAILAN' ? String(number_id) : null]);
    }
    const { data } = await gateway.ask(query, { id: rows[0]!.number_id, month }, managerOf([], { tiers: [3] }));
    expect(data.number).toBeNull();
  });
});

describe('statements', () => {
  test('all numbers of a request and month are one reading by key, and no statement', async () => {
    const rows = await gateway.sql(`select number_id from number_state where month = '2026-10' order by number_id limit 40`);
    const asked = rows.map(
      ({ number_id }, at) => `n${at}: number(id: "${number_id}"${at % 2 ? ', month: "2026-07"' : ''}) { id: numberId month }`,
    );
    const { data, statements, extensions } = await gateway.ask(`{ ${asked.join(' ')} }`);
    expect(statements).toEqual([]);
    // Either may be read first.
    const route = [...extensions.route].sort((a, b) => (a.statement < b.statement ? -1 : 1));
    expect(route).toEqual(
      ['2026-07', '2026-10'].map((month) => ({
        statement: `numbers: 20 of ${month}`,
        source: 'points.number_state',
        rollupMissReason: 'number by number',
        ms: expect.any(Number),
      })),
    );
    for (const [at, { number_id }] of rows.entries())
      if (data[`n${at}`]) expect(data[`n${at}`]).toEqual({ id: String(number_id), month: at % 2 ? '2026-07' : '2026-10' });
    expect(Object.values(data).filter(Boolean).length).toBeGreaterThan(30);
  });

  test('many numbers of some months are one statement', async () => {
    const rows = await gateway.sql(`select number_id from number_state where month = '2026-10' order by number_id limit 40`);
    const asked = rows.map(({ number_id }, at) => `n${at}: number(id: "${number_id}") { history(months: 4) { month } }`);
    const { data, statements } = await gateway.ask(`{ ${asked.join(' ')} }`);
    expect(statements).toHaveLength(1);
    for (const [at, { number_id }] of rows.entries()) {
      const months = `select month from number_state where number_id = ${number_id} and month >= '2026-07' order by month`;
      expect(data[`n${at}`].history).toEqual(await gateway.sql(months));
    }
  });

  test('only what is asked for is read, also through fragments', async () => {
    const statementOf = async (selection: string, more = '') =>
      (await gateway.ask(`{ numbers(first: 1) { nodes { ${selection} } } } ${more}`)).statements.join();
    expect(await statementOf('id')).not.toMatch(/stage|score|retention_curve/);
    expect(await statementOf('lifecycle { stage }')).not.toMatch(/score|retention_curve/);
    expect(await statementOf('value { lifetimeValue }')).not.toMatch(/"stage"|retention_curve/);
    const fragment = 'fragment f on PhoneNumber { value { ... on NumberValue { retention { alpha } } } }';
    expect(await statementOf('...f', fragment)).toMatch(/retention_curve/);
  });

  test('the SQL: the policy, the month and the ids are bound', () => {
    const { serving, martlet } = gateway;
    const options = { serving, definitions: martlet.definitions, requestId: 'test', log: { error: () => {} } };
    const context = createContext({ ...options, viewer: managerOf(['HAILAN']) });
    const { sql, parameters } = idsStatement(['7', '8'], ['2026-07'], ['stage', 'dataGb', 'msisdn', 'customerId'], context);
    const masked =
      'case when length("number_state"."msisdn") >= 11 then substr("number_state"."msisdn", 1, 3) || rpad(\'\', cast(length("number_state"."msisdn") - 7 as integer), \'*\') || substr("number_state"."msisdn", length("number_state"."msisdn") - 3) else rpad(\'\', cast(length("number_state"."msisdn") as integer), \'*\') end';
    expect(sql).toBe(
      `select cast(number_state.number_id as varchar) || '@' || number_state.month as "id", cast(number_state.number_id as varchar) as "numberId", "number_state"."month" as "month", "number_state"."stage" as "stage", "number_state"."data_gb" as "dataGb", ${masked} as "msisdn", pseudonym("number_state"."customer_id") as "customerId" from "number_state" where "number_state"."city" in ($1) and number_state.month in ($2) and "number_state"."number_id" in (cast($3 as BIGINT), cast($4 as BIGINT))`,
    );
    expect(parameters).toEqual(['HAILAN', '2026-07', '7', '8']);
    const clear = idsStatement(['7'], ['2026-10'], ['msisdn'], createContext({ ...options, viewer: developer }));
    expect(clear.sql).toBe(
      'select cast(number_state.number_id as varchar) || \'@\' || number_state.month as "id", cast(number_state.number_id as varchar) as "numberId", "number_state"."month" as "month", "number_state"."msisdn" as "msisdn" from "serving"."number_profile" as "number_state" where "number_state"."number_id" in (cast($1 as BIGINT))',
    );
  });
});
