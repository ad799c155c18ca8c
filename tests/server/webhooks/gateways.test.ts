import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { createServer } from '../../../src/server/server.js';
import { anySize, ownHome } from '../../support/demo.js';
import { patient } from '../../support/patient.js';

const url = process.env.TEST_DATABASE_URL;
const name = `martlet_test_${randomUUID().replaceAll('-', '')}`;
async function administer(statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

describe.skipIf(url === undefined)('two gateways of one ledger', () => {
  const gateways: FastifyInstance[] = [];
  let receiver: Server | undefined;
  afterAll(async () => {
    for (const each of gateways) await each.close();
    receiver?.close();
    await administer(`drop database if exists ${name} with (force)`);
  });

  test('tell each event by one of them, in the order of its subject', async () => {
    await administer(`create database ${name}`);
    const told: { id: string; subject: string; sequence: string }[] = [];
    receiver = createHttpServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        told.push(JSON.parse(body));
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => receiver!.once('listening', resolve));
    const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const database = new URL(url!);
    database.pathname = `/${name}`;
    for (const _ of ['one', 'other']) {
      const { home, id } = await ownHome(anySize);
      const settings = { MARTLET_HOME: home, MARTLET_WEBHOOKS: origin, DATABASE_URL: database.href };
      gateways.push(await createServer(createMartlet(loadConfig({ ...patient, ...settings }, {})), id, { logLevel: 'silent' }));
    }
    const [one] = gateways as [FastifyInstance];
    const hub = '/tmf-api/recommendationManagement/v4/hub';
    const asked = { callback: `${origin}/`, query: 'eventType=outcome.recorded' };
    expect((await one.inject({ method: 'POST', url: hub, payload: asked })).statusCode).toBe(201);
    const query = 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }';
    const numbers = (
      await one.inject({ method: 'POST', url: '/graphql', payload: { query: '{ numbers(first: 8) { nodes { numberId } } }' } })
    )
      .json()
      .data.numbers.nodes.map(({ numberId }: { numberId: string }) => numberId);
    const record = (at: number) => {
      const common = { offer: 'DATA_UPGRADE', scene: 'COUNTER', outcome: 'REFUSED', idempotencyKey: `k${at}` };
      const payload = { query, variables: { input: { ...common, number: numbers[at % numbers.length] } } };
      return gateways[at % 2]!.inject({ method: 'POST', url: '/graphql', payload });
    };
    const count = 48;
    for (let from = 0; from < count; from += 8)
      for (const answer of await Promise.all(Array.from({ length: 8 }, (_, at) => record(from + at))))
        expect(answer.json().errors).toBeUndefined();
    await expect.poll(() => told.length).toBe(count);
    expect(new Set(told.map(({ id }) => id)).size).toBe(count);
    for (const number of numbers) {
      const own = told.filter(({ subject }) => subject === number).map(({ sequence }) => sequence);
      expect(own).toEqual([...own].sort());
    }
  });
});
