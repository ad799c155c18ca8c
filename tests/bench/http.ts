import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { newKey } from '../../src/security/keys.js';
import { nodeFlags } from '../support/node-flags.js';
import { digits, report } from './figures.js';

/** A whole channel's system asks by one key. */
const role = {
  cities: 'all',
  scenes: 'all',
  acts: ['RECORD_OUTCOMES', 'EXPORT', 'SEND_EVENTS'],
  exports: { running: 5, perDay: 10_000, rows: 10_000_000 },
  lookUpsPerMinute: 1_000_000,
  requests: { atOnce: 1000, perSecond: 10_000 },
};

/** Refused for now. */
export class TooBusy extends Error {}

/** A gateway in a process of its own, and how it is asked: as a viewer of these tiers who sees personal columns masked. */
export async function startGateway(settings: Readonly<Record<string, string>>, tiers: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'martlet-bench-'));
  const key = newKey('clerk', ['clerk'], []);
  writeFileSync(join(folder, 'policies.yaml'), stringify({ roles: { clerk: { tiers, ...role } }, keys: [key.entry] }));
  const port = '4399';
  const server = spawn('node', [...nodeFlags, 'dist/main.cjs', 'serve', '--log', 'silent'], {
    env: { ...process.env, ...settings, PORT: port, MARTLET_POLICIES: join(folder, 'policies.yaml') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.on('exit', () => server.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      async (response) => response.ok && ((await response.json()) as { backend?: string }).backend !== 'starting',
      () => false,
    );
  while (!(await isReady())) await new Promise((done) => setTimeout(done, 200));
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key.secret}` };
  return {
    url,
    authorization: headers.authorization,
    async ask(query: string, variables: object) {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as {
        data?: Record<string, unknown>;
        errors?: readonly { readonly extensions: { readonly code: string } }[];
      };
      // Who is told to come later has asked; a question that the graph does not know would be none of the load.
      if (errors?.every(({ extensions }) => ['TOO_BUSY', 'DEADLINE_EXCEEDED'].includes(extensions.code)))
        throw new TooBusy(JSON.stringify(errors));
      if (errors || !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Asks at a steady rate whatever the answers take, and reports the latencies from when each question was due. `wanted`: of the 99th percentile, ms, at most. */
export async function steady(
  name: string,
  rate: number,
  seconds: number,
  ask: (at: number) => Promise<unknown>,
  wanted: number | null = null,
): Promise<number> {
  const gap = 1000 / rate;
  const count = rate * seconds;
  const start = performance.now();
  const latencies: number[] = [];
  const asked: Promise<void>[] = [];
  for (let at = 0; at < count; at++) {
    const due = start + at * gap;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    asked.push(ask(at).then(() => void latencies.push(performance.now() - due)));
  }
  await Promise.all(asked);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(count - 1, Math.floor(count * share))]!;
  const others = `p50 ${digits(at(0.5))}, p95 ${digits(at(0.95))}, worst ${digits(at(1))} ms; ${count} at ${rate}/s`;
  report({ name: `${name}, p99`, value: at(0.99), unit: 'ms', beside: others, wanted });
  return at(0.99);
}
