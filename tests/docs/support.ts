import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { loadSecret } from '../../src/security/secret.js';
import { createServer } from '../../src/server/server.js';
import type { SliceMaker } from '../../src/slices/slice.js';
import { ownHome } from '../support/demo.js';
import type { Data } from '../support/gateway.js';
import { patient } from '../support/patient.js';

/** What the tests hold the examples to. */
export const guide = readFileSync('docs/notebook.md', 'utf8');

/** Blocks of code in a language, in their order. */
export const blocks = (language: string, text = guide): readonly string[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, name]) => name === language).map(([, , text]) => text!);

/** A gateway over HTTP with policies, and an analyst's key as the examples want it. */
export interface Listening {
  readonly url: string;
  readonly key: string;
  /** As the examples read their settings; without a purpose. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of this gateway alone, for what is downloaded. */
  readonly dir: string;
  /** What makes its slices. */
  readonly slices: SliceMaker;
  close(): Promise<void>;
}

/** What the analyst may look at personal columns for. */
export const purpose = 'retention';

/** `role`: what the analyst's role has otherwise than the examples need. */
export async function listen(role: Readonly<Record<string, unknown>> = {}): Promise<Listening> {
  const dir = mkdtempSync(join(tmpdir(), 'martlet-docs-'));
  const { secret: key, entry } = newKey(`li.wei ${dir}`, ['analyst'], []);
  const roles = { analyst: { tiers: [1, 2, 3], cities: 'all', personal: 'clear', purposes: [purpose], ...role } };
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: [entry] }));
  const { home, id } = await ownHome();
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: join(dir, 'policies.yaml') }, {}));
  const app = await createServer(martlet, id, { logLevel: 'silent' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    key,
    environment: { PATH: process.env.PATH!, HOME: dir, MARTLET_URL: url, MARTLET_API_KEY: key },
    dir,
    slices: { catalogue: martlet.definitions.catalogue, secret: loadSecret(martlet.config) },
    close: async () => {
      await app.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** An answer of the graph as it comes, errors and all. */
export async function answerOf({ url, key }: Listening, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** The examples' figure: numbers that fell in both voice and data. */
export async function dualDrop(gateway: Listening): Promise<{ readonly value: number; readonly slice: string }> {
  const { data } = await answerOf(gateway, '{ indicatorTree(tree: "LIFECYCLE") { nodes { code value slice } } }');
  return data.indicatorTree.nodes.find(({ code }: { code: string }) => code === 'LIFECYCLE.DECLINE.DUAL_DROP');
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, while the gateway in this process answers it. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly cwd?: string; readonly input?: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: options.env, cwd: options.cwd });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.end(options.input ?? '');
  });
}
