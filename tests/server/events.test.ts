// A gateway of two processes, and two of one ledger, where customers arrive: ten seconds.
import { type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudEvent, HTTP } from 'cloudevents';
import { type Client, createClient } from 'graphql-ws';
import { Client as Database } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { newKey } from '../../src/security/keys.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { startMartlet, urlOf } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';

const keys = {
  shop: newKey('shop', ['event_source'], []),
  other: newKey('other', ['event_source'], []),
  clerk: newKey('clerk', ['clerk'], []),
  muhe: newKey('muhe', ['city_clerk'], ['MUHE']),
};
const withChannels = { ...keys.clerk.entry, channels: ['SHOP1', 'SHOP2'] };
const roles = {
  event_source: { like: 'event_source' },
  clerk: { like: 'clerk' },
  city_clerk: { tiers: [4], cities: 'own', scenes: ['COUNTER'], arrivals: 'all' },
};
interface Customer {
  readonly id: string;
  readonly msisdn: string;
}
const clients: Client[] = [];
const children: ChildProcess[] = [];
let log = '';
let url: string;
/** Numbers of Muhe and of elsewhere, with their phone numbers. */
let muhe: Customer;
let elsewhere: Customer;

async function serve(more: Record<string, string> = {}): Promise<string> {
  const { home: own, id } = await ownHome(anySize);
  const entries = Object.values({ ...keys, clerk: { entry: withChannels } }).map(({ entry }) => entry);
  writeFileSync(join(own, 'policies.yaml'), stringify({ roles, keys: entries }));
  if (!muhe) {
    const builder = await openBuilder();
    await builder.execute(`attach '${generationDir(own, id)}/serving.duckdb' as serving (read_only)`);
    const rows = await builder.query(`select cast(number_id as varchar) as id, msisdn, city = 'MUHE' as here
      from serving.number_profile where on_books and msisdn is not null`);
    await builder.close();
    const customerOf = (here: boolean) => rows.find((row) => row.here === here) as unknown as Customer;
    [muhe, elsewhere] = [customerOf(true), customerOf(false)];
  }
  const settings = { MARTLET_HOME: own, MARTLET_POLICIES: join(own, 'policies.yaml'), PORT: '0', ...more };
  const child = await startMartlet(['serve', '--log', 'debug'], settings);
  children.push(child);
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  return urlOf(child);
}
beforeAll(async () => {
  url = await serve();
});
afterAll(async () => {
  for (const client of clients) await client.dispose();
  for (const child of children) child.kill('SIGKILL');
});

interface Said {
  readonly id?: string;
  readonly time?: string;
  readonly type?: string;
  readonly source?: string;
  readonly data?: object;
}
const event = ({ data, ...said }: Said = {}) =>
  new CloudEvent({
    id: randomUUID(),
    source: '/shops/1',
    type: 'customer.arrived',
    ...said,
    data: { number: elsewhere.id, channel: 'SHOP1', ...data },
  });
const tell = async (events: CloudEvent<object> | readonly CloudEvent<object>[] | string, key = keys.shop, at = url) => {
  const batched = Array.isArray(events);
  const { headers, body } =
    typeof events === 'string'
      ? { headers: { 'content-type': 'application/cloudevents+json' }, body: events }
      : batched
        ? { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify(events) }
        : HTTP.structured(events as CloudEvent<object>);
  const authorization = `Bearer ${key.secret}`;
  const init = { method: 'POST', headers: { ...(headers as object), authorization }, body: body as string };
  const response = await fetch(`${at}/events`, init);
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
};
const statuses = ({ body }: Awaited<ReturnType<typeof tell>>) => body.events.map(({ status }: { status: string }) => status);

const fields = 'id at type channel scene number card { number plan { code } } decision { id number shown { rank } }';
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
type Heard = { readonly arrivals: any[]; readonly errors: unknown[]; end(): void };
function listen(channel: string, key = keys.clerk, at = url): Heard {
  const client = createClient({
    url: `${at.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key.secret}` },
    retryAttempts: 0,
  });
  clients.push(client);
  const heard: { arrivals: unknown[]; errors: unknown[] } = { arrivals: [], errors: [] };
  const query = `subscription ($channel: ID!) { arrivals(channel: $channel) { ${fields} } }`;
  const end = client.subscribe<{ arrivals: unknown }>(
    { query, variables: { channel } },
    {
      next: ({ data, errors }) => {
        if (errors) heard.errors.push(...errors);
        else heard.arrivals.push(data!.arrivals);
      },
      error: (error) => void heard.errors.push(...[error].flat()),
      complete: () => {},
    },
  );
  return { ...(heard as Heard), end };
}
/** A subscription begins some time after it is asked for: until then somebody arrives who is looked for by nobody. */
async function heardBy(heard: Heard, at = url, data: object = {}): Promise<void> {
  await expect
    .poll(async () => {
      await tell(event({ data }), keys.shop, at);
      return heard.arrivals.length;
    })
    .toBeGreaterThan(0);
}

describe('events', () => {
  test('one or a batch is taken, once by source and id; too old or without a channel it is kept', async () => {
    const first = event({ id: 'e1' });
    expect(await tell(first)).toMatchObject({
      status: 202,
      body: { events: [{ source: '/shops/1', id: 'e1', status: 'ACCEPTED' }] },
    });
    const old = new Date(Date.now() - 16 * 60_000).toISOString();
    const told = [first, event({ time: old }), event({ data: { channel: undefined } }), event({ type: 'complaint.closed' })];
    const answer = await tell([...told, event({ data: { number: 'nobody' } }), event({ id: 'e1', source: '/shops/2' })]);
    expect(statuses(answer)).toEqual(['REPEATED', 'KEPT', 'KEPT', 'KEPT', 'ACCEPTED', 'ACCEPTED']);
    expect(statuses(await tell(first, keys.other))).toEqual(['ACCEPTED']);
  });

  test.each<readonly [string, string, RegExp]>([
    ['no JSON', '{', /./],
    ['no CloudEvent', '{"type":"customer.arrived"}', /specversion[\s\S]*id[\s\S]*source[\s\S]*data/],
    [
      'another type',
      JSON.stringify({ ...JSON.parse('{"specversion":"1.0","id":"x","source":"s","data":{"number":"1"}}'), type: 'x' }),
      /customer\.arrived/,
    ],
    ['nobody', '{"specversion":"1.0","id":"x","source":"s","type":"customer.arrived","data":{}}', /number or msisdn/],
    [
      'no phone number',
      '{"specversion":"1.0","id":"x","source":"s","type":"customer.arrived","data":{"msisdn":"secret"}}',
      /expected a phone number/,
    ],
  ])('%s is refused with what is wrong, which is not repeated', async (_, text, words) => {
    const { status, body } = await tell(text);
    expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.message).toMatch(words);
    expect(body.message).not.toContain('secret');
  });

  test('who is not granted it tells nothing, and more at once than are allowed are refused', async () => {
    expect((await tell(event(), keys.clerk)).status).toBe(403);
    const many = Array.from({ length: 101 }, () => event());
    expect((await tell(many)).body.message).toContain('at most 100 events');
  });
});

describe('who listens at a channel', () => {
  test('is told who arrives there, with a card and a decision, by number or phone number; of nowhere else and nobody else', async () => {
    const [clerk, other] = [listen('SHOP1'), listen('SHOP2')];
    await heardBy(clerk);
    await heardBy(other, url, { channel: 'SHOP2' });
    const id = randomUUID();
    await tell([event({ data: { number: undefined, msisdn: muhe.msisdn } }), event({ id: 'x', data: { channel: 'SHOP3' } })]);
    await expect.poll(() => clerk.arrivals.at(-1).number).toBe(muhe.id);
    expect(clerk.arrivals.at(-1)).toMatchObject({
      type: 'customer.arrived',
      channel: 'SHOP1',
      scene: 'COUNTER',
      card: { number: muhe.id },
      decision: { id: expect.any(String), number: muhe.id },
    });
    expect(other.arrivals.every(({ channel }) => channel === 'SHOP2')).toBe(true);
    // Repeated or too old, nobody is told of it.
    const count = clerk.arrivals.length;
    const last = event({ id });
    await tell([last, last, event({ time: '2026-01-01T00:00:00Z' })]);
    await expect.poll(() => clerk.arrivals.length).toBe(count + 1);
    expect([...clerk.errors, ...other.errors]).toEqual([]);
    clerk.end();
    other.end();
  });

  test('listens where his role lets him, and is told of numbers and scenes that are his', async () => {
    const [refused, narrow] = [listen('SHOP9'), listen('SHOP9', keys.muhe)];
    await expect.poll(() => refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await heardBy(narrow, url, { number: muhe.id, channel: 'SHOP9' });
    await tell([
      event({ data: { channel: 'SHOP9' } }),
      event({ type: 'app.opened', data: { number: muhe.id, channel: 'SHOP9' } }),
    ]);
    // Whoever came before is told before.
    const time = new Date().toISOString();
    await tell(event({ time, data: { number: muhe.id, channel: 'SHOP9' } }));
    await expect.poll(() => narrow.arrivals.at(-1).at).toBe(time);
    expect(new Set(narrow.arrivals.map(({ number, type }) => `${number} ${type}`))).toEqual(
      new Set([`${muhe.id} customer.arrived`]),
    );
  });

  test('no phone number is in the log', () => {
    expect(log).toContain('"msg"');
    expect(log).not.toContain(muhe.msisdn);
  });
});

const database = process.env.TEST_DATABASE_URL;
describe.skipIf(database === undefined)('of two gateways of one ledger', () => {
  const name = `martlet_test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string) => {
    const client = new Database(database);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  afterAll(() => administer(`drop database if exists ${name} with (force)`));

  test('one takes what the other tells on, and an event that both are told is one', async () => {
    await administer(`create database ${name}`);
    const own = new URL(database!);
    own.pathname = `/${name}`;
    const settings = { DATABASE_URL: own.href, MARTLET_PROCESSES: '1' };
    const [one, other] = [await serve(settings), await serve(settings)];
    const heard = listen('SHOP1', keys.clerk, other);
    await heardBy(heard, one);
    const twice = event({ data: { number: muhe.id } });
    const both = await Promise.all([tell(twice, keys.shop, one), tell(twice, keys.shop, other)]);
    expect(both.flatMap(statuses).sort()).toEqual(['ACCEPTED', 'REPEATED']);
    const time = new Date().toISOString();
    await tell(event({ time }), keys.shop, one);
    await expect.poll(() => heard.arrivals.at(-1).at).toBe(time);
    expect(heard.arrivals.filter(({ number }) => number === muhe.id)).toHaveLength(1);
  });
});
