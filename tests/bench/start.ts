import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFlags } from '../support/node-flags.js';
import { median, report } from './figures.js';
import { operatorOf } from './operator.js';

// npm run bench:start [-- numbers months]: how long somebody waits for the command: for help, for an answer without a server, for a gateway over a
// generation that is there, and for one that has first to make the demo operator and to build it (`npm start` in a fresh clone).

const [numbers = '100000', months = '15'] = process.argv.slice(2);
const { settings } = await operatorOf(numbers, months);
const fresh = mkdtempSync(join(tmpdir(), 'martlet-bench-'));

const seconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

function command(...args: string[]): void {
  execFileSync('node', ['dist/main.cjs', ...args], { env: { ...process.env, ...settings }, stdio: 'ignore' });
}

/** Until a gateway is ready. */
async function ready(own: Readonly<Record<string, string>>): Promise<void> {
  const env = { ...process.env, ...own, PORT: '4399' };
  const server = spawn('node', [...nodeFlags, 'dist/main.cjs', 'serve', '--log', 'silent'], { env, stdio: 'ignore' });
  process.once('exit', () => server.kill('SIGKILL'));
  const isReady = () =>
    fetch('http://127.0.0.1:4399/readyz').then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) await new Promise((done) => setTimeout(done, 20));
  server.kill('SIGKILL');
}

async function times(rounds: number, work: () => unknown): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push(await seconds(work));
  return median(all);
}

report({ name: 'martlet --help', value: await times(5, () => command('--help')), unit: 's', wanted: 0.3 });
const question = '{ indicator(measure: ARPU) { value } }';
command('query', question);
report({ name: 'martlet query', value: await times(5, () => command('query', question)), unit: 's', wanted: 1.5 });
report({ name: 'martlet serve, to ready', value: await times(3, () => ready(settings)), unit: 's', wanted: 2 });
const own = await seconds(() => ready({ MARTLET_HOME: fresh }));
report({ name: 'npm start in a fresh clone, to ready', value: own, unit: 's', wanted: 45 });
rmSync(fresh, { recursive: true });
