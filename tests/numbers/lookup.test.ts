import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const query =
  'query ($msisdn: String, $id: ID, $month: YearMonth) { number(msisdn: $msisdn, id: $id, month: $month) { id: numberId month msisdn } }';
const some = (month: string, limit = 12) =>
  gateway.sql(
    `select number_id, msisdn, city from number_state where month = '${month}' and status = 'ACTIVE' and number_id % 41 = 5 order by number_id limit ${limit}`,
  );

describe('a phone number is found', () => {
  test.each<[string, (msisdn: string) => string]>([
    ['as it is stored', (msisdn) => msisdn],
    ['with spaces', (msisdn) => ` ${msisdn.slice(0, 3)} ${msisdn.slice(3, 7)} ${msisdn.slice(7)} `],
    ['with +86', (msisdn) => `+86 ${msisdn}`],
    ['with 0086 and hyphens', (msisdn) => `0086-${msisdn.slice(0, 3)}-${msisdn.slice(3)}`],
    ['with 86 before eleven digits', (msisdn) => `86${msisdn}`],
    [
      'in full-width digits',
      (msisdn) => [...msisdn].map((digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0)).join(''),
    ],
  ])('%s', async (_, spelling) => {
    for (const { number_id, msisdn } of await some('2026-10', 4)) {
      const { data, errors } = await gateway.ask(query, { msisdn: spelling(String(msisdn)) });
      expect(errors).toEqual([]);
      expect(data.number).toEqual({ id: String(number_id), month: '2026-10', msisdn });
    }
  });

  test('in an older month, also one that is gone by now', async () => {
    const gone = await gateway.sql(
      `select number_id, msisdn from number_state o where month = '2025-11' and not exists (select 1 from number_state n where n.month = '2026-10' and n.number_id = o.number_id) order by number_id limit 5`,
    );
    expect(gone).toHaveLength(5);
    for (const { number_id, msisdn } of gone) {
      expect((await gateway.ask(query, { msisdn, month: '2025-11' })).data.number).toMatchObject({
        id: String(number_id),
        month: '2025-11',
      });
      expect((await gateway.ask(query, { msisdn })).data.number).toBeNull();
    }
  });

  test('a hundred at once are two readings by key, with no phone number in their route', async () => {
    const rows = await some('2026-10', 100);
    const fields = rows.map(({ msisdn }, at) => `n${at}: number(msisdn: "${msisdn}") { numberId }`);
    const { data, statements, errors, extensions } = await gateway.ask(`{ ${fields.join(' ')} }`);
    expect(errors).toEqual([]);
    expect(rows.length).toBeGreaterThan(90);
    expect(rows.map((_, at) => data[`n${at}`])).toEqual(rows.map(({ number_id }) => ({ numberId: String(number_id) })));
    expect(statements).toEqual([]);
    expect(extensions.route.map(({ source }: Data) => source)).toEqual(['points.phone', 'points.number_state']);
    expect(JSON.stringify(extensions.route)).not.toMatch(/1[3-9]\d{9}/);
  });

  test('a clerk who sees numbers masked finds the one the customer names, of his city', async () => {
    const clerk = managerOf(['HAILAN'], { tiers: [3] });
    const rows = await gateway.sql(
      `select distinct on (city) number_id, msisdn, city from number_state where month = '2026-10' order by city, number_id`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { number_id, msisdn, city } of rows) {
      const { data } = await gateway.ask(query, { msisdn }, clerk);
      const shown = `${String(msisdn).slice(0, 3)}****${String(msisdn).slice(7)}`;
      expect(data.number).toEqual(city === 'HAILAN' ? { id: String(number_id), month: '2026-10', msisdn: shown } : null);
    }
  });
});

describe('what is no phone number, or none of ours', () => {
  test('is null, or refused without being repeated', async () => {
    expect((await gateway.ask(query, { msisdn: '19999999999' })).data.number).toBeNull();
    for (const msisdn of ['', 'abc', '1390000x234', '139', '1'.repeat(40), '13900001234; drop table number_state']) {
      const { errors, statements } = await gateway.ask(query, { msisdn });
      expect(errors[0]).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
        message: expect.stringMatching(/^msisdn: expected a phone number like/),
      });
      if (msisdn) expect(errors[0]!.message).not.toContain(msisdn);
      expect(statements).toEqual([]);
    }
  });

  test('both an id and a phone number are refused', async () => {
    const { errors } = await gateway.ask(query, { id: '1', msisdn: '13800001234' });
    expect(errors[0]!.message).toBe('number: expected either id or msisdn, found both.');
  });
});
