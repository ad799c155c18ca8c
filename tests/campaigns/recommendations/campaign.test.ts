import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { today } from '../../../src/campaigns/channels.js';
import { Decider } from '../../../src/campaigns/recommendations/decider.js';
import { snapshotFile } from '../../../src/lib/snapshot-files.js';
import { developer } from '../../../src/security/viewer.js';
import { statement } from '../../../src/warehouse/statement.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { decided, scenes } from './support.js';

let gateway: Gateway;
let list: string;
beforeAll(async () => {
  gateway = await openGateway();
  list = await campaign();
});
afterAll(() => gateway.close());

async function change(field: string, variables: object, types = '$id: ID!') {
  const { data, errors } = await gateway.ask(`mutation (${types}) { ${field} { id status } }`, { ...variables }, developer);
  expect(errors).toEqual([]);
  return data;
}
/** A frozen list with one offer, of which many are held out. */
async function campaign(): Promise<string> {
  const input = { everybody: true, name: '5G', scene: 'OUTBOUND', offers: ['FIVE_G_PLAN'], holdOut: 0.3, purpose: 'test' };
  const { createTargetList } = await change('createTargetList(input: $input)', { input }, '$input: TargetListInput!');
  await change('freezeTargetList(id: $id)', { id: createTargetList.id });
  return createTargetList.id;
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
  const never = () => new Promise<never>(() => undefined);
  const stuck = { share: never, channels: { ...gateway.channels, patienceMs: 50 } };
  const late = await decided(gateway, others[0]!.id as string, 'COUNTER', stuck);
  expect(late.degraded).toBe(true);
  expect(late.considered.find(({ offer }) => offer.code === 'FIVE_G_PLAN')!.why).toBe('CAMPAIGN');
  await change('closeTargetList(id: $id)', { id: list });
  expect(await whyOf(held[0]!.id as string, 'COUNTER')).not.toBe('CAMPAIGN');
});

test('of a damaged snapshot nobody knows whom it holds out: its offers are made to nobody, all others go on, and the log has it', async () => {
  const id = await campaign();
  const file = snapshotFile(gateway.channels.home, id);
  const suits = `select cast(number_id as varchar) as id from number_ruled where rules[1 + ${[...gateway.martlet.definitions.catalogue.offers.keys()].indexOf('FIVE_G_PLAN')}] = '0' and agreed = '1111' and not is_universal`;
  const [held] = await gateway.sql(`${suits} and draw in (select draw from '${file}' where arm = 'HELD_OUT') order by 1 limit 1`);
  const [free] = await gateway.sql(`${suits} and draw in (select draw from '${file}' where arm = 'MEMBER') order by 1 limit 1`);
  const alarms: string[] = [];
  const log = { error: (_fields: object, message: string) => alarms.push(message) };
  const decider = new Decider(gateway.ledger, gateway.channels.home, () => today(gateway.channels), log);
  const ask = (number: unknown) => decided(gateway, number as string, 'COUNTER', { channels: { ...gateway.channels, decider } });
  const why = async (number: unknown) => (await ask(number)).considered.find(({ offer }) => offer.code === 'FIVE_G_PLAN')!.why;

  copyFileSync(file, `${file}.kept`);
  // Whole Parquet, but another: all who were held out are members now.
  const tampered = `${file.replace('.parquet', '')}.tampered.parquet`;
  const sql = `select * replace (case when arm = 'HELD_OUT' then 'MEMBER' else arm end as arm) from '${file}'`;
  await gateway.serving.engine.export(statement('tampered', sql), { path: tampered, format: 'parquet', ordered: true });
  renameSync(tampered, file);
  for (const number of [held!.id, free!.id]) expect(await why(number)).toBe('CAMPAIGN');
  const others = await gateway.sql(
    'select cast(number_id as varchar) as id from number_ruled where not ported_out order by 1 limit 40',
  );
  const made = [];
  for (const other of others) {
    const decision = await ask(other.id);
    expect(decision.degraded).toBe(false);
    made.push(...decision.shown.map(({ offer }) => offer.code));
  }
  expect(made.length).toBeGreaterThan(5);
  expect(made).not.toContain('FIVE_G_PLAN');
  expect(alarms).toEqual([expect.stringMatching(`list ${id}.*offers \\(FIVE_G_PLAN\\) are made to nobody`)]);

  rmSync(file);
  expect(await why(free!.id)).toBe('CAMPAIGN');
  renameSync(`${file}.kept`, file);
  expect([await why(held!.id), await why(free!.id)]).toEqual(['CAMPAIGN', null]);
  await change('closeTargetList(id: $id)', { id });
});
