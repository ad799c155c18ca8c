import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playDay } from './play.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-day-'));
const cli = [join(import.meta.dirname, 'main.cjs')];
const size = { numbers: 10_000, months: 8, agents: 20, clerks: 5, batch: 4 };
const started = Date.now();

const faults = await playDay({ dir, cli, ...size, print: (line) => console.log(line) });
const seconds = Math.round((Date.now() - started) / 1000);
if (faults.length === 0) {
  console.log(`\nAll ✓ in ${seconds} s.`);
  rmSync(dir, { recursive: true });
} else {
  console.log(`\n${faults.length} × ✗ in ${seconds} s. What was left is in ${dir}.`);
  process.exitCode = 1;
}
