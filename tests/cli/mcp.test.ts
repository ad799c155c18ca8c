import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { martletProcess } from '../support/command.js';
import { builtCommand } from '../support/compiled.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { patient } from '../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-mcp-'));
const policies = join(dir, 'policies.yaml');
const [board, clerk] = [newKey('wang.fang', ['board'], []), newKey('li.wei', ['clerk'], [])];
let gateway: Gateway;
beforeAll(async () => {
  const roles = { board: { tiers: [1, 2], cities: 'all' }, clerk: { tiers: [2], cities: 'all' } };
  writeFileSync(policies, stringify({ roles, keys: [board.entry, clerk.entry] }));
  gateway = await openGateway();
});
afterAll(async () => {
  await gateway.close();
  rmSync(dir, { recursive: true });
});

/** A client of the SDK that starts the command, as editors and assistants do. */
async function withClient<T>(
  args: readonly string[],
  env: Record<string, string>,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const command = process.execPath;
  const client = new Client({ name: 'test', version: '1' });
  const entry = await builtCommand();
  await client.connect(new StdioClientTransport({ command, args: [entry, 'mcp', ...args], env, stderr: 'pipe' }));
  return use(client).finally(() => client.close());
}

async function looked(client: Client): Promise<Data> {
  const { tools } = await client.listTools();
  const { structuredContent } = await client.callTool({ name: 'indicator', arguments: { measure: 'ARPU', month: '2026-09' } });
  const { isError, content } = await client.callTool({ name: 'indicator', arguments: { measure: 'ARPUU' } });
  return { tools: tools.map(({ name }) => name), structuredContent, refused: [isError, (content as Data)[0].text] };
}

async function expected(): Promise<Data> {
  const { data } = await gateway.ask('{ indicator(measure: ARPU, month: "2026-09") { value measure { formula } } }');
  return {
    tools: expect.arrayContaining(['analysis', 'indicator', 'search_catalogue']),
    structuredContent: {
      ...data,
      generation: gateway.serving.manifest.id,
      link: expect.stringContaining('/why/ARPU?month=2026-09'),
    },
    refused: [true, expect.stringContaining('Did you mean')],
  };
}

test('over stdio, from the generation at hand, under its policies', async () => {
  const here = ['--home', gateway.home, '--policies', policies];
  expect(await withClient([...here, '--key', board.secret], {}, looked)).toMatchObject(await expected());
  const given = { name: 'indicator', arguments: { measure: 'ARPU' } };
  const refused = await withClient([...here, '--key', clerk.secret], {}, (client) => client.callTool(given));
  expect(refused).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^FORBIDDEN: Tier 1/) }] });
  const { status, stdout, stderr } = await martletProcess(['mcp', ...here]);
  expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining('expected an API key of it as --key')]);
});

test('over stdio, of a running gateway, with what a client’s environment names', async () => {
  const config = loadConfig({ ...patient, MARTLET_HOME: gateway.home, MARTLET_POLICIES: policies }, {});
  const app = await createServer(createMartlet(config), gateway.serving.manifest.id, { logLevel: 'silent' });
  try {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    expect(await withClient([], { MARTLET_URL: url, MARTLET_API_KEY: board.secret }, looked)).toMatchObject(await expected());
    const wrong = withClient(['--url', url, '--key', 'martlet_x_y'], {}, (client) => client.listTools());
    await expect(wrong).rejects.toThrow(`Expected an answer of the gateway at ${url}, found 401`);
    await app.close();
    const gone = withClient(['--url', url], {}, (client) => client.listTools());
    await expect(gone).rejects.toThrow(/Expected a gateway at .* found: .*ECONNREFUSED/);
  } finally {
    await app.close();
  }
});
