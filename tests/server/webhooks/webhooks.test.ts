// A gateway of two processes, and who is told by it in a third, which is killed and comes back: ten seconds.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newKey } from '../../../src/security/keys.js';
import { martlet, startMartlet, urlOf } from '../../support/command.js';
import { bundled } from '../../support/compiled.js';
import { anySize, ownHome } from '../../support/demo.js';
import { secretPart } from '../../support/key.js';

const keys = {
  crm: newKey('crm', ['crm'], []),
  muhe: newKey('muhe', ['city'], ['MUHE']),
  maker: newKey('li.wei', ['crm'], []),
  approver: newKey('wang.fang', ['crm'], []),
};
const roles = {
  crm: { tiers: [3, 4], cities: 'all' },
  city: { tiers: [4], cities: 'own', scenes: ['COUNTER'], acts: ['APPROVE_LISTS'] },
};
const hub = '/tmf-api/recommendationManagement/v4/hub';
const dir = mkdtempSync(join(tmpdir(), 'martlet-webhooks-'));
let settings: Record<string, string>;
let child: ChildProcess;
let url: string;
let log = '';
let port: number;
const receivers: ChildProcess[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: found } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return found;
}

beforeAll(async () => {
  const { home } = await ownHome(anySize);
  port = await freePort();
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: Object.values(keys).map(({ entry }) => entry) }));
  settings = {
    MARTLET_HOME: home,
    MARTLET_POLICIES: join(dir, 'policies.yaml'),
    MARTLET_WEBHOOKS: `http://127.0.0.1:${port}`,
    PORT: '0',
  };
  const started = await startMartlet(['serve', '--log', 'debug'], settings);
  for (const stream of ['stdout', 'stderr'] as const)
    started[stream].on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  child = started;
  url = await urlOf(started);
});
afterAll(() => {
  for (const each of [child, ...receivers]) each?.kill('SIGKILL');
  rmSync(dir, { recursive: true });
});

const send = (path: string, key: typeof keys.crm, body: object | null, method = 'POST') =>
  fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key.secret}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
type Json = any;
const ask = async (query: string, variables: object, key = keys.maker): Promise<Json> => {
  const answer = (await (await send('/graphql', key, { query, variables })).json()) as Json;
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const subscribe = async (key: typeof keys.crm, path: string, query?: string) => {
  const response = await send(hub, key, { callback: `http://127.0.0.1:${port}${path}`, ...(query && { query }) });
  return { status: response.status, body: (await response.json()) as Json };
};
async function receive(secret: string, file: string, dieAt = 0, at = port) {
  const receiver = spawn(process.execPath, [
    await bundled('tests/server/webhooks/receiver-child.ts'),
    `${at}`,
    secret,
    file,
    `${dieAt}`,
  ]);
  receivers.push(receiver);
  let said = '';
  receiver.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const gone = new Promise((resolve) => receiver.once('exit', resolve));
  await expect.poll(() => said).toContain('listening');
  return { gone, said: () => said, end: () => receiver.kill('SIGKILL') };
}
const taken = (file: string): readonly Json[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

const record = `mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id offer { code } } }`;
let told = 0;
const outcome = (number: string, offer: string, outcome = 'REFUSED') =>
  ask(record, { input: { idempotencyKey: `k${told++}`, number, offer, scene: 'COUNTER', outcome } });

describe('who asked to be told', () => {
  const file = join(dir, 'taken.ndjson');
  let numbers: readonly { numberId: string; city: string }[];
  let offer: string;
  let secret: string;
  let id: string;

  test('has a secret, once for one callback; others than those that are listed are not called', async () => {
    const first = await subscribe(keys.crm, '/crm?token=hidden');
    expect(first).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
    ({ id, secret } = first.body);
    expect(await subscribe(keys.crm, '/crm?token=hidden')).toEqual({ status: 200, body: first.body });
    expect(await subscribe(keys.crm, '/crm?token=hidden', 'eventType=order.made')).toMatchObject({ status: 409 });
    for (const callback of [`http://localhost:${port}/`, 'http://169.254.169.254/', `http://u:p@127.0.0.1:${port}/`, 'no']) {
      const response = await send(hub, keys.crm, { callback });
      expect([callback, response.status]).toEqual([callback, 400]);
    }
    expect((await subscribe(keys.crm, '/x', 'eventType=order.mad')).body.message).toContain('order.made');
  });

  test('takes each event once, of a list and of a number in their order, though it is killed and comes back', async () => {
    const page = await ask(
      `{ offers { code scenes } numbers(first: 20) { nodes { numberId city } }
        ofMuhe: numbers(first: 5, where: { city: { eq: "MUHE" } }) { nodes { numberId city } } }`,
      {},
    );
    numbers = [...page.numbers.nodes.filter(({ city }: Json) => city !== 'MUHE'), ...page.ofMuhe.nodes];
    offer = page.offers.find(({ scenes }: Json) => scenes.includes('COUNTER')).code;
    // It dies with the third event written down and not said, and later once more.
    const first = await receive(secret, file, 3);
    for (const { numberId } of numbers.slice(0, 4)) await outcome(numberId, offer);
    await first.gone;
    const input = { name: 'A list', purpose: 'to be told of', scene: 'COUNTER', everybody: true, holdOut: 0.1 };
    const { createTargetList: list } = await ask(
      'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id } }',
      { input },
    );
    await ask('mutation ($id: ID!) { freezeTargetList(id: $id) { size } }', list);
    await ask('mutation ($id: ID!) { approveTargetList(id: $id) { status } }', list, keys.approver);
    const number = numbers[5]!.numberId;
    for (const each of ['REFUSED', 'REACHED', 'ACCEPTED']) await outcome(number, offer, each);
    const again = await receive(secret, file);
    await expect.poll(() => taken(file).length).toBe(4 + 2 + 4);
    expect(again.said()).toContain('again');
    expect(again.said()).not.toContain('refused');
    again.end();
    const events = taken(file);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    const of = (subject: string) => events.filter((event) => event.subject === subject);
    expect(of(list.id).map(({ type }) => type)).toEqual(['list.frozen', 'list.approved']);
    const own = of(number).map(({ type, data }) => [type, data.outcome]);
    expect(own).toEqual([
      ['outcome.recorded', 'REFUSED'],
      ['outcome.recorded', 'REACHED'],
      ['outcome.recorded', 'ACCEPTED'],
      ['order.made', undefined],
    ]);
    const sequence = of(number).map((event) => event.sequence);
    expect(sequence).toEqual([...new Set(sequence)].sort());
  });

  test('is told again what it asks for, under the ids that it had', async () => {
    const before = taken(file);
    const receiver = await receive(secret, file);
    const said = await martlet(['webhooks', 'replay', id, '--since', '2026-01-01T00:00:00+08:00'], settings);
    expect(said).toMatchObject({
      status: 0,
      stdout: `${before.length} event(s) will be told again, each under the id that it had.\n`,
    });
    await expect.poll(() => receiver.said().split('again ').length - 1).toBe(before.length);
    expect(taken(file)).toEqual(before);
    receiver.end();
  });

  test('is told of what its key may see', async () => {
    const own = join(dir, 'muhe.ndjson');
    const { body } = await subscribe(keys.muhe, '/muhe', 'eventType=outcome.recorded,list.frozen,generation.published');
    const receiver = await receive(body.secret, own);
    for (const { numberId } of numbers.slice(10)) await outcome(numberId, offer);
    const ofMuhe = numbers.slice(10).filter(({ city }) => city === 'MUHE');
    expect([ofMuhe.length, numbers.length > 15]).toEqual([5, true]);
    await expect.poll(() => taken(own).length).toBe(ofMuhe.length);
    const state = async () =>
      JSON.parse((await martlet(['webhooks', 'list', '--json'], settings)).stdout).find((each: Json) => each.id === body.id);
    await expect.poll(async () => (await state()).waiting).toBe(0);
    expect(
      taken(own)
        .map(({ data }) => data.number)
        .sort(),
    ).toEqual(ofMuhe.map(({ numberId }) => numberId).sort());
    // Its key is taken away: once both processes have seen that, what comes is not told.
    const { muhe: _, ...others } = keys;
    writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: Object.values(others).map(({ entry }) => entry) }));
    const told = async () => {
      await outcome(ofMuhe[0]!.numberId, offer);
      return state();
    };
    await expect.poll(told, { interval: 500 }).toMatchObject({ fault: 'the policies do not know its key' });
    const before = taken(own);
    const { waiting } = await state();
    expect(await told()).toMatchObject({ waiting: waiting + 1 });
    expect(taken(own)).toEqual(before);
    receiver.end();
  });

  test('is told nothing any more once it ended that; its secret and what its callback says beside the path are nobody else’s', async () => {
    expect((await send(`${hub}/${id}`, keys.maker, null, 'DELETE')).status).toBe(404);
    const { stdout } = await martlet(['webhooks', 'list'], settings);
    expect(stdout).toContain(`http://127.0.0.1:${port}/crm`);
    expect((await martlet(['webhooks', 'secret', id], settings)).stdout).toBe(`${secret}\n`);
    expect((await send(`${hub}/${id}`, keys.crm, null, 'DELETE')).status).toBe(204);
    expect((await send(`${hub}/${id}`, keys.crm, null, 'DELETE')).status).toBe(404);
    expect((await martlet(['webhooks', 'replay', id], settings)).stderr).toContain('Expected the id of a webhook');
    for (const word of ['hidden', secret, secret.slice(6), secretPart(keys.crm.secret)]) {
      expect(log).not.toContain(word);
      expect(stdout).not.toContain(word);
    }
    expect(log).toContain('"msg"');
  });
});
