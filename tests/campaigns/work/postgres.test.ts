import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { test } from 'vitest';
import { openGateway } from '../../support/gateway.js';
import { claimContract } from './claim.contract.js';

const url = process.env.TEST_DATABASE_URL;

async function administer(statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

if (url === undefined) {
  test.skip('PostgreSQL: set TEST_DATABASE_URL to a server where databases may be made, as .ci/run does', () => {});
} else {
  claimContract(async () => {
    const name = `martlet_test_${randomUUID().replaceAll('-', '')}`;
    await administer(`create database ${name}`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    const gateway = await openGateway(undefined, own.href);
    return {
      ...gateway,
      close: async () => {
        await gateway.close();
        await administer(`drop database ${name} with (force)`);
      },
    };
  });
}
