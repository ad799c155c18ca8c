/**
 * Times the demo generator and prints its magnitudes: `node --import tsx tests/demo/measure.ts <numbers> <months> [memory_limit] [dir]`.
 * With a folder the marts are kept in it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemo } from '../../src/demo/demo.js';
import { openEngine } from './support.js';

const [numbers = '100000', months = '15', memory = '4GB', keep] = process.argv.slice(2);
const temporary = await mkdtemp(join(tmpdir(), 'martlet-measure-'));
const engine = await openEngine(temporary, { memory_limit: memory });
const started = Date.now();
const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
const onProgress = (done: number, total: number, label: string) => console.log(`${seconds()} s  ${done}/${total} ${label}`);
const made = await makeDemo(
  { dir: keep ?? join(temporary, 'warehouse'), numbers: Number(numbers), months: Number(months), seed: 1, onProgress },
  engine.execute,
);
console.log(
  `${seconds()} s, ${made.rows} rows, ${(made.bytes / 2 ** 20).toFixed(0)} MiB, peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
);
engine.close();
await rm(temporary, { recursive: true });
