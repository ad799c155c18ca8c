import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyAudit } from '../../../src/ledger/audit/audit.js';
import { snapshotFile } from '../../../src/lib/snapshot-files.js';
import { developer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { agentOf, claimQuery, faultOf, idsOf, listOf, untouched } from './support.js';

let gateway: Gateway;
let cities: string[];
beforeAll(async () => {
  gateway = await openGateway();
  cities = (
    await gateway.sql('select city from serving.number_profile where city is not null group by 1 order by count(*) desc')
  ).map(({ city }) => city as string);
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

const everybody = agentOf(null);

describe('who may claim', () => {
  test('an agent of one city gets its numbers only, and all of them; an agent of all cities gets the rest', async () => {
    const list = await listOf(gateway, untouched);
    const own = await gateway.sql(`select cast(number_id as varchar) as id from (${untouched}) where city = '${cities[0]}'`);
    const found: string[] = [];
    for (;;) {
      const { data } = await gateway.ask(claimQuery, { list: list.id, size: 150 }, agentOf([cities[0]!, 'NOWHERE']));
      if (data.claimWork.items.length === 0) break;
      const ranks = data.claimWork.items.map(({ rank }: Data) => rank);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      found.push(...idsOf(data.claimWork));
    }
    expect([...found].sort()).toEqual(own.map(({ id }) => id).sort());
    const { data } = await gateway.ask(claimQuery, { list: list.id, size: 200 }, everybody);
    expect(idsOf(data.claimWork).filter((id) => found.includes(id))).toEqual([]);
    expect(data.claimWork.items).toHaveLength(200);
  });

  test('none of the list’s cities, no city, no tier 4: refused', async () => {
    const list = await listOf(gateway, `${untouched} limit 5`, { cities: JSON.stringify([cities[0]]) });
    const refused = async (viewer: ReturnType<typeof agentOf>) =>
      faultOf(await gateway.ask(claimQuery, { list: list.id, size: 1 }, viewer));
    expect(await refused(agentOf([cities[1]!]))).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/no numbers of the cities/),
    });
    expect(await refused(agentOf([]))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused({ ...everybody, tiers: [1, 2, 3] })).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/Tier 4/),
    });
  });

  test('what an agent sees of a claimed number: just what is asked for, without tier 3, and masked', async () => {
    const list = await listOf(gateway, `${untouched} limit 3`);
    const query = `mutation ($list: ID!) { claimWork(list: $list, size: 3) { items {
      number { id: numberId msisdn month market { planId } } offer { code } pitch zh: pitch(locale: ZH) callableFrom } } }`;
    const { data, errors, statements } = await gateway.ask(query, { list: list.id }, everybody);
    expect(errors).toEqual([]);
    const [row] = await gateway.sql(
      `select number_id, left(msisdn, 3) || '****' || right(msisdn, 4) as masked, plan_id, data_gb, data_allowance_gb, overage_revenue from serving.number_profile where number_id = ${data.claimWork.items[0].number.id}`,
    );
    const [item] = data.claimWork.items;
    expect(item).toMatchObject({
      number: { msisdn: row!.masked, month: '2026-10', market: { planId: row!.plan_id } },
      callableFrom: null,
    });
    const gb = String(Math.round(Number(row!.data_gb) * 100) / 100);
    expect(item.pitch).toContain(`${gb} GB used of ${Number(row!.data_allowance_gb)}`);
    expect(item.zh).toContain(`您本月用了 ${gb} GB`);
    expect(statements.join()).not.toContain('voice_min');
  });

  test('by night the numbers are given with the time from which they may be called', async () => {
    gateway.clock.set('2026-11-02T20:30:00+08:00');
    const list = await listOf(gateway, `${untouched} limit 2`);
    const { data } = await gateway.ask(claimQuery, { list: list.id, size: 2 }, everybody);
    expect(data.claimWork.items.map(({ callableFrom }: Data) => callableFrom)).toEqual(
      Array(2).fill('2026-11-03T09:00:00+08:00'),
    );
  });

  test('a claim is in the audit, and clear phone numbers are too', async () => {
    const list = await listOf(gateway, `${untouched} limit 2`);
    await gateway.ask(
      claimQuery.replace('number { id: numberId }', 'number { id: numberId msisdn }'),
      { list: list.id, size: 2 },
      developer,
    );
    const lines = await gateway.ledger.db.selectFrom('audit_line').selectAll().orderBy('seq', 'desc').limit(2).execute();
    expect(lines.map(({ action, rows, subject }) => [action, rows, subject])).toEqual([
      ['claim of work', 2, 'developer'],
      ['numbers', 2, 'developer'],
    ]);
    expect(JSON.parse(lines[0]!.detail!)).toMatchObject({ list: list.id, fence: 1 });
    expect((await verifyAudit(gateway.ledger)).fault).toBeNull();
  });
});

describe('what is refused', () => {
  test.each([
    ['DRAFT', /it is a draft: freeze it, and have it approved/],
    ['FROZEN', /not approved: someone else than li.wei must approve it/],
    ['CLOSED', /it is closed: make a new one/],
  ] as const)('a list that is %s', async (status, message) => {
    const list = await listOf(gateway, `${untouched} limit 2`, { status });
    const answer = await gateway.ask(claimQuery, { list: list.id, size: 1 }, everybody);
    expect(faultOf(answer)).toEqual({ code: 'CONFLICT', message: expect.stringMatching(message) });
  });

  test('a list whose last day is over, from the next day on', async () => {
    const list = await listOf(gateway, `${untouched} limit 2`, { expires_on: '2026-11-02' });
    gateway.clock.set('2026-11-02T23:59:59+08:00');
    expect((await gateway.ask(claimQuery, { list: list.id, size: 1 }, everybody)).errors).toEqual([]);
    gateway.clock.set('2026-11-03T00:00:00+08:00');
    const answer = await gateway.ask(claimQuery, { list: list.id, size: 1 }, everybody);
    expect(faultOf(answer)).toEqual({ code: 'CONFLICT', message: expect.stringMatching(/its last day was 2026-11-02/) });
  });

  test.each([
    [{ size: 0 }, 'size: expected 1 to 200 in OUTBOUND, found 0.'],
    [{ size: 201 }, 'size: expected 1 to 200 in OUTBOUND, found 201.'],
    [{ size: 1, lease: 0 }, 'leaseSeconds: expected 1 to 14400 in OUTBOUND, found 0.'],
    [{ size: 1, lease: 14401 }, 'leaseSeconds: expected 1 to 14400 in OUTBOUND, found 14401.'],
  ])('%o', async (variables, message) => {
    const list = await listOf(gateway, `${untouched} limit 2`);
    const answer = await gateway.ask(claimQuery, { list: list.id, ...variables }, everybody);
    expect(faultOf(answer)).toEqual({ code: 'BAD_USER_INPUT', message });
  });

  test('lists, batches and numbers that there are not', async () => {
    const unknown = await gateway.ask(claimQuery, { list: 'x', size: 1 }, everybody);
    expect(faultOf(unknown)).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/id of a target list, found "x"/),
    });
    const extend = await gateway.ask('mutation { extendLease(batch: "x", fence: "1", leaseSeconds: 5) { id } }', {}, everybody);
    expect(faultOf(extend)).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/id of a batch .* found "x"/) });
    const list = await listOf(gateway, `${untouched} limit 2`);
    const { data } = await gateway.ask(claimQuery, { list: list.id, size: 1 }, everybody);
    const release = (numbers: unknown[], subject = 'agent') =>
      gateway.ask(
        'mutation ($b: ID!, $f: String!, $n: [ID!]) { releaseWork(batch: $b, fence: $f, numbers: $n) { id } }',
        { b: data.claimWork.id, f: data.claimWork.fence, n: numbers },
        agentOf(null, subject),
      );
    expect(faultOf(await release(['1']))).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/holds, found 1\./) });
    expect(faultOf(await release([]))).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/expected some, found none/),
    });
    expect(faultOf(await release([data.claimWork.items[0].number.id], 'other'))).toMatchObject({ code: 'CONFLICT' });
  });

  test('a snapshot that is not what was frozen: nothing of it is claimed', async () => {
    const list = await listOf(gateway, `${untouched} limit 2`, { id: randomUUID() });
    writeFileSync(snapshotFile(gateway.channels.home, list.id), 'PAR1');
    const answer = await gateway.ask(claimQuery, { list: list.id, size: 1 }, everybody);
    expect(faultOf(answer)).toMatchObject({ code: 'INTERNAL' });
  });

  test('more than a request may read', async () => {
    const list = await listOf(gateway, `${untouched} limit 2`, { scene: 'ONLINE' });
    const fields = [...gateway.serving.numberColumns.values()]
      .filter(({ board }) => board === 'market')
      .map(({ field }) => field);
    const query = claimQuery.replace('number { id: numberId }', `number { id: numberId market { ${fields.join(' ')} } }`);
    const answer = await gateway.ask(query, { list: list.id, size: 10_000 }, { ...everybody, tiers: [3, 4] });
    expect(faultOf(answer)).toMatchObject({ code: 'TOO_COSTLY' });
    const { data } = await gateway.ask(claimQuery, { list: list.id, size: 10_000 }, everybody);
    expect(data.claimWork.items).toHaveLength(2);
  });
});
