import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { HandMade, newFolder, optionsFor } from '../marts/support.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let folder: string;
let gateway: Gateway;
beforeAll(async () => {
  folder = newFolder();
  const made = new HandMade(join(folder, 'warehouse'));
  await made.add(
    'number_month',
    '2026-10',
    'number_id, joined_on, status, complaints, satisfaction',
    `(1, DATE '2020-01-01', 'ACTIVE', 2, 3)`,
  );
  await buildGeneration(optionsFor(join(folder, 'home'), made.dir));
  gateway = await openGateway(join(folder, 'home'));
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

test('a warehouse with hardly a column: every offer is there and says what it cannot be made without', async () => {
  const { data, errors } = await gateway.ask(
    '{ offers { code missing unchecked zh: unchecked(locale: ZH) } catalogue { coverage { mart column provided neededBy } } }',
  );
  expect(errors).toEqual([]);
  const missing = new Map<string, string[]>(data.offers.map((offer: Data) => [offer.code, offer.missing]));
  expect(missing.size).toBe(27);
  expect(missing.get('SLEEPING_RETURN')).toEqual(['number_month.last_paid_use_on', 'number_month.revenue']);
  expect(missing.get('SERVICE_UPGRADE')).toEqual(['number_month.arrears', 'number_month.leave_reason']);
  // What the one that lives is for is there; what it cannot look at is said.
  expect([...missing].filter(([, columns]) => columns.length === 0).map(([code]) => code)).toEqual(['REFERRAL']);
  expect(data.offers.find(({ code }: Data) => code === 'REFERRAL')).toMatchObject({
    unchecked: ['without arrears'],
    zh: ['无欠费'],
  });
  const arrears = data.catalogue.coverage.find(({ column }: Data) => column === 'arrears');
  expect(arrears).toMatchObject({ provided: false, neededBy: expect.arrayContaining(['ARREARS_SETTLEMENT', 'SERVICE_UPGRADE']) });
});

test('what an offer cannot be made without it is not made without, for nobody in particular either', async () => {
  for (const personalised of [true, false]) {
    const { data, errors } = await gateway.ask(
      `{ recommendations(number: 1, scene: COUNTER, limit: 20, personalised: ${personalised}) { considered { offer { code missing } stoppedAt why } } }`,
    );
    expect(errors).toEqual([]);
    const lacking = data.recommendations.considered.filter(({ offer }: Data) => offer.missing.length > 0);
    expect(lacking.length).toBeGreaterThan(5);
    expect(new Set(lacking.map(({ why }: Data) => why))).toEqual(new Set(['NOT_PROVIDED']));
  }
});

test('a card without them: what is not told is null, with its reason', async () => {
  const { data, errors } = await gateway.ask(
    '{ card(number: 1, scene: COUNTER) { plan { code } contractEndOn arrears { amount } openComplaint lastContacts { id } refused { on } ordered { on } absent { part reason } } }',
  );
  expect(errors).toEqual([]);
  const nothing = { plan: null, contractEndOn: null, arrears: null, lastContacts: [], refused: [], ordered: [] };
  const absent = ['plan', 'contractEndOn', 'arrears'].map((part) => ({ part, reason: 'NOT_PROVIDED' }));
  expect(data.card).toEqual({ ...nothing, openComplaint: true, absent });
});
