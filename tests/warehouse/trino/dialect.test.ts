import { test } from 'vitest';
import { trinoDialect } from '../../../src/warehouse/trino/dialect.js';
import { openTrino } from '../../../src/warehouse/trino.js';
import { dialectContract } from '../dialect.contract.js';

const url = process.env.TEST_TRINO_URL;

if (url === undefined) test.skip('Trino: set TEST_TRINO_URL, as tests/warehouse/trino.test.ts says', () => {});
else dialectContract('Trino', async () => openTrino({ url, user: 'test' }), trinoDialect);
