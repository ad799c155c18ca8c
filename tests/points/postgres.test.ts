import { randomUUID } from 'node:crypto';
import { test } from 'vitest';
import { openPostgresPoints } from './postgres.js';
import { pointStoreContract } from './store.contract.js';

const url = process.env.TEST_DATABASE_URL;

if (url === undefined) {
  test.skip('PostgreSQL: set TEST_DATABASE_URL to a server where databases may be made, as .ci/run does', () => {});
} else {
  pointStoreContract(() => openPostgresPoints(url, `points_${randomUUID().replaceAll('-', '')}`));
}
