import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startMartlet } from '../support/command.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-check-watch-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('check --watch tells what is wrong, and again when the mapping has been mended', async () => {
  const mapping = join(dir, 'mine', 'number_month.sql');
  cpSync('sql/warehouses/ibm-telco', join(dir, 'mine'), { recursive: true });
  rmSync(join(dir, 'mine', 'plan.sql'));
  const select = (status: string): string =>
    `SELECT '2026-09' AS month, 'A' AS number_id, DATE '2026-01-01' AS joined_on, '${status}' AS status`;
  writeFileSync(mapping, select('GONE'));
  const child = await startMartlet(['check', '--watch', '--warehouse', join(dir, 'mine'), '--home', join(dir, 'home')]);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  await expect.poll(() => said).toMatch(/REFUSED: 1 error[\s\S]*unknown-code[\s\S]*waiting for a change/);
  said = '';
  writeFileSync(mapping, 'SELECT FROM');
  await expect.poll(() => said).toMatch(/REFUSED[\s\S]*waiting for a change/);
  said = '';
  writeFileSync(mapping, select('ACTIVE'));
  await expect.poll(() => said).toMatch(/ACCEPTED: 0 errors[\s\S]*waiting for a change/);
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('close', resolve));
});
