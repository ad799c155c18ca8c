import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/faces/context.js';
import { appendAudit, listAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { findNumber } from '../../src/numbers/find.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const care = managerOf(['HAILAN'], { subject: 'zhao.min', tiers: [3], personal: 'clear', purposes: ['care'], purpose: 'care' });
const lines = () => listAudit(gateway.ledger, { limit: 100 });

test('L1: every look at clear personal data is in the audit: who, what for, which columns, how many', async () => {
  const before = (await lines()).length;
  const { data } = await gateway.ask(
    '{ numbers(first: 3) { nodes { id: numberId msisdn network { deviceId dataGb } history(months: 2) { customerId } } } }',
    {},
    care,
  );
  const added = (await lines()).slice(before);
  expect(added).toHaveLength(2);
  expect(added[0]).toMatchObject({
    subject: 'zhao.min',
    purpose: 'care',
    action: 'numbers',
    decision: 'ALLOWED',
    rows: 3,
    generation: gateway.serving.manifest.id,
  });
  expect(JSON.parse(added[0]!.detail!)).toMatchObject({ columns: ['deviceId', 'msisdn'] });
  expect(JSON.parse(added[1]!.detail!)).toMatchObject({ columns: ['customerId'] });
  expect(await verifyAudit(gateway.ledger)).toMatchObject({ fault: null });
  const seen = data.numbers.nodes.map(({ msisdn }: { msisdn: string }) => msisdn);
  expect(seen).toHaveLength(3);
  for (const msisdn of seen) expect(JSON.stringify(await lines())).not.toContain(msisdn);
});

test('what is masked, not personal, or not there leaves no line', async () => {
  const before = (await lines()).length;
  await gateway.ask('{ numbers(first: 3) { nodes { id: numberId network { dataGb } } } }', {}, care);
  await gateway.ask('{ numbers(first: 3) { nodes { msisdn } } }', {}, { ...care, purpose: null });
  await gateway.ask('{ number(id: "-7") { msisdn } }', {}, care);
  expect((await lines()).length).toBe(before);
});

test('L1: nothing is shown in clear when the audit cannot be written', async () => {
  const home = mkdtempSync(join(tmpdir(), 'martlet-audit-'));
  const broken = await openLedger({ home, databaseUrl: null });
  await broken.close();
  const { serving, martlet } = gateway;
  const options = { serving, definitions: martlet.definitions, viewer: care, requestId: 'test', log: { error: () => {} } };
  const [row] = await gateway.sql(
    `select number_id from number_state where month = '2026-10' and city = 'HAILAN' order by number_id limit 1`,
  );
  const look = (context: ReturnType<typeof createContext>, fields: readonly string[]) =>
    findNumber({ id: String(row!.number_id) }, fields, context);
  const failing = createContext({ ...options, audit: (entry) => appendAudit(broken, entry) });
  await expect(look(failing, ['msisdn'])).rejects.toThrow();
  await expect(look(createContext(options), ['msisdn'])).rejects.toThrow(/only where an audit is kept/);
  expect(await look(createContext(options), ['dataGb'])).toMatchObject({ numberId: String(row!.number_id) });
  rmSync(home, { recursive: true, force: true });
});
