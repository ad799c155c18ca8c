import { randomUUID } from 'node:crypto';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startGateway, steady } from './http.js';
import { operatorOf } from './operator.js';

// npm run bench:arrivals [-- rate seconds numbers]: from an event told to the gateway until who stands there has card and decision, at a steady rate over
// ten shops with a clerk each; alone, and beside a source that floods the gateway as fast as it is answered.

const [rate = '50', seconds = '30', numbers = '100000'] = process.argv.slice(2);
const { settings, sample } = await operatorOf(numbers, '15');
const gateway = await startGateway(settings, [1, 2, 3, 4]);
const { url, authorization } = gateway;

const query = `subscription ($channel: ID!) { arrivals(channel: $channel) { at
  card { plan { code name(locale: ZH) } arrears { amount } lastContacts { outcome } }
  decision { id shown { rank offer { code name(locale: ZH) } pitch(locale: ZH) reason(locale: ZH) } } } }`;
/** Who waits to be told of an event, by its time, which no other has. */
const waiting = new Map<string, () => void>();
const shops = Array.from({ length: 10 }, (_, at) => `SHOP${at}`);
const clients: Client[] = shops.map((channel) => {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
  });
  client.subscribe<{ arrivals: { at: string } }>(
    { query, variables: { channel } },
    { next: ({ data }) => waiting.get(data?.arrivals.at ?? '')?.(), error: console.error, complete: () => {} },
  );
  return client;
});

const begun = Date.now();
const tell = async (source: string, time: string, number: string, channel: string): Promise<number> => {
  const event = { specversion: '1.0', id: randomUUID(), source, type: 'customer.arrived', time, data: { number, channel } };
  const headers = { authorization, 'content-type': 'application/cloudevents+json' };
  return (await fetch(`${url}/events`, { method: 'POST', headers, body: JSON.stringify(event) })).status;
};
let count = 0;
const arrive = async (at: number): Promise<void> => {
  const time = new Date(begun - count++).toISOString();
  const seen = new Promise<void>((resolve) => waiting.set(time, resolve));
  const status = await tell('/shops', time, String(sample[at % sample.length]!.id), shops[at % shops.length]!);
  if (status !== 202) throw new Error(`an event was answered ${status}`);
  await seen;
};

await new Promise((done) => setTimeout(done, 2000));
await steady('arrival to the clerk’s screen, while it warms up', 20, 10, arrive);
await steady('arrival to the clerk’s screen', Number(rate), Number(seconds), arrive, 1000);
let [isFlooded, flood] = [true, 0];
const flooding = Array.from({ length: 20 }, async () => {
  while (isFlooded) {
    await tell('/flood', new Date(0).toISOString(), String(sample[0]!.id), 'NOWHERE');
    flood++;
  }
});
await steady('arrival to the clerk’s screen, beside a flood of another source', Number(rate), Number(seconds), arrive, 1000);
isFlooded = false;
await Promise.all(flooding);
console.log(`  ${Math.round(flood / Number(seconds))} events/s of the flood`);
for (const client of clients) await client.dispose();
await gateway.stop();
