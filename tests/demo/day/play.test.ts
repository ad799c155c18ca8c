import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playDay } from '../../../src/demo/day/play.js';
import { builtCommand } from '../../support/compiled.js';

test('a small day is played, and every check of it holds', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'martlet-day-'));
  const lines: string[] = [];
  const size = { numbers: 10_000, months: 8, agents: 4, clerks: 2, batch: 4 };
  try {
    const cli = [await builtCommand()];
    const faults = await playDay({ dir, cli, ...size, print: (line) => lines.push(line) });
    expect(faults).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  // Every scene was played: what was not cannot have failed.
  const checks = lines.filter((line) => line.startsWith('  ✓'));
  expect(checks).toHaveLength(50);
});
