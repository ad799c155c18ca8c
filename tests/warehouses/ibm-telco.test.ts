import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

const data = '../shared/data/ibm-telco';
const home = mkdtempSync(join(tmpdir(), 'martlet-ibm-'));
let gateway: Gateway;

describe.skipIf(!existsSync(data))('the public IBM Telco file, mapped by SQL alone', () => {
  beforeAll(async () => {
    const settings = { MARTLET_HOME: home, MARTLET_WAREHOUSE: 'sql/warehouses/ibm-telco', MARTLET_WAREHOUSE_DATA: data };
    await createMartlet(loadConfig(settings, {})).build();
    gateway = await openGateway(home);
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(home, { recursive: true });
  });

  const nodes = async (tree: string): Promise<Map<string, Data>> => {
    const answer = await gateway.ask(`{ indicatorTree(tree: "${tree}") { nodes { code value baseline absence } } }`);
    expect(answer.errors).toEqual([]);
    return new Map(answer.data.indicatorTree.nodes.map((node: Data) => [node.code, node]));
  };

  test('life cycle: 7,043 customers, 1,869 of them off the net, by time on the net', async () => {
    const tree = await nodes('LIFECYCLE');
    expect(tree.get('LIFECYCLE').value).toBe(7043);
    expect(tree.get('LIFECYCLE.OFF_NET').value).toBe(1869);
    const told = ['OFF_NET', 'NEW', 'GROWTH'].map((stage) => tree.get(`LIFECYCLE.${stage}`).value);
    const [{ mature }] = (await gateway.sql("SELECT count(*) AS mature FROM number_state WHERE stage = 'MATURE'")) as [Data];
    expect(told.reduce((sum, value) => sum + value, Number(mature))).toBe(7043);
    // What is left when nobody knows who declines: some of these do.
    expect(tree.get('LIFECYCLE.MATURE')).toMatchObject({ value: null, absence: 'NOT_PROVIDED' });
    expect(tree.get('LIFECYCLE.DECLINE')).toMatchObject({ value: null, absence: 'NOT_PROVIDED' });
    expect(tree.get('LIFECYCLE.NEW.PORT_IN')).toMatchObject({ value: null, absence: 'NOT_PROVIDED' });
    expect(tree.get('LIFECYCLE.NEW.PURE_NEW')).toMatchObject({ value: null, absence: 'NOT_PROVIDED' });
  });

  test('revenue = MonthlyCharges; what the file lacks says why', async () => {
    const tree = await nodes('REVENUE');
    expect(tree.get('REVENUE').value).toBe(456116.6);
    expect(tree.get('REVENUE.ARPU')).toMatchObject({ value: null, absence: 'NO_BASELINE' });
    expect(tree.get('REVENUE.ARPU.DATA_ARPU.DOU')).toMatchObject({ value: null, absence: 'NOT_PROVIDED' });
  });

  test('subscribers: closing and gross adds are known, what needs the month before is not', async () => {
    const tree = await nodes('SUBSCRIBERS');
    expect(tree.get('SUBSCRIBERS').value).toBe(7043 - 1869);
    expect(tree.get('SUBSCRIBERS.LEAVERS')).toMatchObject({ value: null, absence: 'NO_BASELINE' });
  });

  test('a dimension that it lacks is refused with its column', async () => {
    const answer = await gateway.ask('{ indicator(measure: REVENUE) { drill(by: CITY) { code } } }');
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'NOT_PROVIDED' }, message: expect.stringContaining('city') });
  });

  test('coverage names what is missing and what it costs', async () => {
    const { data: answer } = await gateway.ask('{ catalogue { coverage { mart column provided neededBy } } }');
    const column = answer.catalogue.coverage.find((c: Data) => c.mart === 'number_month' && c.column === 'data_gb');
    expect(column).toMatchObject({ provided: false, neededBy: expect.arrayContaining(['DOU', 'DATA_VOLUME']) });
  });
});
