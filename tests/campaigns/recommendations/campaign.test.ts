import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshotFile } from '../../../src/campaigns/snapshot.js';
import { developer } from '../../../src/security/viewer.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { decided, scenes } from './support.js';

let gateway: Gateway;
let list: string;
beforeAll(async () => {
  gateway = await openGateway();
  const input = { everybody: true, name: '5G', scene: 'OUTBOUND', offers: ['FIVE_G_PLAN'], holdOut: 0.3, purpose: 'test' };
  const made = await change('createTargetList(input: $input)', { input }, '$input: TargetListInput!');
  list = made.createTargetList.id;
  await change('freezeTargetList(id: $id)', { id: list });
});
afterAll(() => gateway.close());

async function change(field: string, variables: object, types = '$id: ID!') {
  const { data, errors } = await gateway.ask(`mutation (${types}) { ${field} { id status } }`, { ...variables }, developer);
  expect(errors).toEqual([]);
  return data;
}
const whyOf = async (id: string, scene: (typeof scenes)[number]) =>
  (await decided(gateway, id, scene)).considered.find(({ offer }) => offer.code === 'FIVE_G_PLAN')!.why;

test('who is held out of a campaign gets its offer in no scene as long as it lasts, nor does anybody of the household', async () => {
  const at = [...gateway.martlet.definitions.catalogue.offers.keys()].indexOf('FIVE_G_PLAN') + 1;
  const file = snapshotFile(gateway.channels.home, list);
  const suits = `from number_ruled r where rules[${at}] = '0' and agreed = '1111' and not is_universal and draw in (select draw from read_parquet('${file}') where arm = `;
  const held = await gateway.sql(`select cast(number_id as varchar) as id ${suits} 'HELD_OUT') order by number_id limit 30`);
  const others = await gateway.sql(
    `select cast(number_id as varchar) as id ${suits} 'MEMBER') and draw not in (select draw from read_parquet('${file}') where arm = 'HELD_OUT') order by number_id limit 30`,
  );
  expect(held.length).toBeGreaterThan(10);
  for (const scene of scenes) {
    for (const { id } of held) {
      const why = await whyOf(id as string, scene);
      // Whoever must be left alone anyhow is told so first.
      if (why !== 'CAPPED' && why !== 'COOLING' && why !== 'DO_NOT_CONTACT') expect(why).toBe('CAMPAIGN');
    }
    for (const { id } of others) expect(await whyOf(id as string, scene)).not.toBe('CAMPAIGN');
  }
  expect(await whyOf(held[0]!.id as string, 'COUNTER')).toBe('CAMPAIGN');
  expect((await decided(gateway, held[0]!.id as string, 'COUNTER')).heldOut).toBe(true);
  const never = { ...gateway.serving.decisions.engine, run: () => new Promise<never>(() => undefined) };
  const stuck = { decisions: { ...gateway.serving.decisions, engine: never }, channels: { ...gateway.channels, patienceMs: 50 } };
  const late = await decided(gateway, others[0]!.id as string, 'COUNTER', stuck);
  expect(late.degraded).toBe(true);
  expect(late.considered.find(({ offer }) => offer.code === 'FIVE_G_PLAN')!.why).toBe('CAMPAIGN');
  await change('closeTargetList(id: $id)', { id: list });
  expect(await whyOf(held[0]!.id as string, 'COUNTER')).not.toBe('CAMPAIGN');
});
