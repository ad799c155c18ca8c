import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { developer } from '../../../src/security/viewer.js';
import { openBuilder } from '../../../src/warehouse/duckdb.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { decided } from './support.js';

let gateway: Gateway;
let home: string;
/** Every third number has a score for two offers at the counter, far above what past contacts say. */
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'martlet-propensity-'));
  const settings = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: '1500', MARTLET_DEMO_MONTHS: '3', MARTLET_DEMO_SEED: '5' };
  const warehouse = await createMartlet(loadConfig(settings, {})).demo();
  const builder = await openBuilder();
  for (const month of ['2026-09', '2026-10']) {
    const dir = join(warehouse, 'propensity', `month=${month}`);
    mkdirSync(dir, { recursive: true });
    await builder.execute(`copy (
      select number_id, scene, offer_id, cast(${month === '2026-10' ? 'p' : 0} as decimal(9,8)) as probability
      from (select number_id from '${join(warehouse, 'number_month', `month=${month}`, '*.parquet')}' where number_id % 3 = 0),
        (values ('COUNTER', 'FIVE_G_PLAN', 0.95), ('COUNTER', 'NUMBER_BOOK', 0.9), ('ONLINE', 'FIVE_G_PLAN', 0.0)) as s(scene, offer_id, p)
    ) to '${join(dir, 'data.parquet')}' (format parquet)`);
  }
  await builder.close();
  await createMartlet(loadConfig({ ...settings, MARTLET_WAREHOUSE: warehouse }, {})).build();
  gateway = await openGateway(home);
});
afterAll(async () => {
  await gateway.close();
  rmSync(home, { recursive: true, force: true });
});

const someWith = async (where: string) =>
  (
    await gateway.sql(
      `select cast(number_id as varchar) as id from number_ruled where ${where} and not is_universal and not ported_out
         and number_id not in (select number_id from serving.number_contact where outcome in ('ACCEPTED', 'REFUSED')) order by number_id limit 10`,
    )
  ).map(({ id }) => id as string);
const suits = (code: string) => `rules[${[...gateway.martlet.definitions.catalogue.offers.keys()].indexOf(code) + 1}] = '0'`;
const verdict = async (id: string, scene: 'COUNTER' | 'ONLINE', code: string) =>
  (await decided(gateway, id, scene)).considered.find(({ offer }) => offer.code === code)!;

test('the warehouse’s own scores of the newest month stand in place of past contacts, in their scene', async () => {
  for (const id of await someWith(`number_id % 3 = 0 and ${suits('FIVE_G_PLAN')} and agreed = '1111'`)) {
    expect(await verdict(id, 'COUNTER', 'FIVE_G_PLAN')).toMatchObject({
      acceptance: 0.95,
      netBenefit: 0.95 * (8 * 14 - 7 - 5),
      rank: 1,
    });
    expect(await verdict(id, 'ONLINE', 'FIVE_G_PLAN')).toMatchObject({ acceptance: 0, why: 'COSTS_MORE' });
  }
  for (const id of await someWith(`number_id % 3 = 1 and ${suits('FIVE_G_PLAN')}`)) {
    const { acceptance } = await verdict(id, 'COUNTER', 'FIVE_G_PLAN');
    expect(acceptance).toBeGreaterThan(0);
    expect(acceptance).toBeLessThan(0.9);
  }
});

test('a list ranks by the same scores', async () => {
  const create = `mutation ($input: TargetListInput!) { createTargetList(input: $input) { id } }`;
  const input = { everybody: true, name: 'scored', scene: 'COUNTER', offers: ['FIVE_G_PLAN'], holdOut: 0, purpose: 'test' };
  const { data } = await gateway.ask(create, { input }, developer);
  const { id } = data.createTargetList;
  const members = '{ size members(first: 500) { nodes { rank netBenefit number { id: numberId } } } }';
  const frozen = await gateway.ask(`mutation { freezeTargetList(id: "${id}") ${members} }`, {}, developer);
  expect(frozen.errors).toEqual([]);
  const { nodes } = frozen.data.freezeTargetList.members;
  const scored = nodes.filter(({ number }: { number: { id: string } }) => Number(number.id) % 3 === 0);
  expect(scored.length).toBeGreaterThan(15);
  expect(nodes.slice(0, scored.length)).toEqual(scored);
  for (const { number, netBenefit } of [...scored.slice(0, 5), ...nodes.slice(-5)])
    expect((await verdict(number.id, 'COUNTER', 'FIVE_G_PLAN')).netBenefit).toBe(netBenefit);
});
