import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { openServing } from '../../src/figures/serving.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/policies.js';
import { loadSecret } from '../../src/security/secret.js';
import { currentGeneration } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { profile } from './numbers.js';

// npm run bench:profile [-- numbers months rate seconds]: one number's profile (boards, service, life cycle, value) over HTTP, asked for at a
// steady rate whatever the answers take, by a viewer who sees personal columns masked. Latency counts from when a request was due.

const [numbers = '100000', months = '15', rate = '200', seconds = '20'] = process.argv.slice(2);
const home = `.bench/${numbers}x${months}`;
const settings = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: numbers, MARTLET_DEMO_MONTHS: months };
const config = loadConfig(settings, {});
const martlet = createMartlet(config);
await martlet.ensureGeneration();
const id = (await currentGeneration(config.home))!;
const serving = await openServing({
  home: config.home,
  id,
  ...martlet.definitions,
  secret: loadSecret(config),
  memoryLimit: '1GB',
});
const sample = await serving.engine.run(
  statement('sample', 'select number_id, msisdn from serving.number_profile using sample reservoir(4000 rows) repeatable (7)'),
);
const query = `query ($id: ID, $msisdn: String) { number(id: $id, msisdn: $msisdn) { ${profile(serving)} } }`;
await serving.engine.close();

const folder = mkdtempSync(join(tmpdir(), 'martlet-profile-'));
const key = newKey('clerk', ['clerk'], []);
writeFileSync(join(folder, 'policies.yaml'), stringify({ roles: { clerk: { tiers: [3], cities: 'all' } }, keys: [key.entry] }));
const port = '4399';
const server = spawn('node', ['dist/main.cjs', 'serve', '--log', 'silent'], {
  env: { ...process.env, ...settings, PORT: port, MARTLET_POLICIES: join(folder, 'policies.yaml') },
  stdio: ['ignore', 'ignore', 'inherit'],
});
process.on('exit', () => server.kill('SIGKILL'));
const url = `http://127.0.0.1:${port}`;
while (
  !(await fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  ))
)
  await new Promise((done) => setTimeout(done, 200));

const headers = { 'content-type': 'application/json', authorization: `Bearer ${key.secret}` };
async function ask(variables: object): Promise<void> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data?: { number: unknown }; errors?: unknown };
  if (!data?.number) throw new Error(JSON.stringify(errors ?? 'no such number'));
}

async function steady(name: string, variablesOf: (at: number) => object): Promise<void> {
  const gap = 1000 / Number(rate);
  const count = Number(rate) * Number(seconds);
  const start = performance.now();
  const latencies: number[] = [];
  const asked: Promise<void>[] = [];
  for (let at = 0; at < count; at++) {
    const due = start + at * gap;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    asked.push(ask(variablesOf(at)).then(() => void latencies.push(performance.now() - due)));
  }
  await Promise.all(asked);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(count - 1, Math.floor(count * share))]!.toFixed(1);
  console.log(
    `${name.padEnd(28)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms (${count} at ${rate}/s)`,
  );
}

const one = (at: number) => sample[at % sample.length]!;
for (const { number_id } of sample.slice(0, 400)) await ask({ id: String(number_id) });
await steady('profile by id', (at) => ({ id: String(one(at).number_id) }));
await steady('profile by phone number', (at) => ({ msisdn: one(at).msisdn }));
server.kill('SIGTERM');
await once(server, 'exit');
rmSync(folder, { recursive: true });
