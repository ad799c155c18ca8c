// A server of its own and a collector, which must listen: four seconds.
import { createServer as createHttpServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { anySize, type Demo, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

let demo: Demo;
let collector: Server;
let address: string;
const bodies: string[] = [];
beforeAll(async () => {
  demo = await ownHome(anySize);
  collector = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(collector.address() as { port: number }).port}/v1/traces`;
});
afterAll(() => collector?.close());

const phone = '13812345678';
const traceId = '0af7651916cd43dd8448eb211c80319c';

async function served(traces: string): Promise<number[]> {
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: demo.home, MARTLET_TRACES: traces }, {}));
  const app = await createServer(martlet, demo.id, { logLevel: 'silent' });
  const ask = (query: string, headers = {}) =>
    app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', ...headers },
      payload: { query },
    });
  const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
  const answers = [
    await ask('{ indicator(measure: REVENUE) { value } }', { traceparent }),
    await ask(`query Of${phone} { f${phone}: indicator(measure: REVENUE, where: { plan: { eq: "${phone}" } }) { value } }`),
    await ask(`query Q { number(msisdn: "${phone}") { id } }`),
    await ask(`{ f${phone} }`),
    await app.inject({ url: `/reports/${phone}.csv` }),
    await app.inject({ url: `/${phone}` }),
  ];
  await app.close();
  return answers.map(({ statusCode }) => statusCode);
}

test('S3 a request and its statements are one trace, which goes on its caller’s; nothing that a client wrote is in any', async () => {
  await served(address);
  const sent = bodies.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Sent[] }[] }) =>
      scopeSpans.flatMap(({ spans }) => spans),
    ),
  ) as Sent[];
  const own = sent.filter((span) => span.traceId === traceId);
  const root = own.find(({ name }) => name === 'POST /graphql')!;
  expect(root.parentSpanId).toBe('b7ad6b7169203331');
  const attribute = ({ attributes }: Sent, name: string) =>
    Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
  expect(attribute(root, 'martlet.generation')).toBe(demo.id);
  expect([attribute(root, 'martlet.field'), `${attribute(root, 'http.response.status_code')}`]).toEqual(['indicator', '200']);
  const statements = own.filter((span) => span !== root);
  expect(statements.length).toBeGreaterThan(0);
  for (const span of statements)
    expect([span.parentSpanId, attribute(span, 'martlet.lane')]).toEqual([root.spanId, 'dashboards']);
  expect(JSON.stringify(statements)).toContain('serving.rollup_whole');
  expect(sent.filter(({ name }) => name === 'POST /graphql')).toHaveLength(4);
  expect(bodies.join('')).not.toContain(phone);
});

test('a collector that is away changes no answer', async () => {
  const away = address.replace(/:\d+\//, ':9/');
  expect(await served(away)).toEqual(await served(address));
});
