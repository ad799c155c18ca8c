import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { watchFolders } from '../../src/cli/watch.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-watch-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('at once, and then once for each change: a file that comes, is written, goes', async () => {
  mkdirSync(join(dir, 'a'));
  writeFileSync(join(dir, 'a', 'plan.sql'), 'SELECT 1');
  const ending = new AbortController();
  const changes = watchFolders([dir, join(dir, 'absent')], ending.signal);
  const next = async () => (await changes.next()).done;
  expect(await next()).toBe(false);
  for (const change of [
    () => writeFileSync(join(dir, 'a', 'plan.sql'), 'SELECT 12'),
    () => writeFileSync(join(dir, 'city.sql'), 'SELECT 1'),
    () => rmSync(join(dir, 'city.sql')),
  ]) {
    let told = false;
    const changed = next().then((done) => {
      told = !done;
    });
    // Nothing is told before anything has changed.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toBe(false);
    change();
    await changed;
    expect(told).toBe(true);
  }
  const last = next();
  ending.abort();
  expect(await last).toBe(true);
});
