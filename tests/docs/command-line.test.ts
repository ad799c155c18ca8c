import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocks, dualDrop, type Listening, listen, run } from './support.js';

const tools = ['bash', 'curl', 'jq', 'sha256sum'];
const hasTools = tools.every((tool) => spawnSync(tool, ['--version']).status === 0);

describe.skipIf(!hasTools)(`the guide's lines for a shell (needs ${tools.join(', ')})`, () => {
  let gateway: Listening;
  beforeAll(async () => {
    gateway = await listen();
  });
  afterAll(() => gateway.close());
  const [fetch, check] = blocks('bash').slice(-2);
  const shell = (lines: readonly unknown[]) =>
    run('bash', ['-eu'], { env: gateway.environment, cwd: gateway.dir, input: lines.join('\n') });

  test('walk the pages, and fetch the file, also after it was broken off', async () => {
    const { status, stdout, stderr } = await shell([...blocks('bash'), 'truncate -s 1000 dual-drop.parquet', fetch, check]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('dual-drop.parquet: OK\ndual-drop.parquet: OK\n');
    const rows = readFileSync(join(gateway.dir, 'numbers.ndjson'), 'utf8').trim().split('\n');
    expect(new Set(rows.map((row) => JSON.parse(row).numberId)).size).toBe((await dualDrop(gateway)).value);
  });

  test('ask for a board by its hash, and take what is the same once', async () => {
    const lines = blocks('bash', readFileSync('docs/bi.md', 'utf8'));
    const { status, stdout, stderr } = await shell(lines);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '200\n304\n', stderr: '' });
    const { data } = JSON.parse(readFileSync(join(gateway.dir, 'board.json'), 'utf8'));
    expect(data.indicator.value).toBeGreaterThan(0);
  });

  test('tell a file that is not the one', async () => {
    const { status, stdout } = await shell(['echo other > dual-drop.parquet', `job='{ "sha256": "${'0'.repeat(64)}" }'`, check]);
    expect([status, stdout]).toEqual([1, 'dual-drop.parquet: FAILED\n']);
  });
});
