import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { createServer } from '../../../src/server/server.js';
import { ownHome } from '../../support/demo.js';
import type { Data } from '../../support/gateway.js';
import { beyond, withinJust } from '../../support/hostile-documents.js';
import { patient } from '../../support/patient.js';

let app: FastifyInstance;
beforeAll(async () => {
  const { home, id } = await ownHome();
  app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home }, {})), id, { logLevel: 'silent' });
});
afterAll(() => app.close());

/** `variables`: as JSON text, since what writes it is recursive as well. */
type Door = (query: string, variables?: string) => Promise<Data>;

const asJson = (request: object, variables = '{}'): string =>
  JSON.stringify({ ...request, variables: 0 }).replace(/0}$/, `${variables}}`);

const byPost: Door = async (query, variables) => {
  const headers = { 'content-type': 'application/json' };
  const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: asJson({ query }, variables) });
  expect(response.statusCode).toBeLessThan(500);
  return response.json().errors?.[0];
};

const byWebSocket: Door = async (query, variables) => {
  const socket = await app.injectWS('/graphql', {
    headers: { host: 'localhost', 'sec-websocket-protocol': 'graphql-transport-ws' },
  });
  try {
    return await new Promise((resolve) => {
      socket.on('message', (data: Buffer) => {
        const { type, payload } = JSON.parse(data.toString());
        if (type === 'connection_ack') socket.send(`{"id":"1","type":"subscribe","payload":${asJson({ query }, variables)}}`);
        else resolve(type === 'error' ? payload[0] : payload.errors?.[0]);
      });
      socket.send('{"type":"connection_init"}');
    });
  } finally {
    socket.terminate();
  }
};

const subscribed = 'subscription ($id: ID!) { exportProgress(id: $id) { status } }';
const asked = 'query ($where: SliceFilter) { indicator(measure: REVENUE, where: $where) { value } }';
const around = (depth: number): string => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;

describe.each([
  ['POST', byPost],
  ['WebSocket', byWebSocket],
])('Q5, Q8: by %s', (_, door) => {
  test.each(Object.entries(beyond))('%s: refused before it is looked at', async (_name, [document, told]) => {
    const { message, extensions } = await door(document);
    expect(message).toMatch(told);
    expect(extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_PARSE_FAILED)$/);
  });
});

describe('Q8: variables', () => {
  test.each([
    ['41 deep', around(41), /40 levels of variables/],
    ['5,000 deep', around(5000), /40 levels of variables/],
    ['of 3,000 objects', `{"and":[${Array(3000).fill('{}').join()}]}`, /2,?100 objects/],
  ])('%s are refused', async (_name, where, told) => {
    const { message, extensions } = await byPost(asked, `{"where":${where}}`);
    expect(message).toMatch(told);
    expect(extensions.code).toBe('BAD_USER_INPUT');
  });

  test('of a subscription too', async () => {
    const { message, extensions } = await byWebSocket(subscribed, `{"id":${around(5000)}}`);
    expect(message).toMatch(/40 levels of variables/);
    expect(extensions.code).toBe('BAD_USER_INPUT');
  });
});

test('Q8: a fault that stays within the bounds is told as before, and a document of no fault is answered', async () => {
  for (const document of Object.values(withinJust)) {
    const problem = await byPost(document);
    expect(problem?.extensions.code ?? 'none').toMatch(
      /^(none|OPERATION_RESOLUTION_FAILURE|BAD_USER_INPUT|UNKNOWN_NAME|GRAPHQL_PARSE_FAILED|TOO_COSTLY)$/,
    );
    expect(problem?.message ?? '').not.toMatch(/^Expected at most/);
  }
  expect((await byPost('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }')).message).toMatch(/within itself/);
});
