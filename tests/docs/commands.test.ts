// Some 25 s, most of it processes: the commands of README and docs as they are printed, in a shell, against a gateway over HTTP.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { builtCommand } from '../support/compiled.js';
import { ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';
import { answerOf, dualDrop, type Listening, listen, purpose, run } from './support.js';

interface Block {
  readonly file: string;
  /** As a user types it. */
  readonly text: string;
}

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
];

/** Blocks for a shell, of others what follows a prompt, and what is set in by four blanks and calls a program of ours. */
const found: readonly Block[] = pages
  .filter((file) => /\.md$/.test(file))
  .flatMap((file) => {
    const page = readFileSync(file, 'utf8');
    const fenced = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text]) =>
      language === 'sh' || language === 'bash' ? text! : typed(text!, /^\$ (.*)$/gm),
    );
    const indented = page.split(/\n\n+/).map((part) => typed(part, /^ {4}(np[xm] .*)$/gm));
    return [...fenced, ...indented].filter((text) => text !== '').map((text) => ({ file, text }));
  });

function typed(text: string, line: RegExp): string {
  return [...text.matchAll(line)].map(([, command]) => `${command}\n`).join('');
}

/** Blocks, by how they begin, that run in another test, or nowhere, and why. */
const elsewhere: readonly (readonly [file: string, begins: string, why: string])[] = [
  ['README.md', 'npm ci', 'what CI begins with'],
  ['CONTRIBUTING.md', 'npm ci', 'its scripts are looked up below'],
  ['docs/bi.md', 'question=', 'tests/docs/command-line.test.ts'],
  ['docs/bi.md', 'curl -sf', 'needs a database of dashboards; the same address is asked above'],
  ['docs/demo-day.md', 'npm run demo:day', 'tests/demo/day/play.test.ts plays a small one'],
  ['docs/demo.md', 'npx martlet demo', 'a minute of building; tests/demo builds smaller ones'],
  ['docs/examples/python/README.md', 'pip install', 'CI installs it so'],
  ['docs/ledger.md', 'export DATABASE_URL', 'a setting; tests/ledger/postgres.test.ts'],
  ['docs/ledger.md', 'npx martlet audit verify\nsqlite3', 'tests/cli/audit.test.ts edits a line'],
  ['docs/ledger.md', 'npx martlet restore', 'tests/cli/backup.test.ts'],
  ['docs/notebook.md', '', 'tests/docs/notebook.test.ts and tests/docs/command-line.test.ts'],
  ['docs/numbers.md', 'npx martlet check --reconcile', 'tests/cli/cli.test.ts'],
  ['docs/signing-in.md', 'export MARTLET_POLICIES', 'tests/cli/key.test.ts: each id is that of the key before'],
  ['docs/webhooks.md', 'npx martlet webhooks', 'tests/server/webhooks: who is told must be listed first'],
  ['docs/webhooks.md', 'curl', 'tests/server/webhooks: whoever is told must be listed first'],
  ['docs/your-warehouse.md', 'npx martlet init /mnt/dw', 'tests/cli/init.test.ts: such a folder has first to be made'],
  ['docs/your-warehouse.md', 'npx martlet init docs', 'tests/docs/your-warehouse.test.ts'],
  ['docs/your-warehouse.md', 'npx martlet check', 'tests/cli/init.test.ts, tests/contract/ibm.test.ts'],
  ['docs/your-warehouse.md', 'npx martlet build', 'tests/warehouses/ibm-telco.test.ts'],
];
const isElsewhere = ({ file, text }: Block): boolean =>
  elsewhere.some(([page, begins]) => page === file && text.startsWith(begins));

test('what runs elsewhere is there to be run', () => {
  for (const [page, begins] of elsewhere)
    expect([page, begins, found.some(({ file, text }) => file === page && text.startsWith(begins))]).toEqual([
      page,
      begins,
      true,
    ]);
});

test('scripts that are named are those of package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = pages
    .filter((file) => /\.md$/.test(file))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bnpm run (?:--silent )?([\w:]+)/g)].map(([, script]) => `${file} ${script}`),
    );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((each) => !(each.split(' ')[1]! in scripts))).toEqual([]);
});

const tools = ['bash', 'curl'];
const hasTools = tools.every((tool) => spawnSync(tool, ['--version']).status === 0);

describe.skipIf(!hasTools)(`as printed (needs ${tools.join(' and ')})`, () => {
  let gateway: Listening;
  /** Without policies, as the demo is. */
  let open: FastifyInstance;
  /** A home with nothing but a ledger. */
  let kept: string;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    gateway = await listen({ tiers: [1, 2, 3, 4], scenes: 'all', acts: ['EXPORT', 'MAKE_SETS', 'SEND_EVENTS'] });
    const { home, id: generation } = await ownHome();
    open = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home }, {})), generation, {
      logLevel: 'silent',
    });
    await open.listen({ port: 0, host: '127.0.0.1' });
    kept = mkdtempSync(join(gateway.dir, 'kept-'));
    await (await openLedger({ home: kept, databaseUrl: null })).close();
    writeFileSync(join(kept, 'policies.yaml'), 'roles: {}\nkeys: []\nretention: { audit: 1095 }\n');
    const drop = await dualDrop(gateway);
    const { data } = await answerOf(
      gateway,
      'mutation ($slice: Slice!) { startExport(input: { what: NUMBERS, slice: $slice, columns: ["city"], format: CSV }) { id } }',
      { slice: drop.slice },
    );
    const { id } = data.startExport;
    const statusOf = async () => (await answerOf(gateway, `{ exportJob(id: "${id}") { status } }`)).data.exportJob.status;
    await vi.waitFor(async () => expect(await statusOf()).toBe('DONE'), { timeout: 60_000 });
    // What a reader of the docs has at hand.
    writeFileSync(join(gateway.dir, 'scores.csv'), 'number_id,score\n1042,0.5\n1043,0.25\n');
    writeFileSync(
      join(gateway.dir, 'question.graphql'),
      'query ($month: YearMonth) { indicator(measure: REVENUE, month: $month) { value } }',
    );
    environment = {
      ...gateway.environment,
      id,
      MARTLET_HOME: home,
      MARTLET_PURPOSE: purpose,
      CLI: await builtCommand(),
      NODE: process.execPath,
      UV_THREADPOOL_SIZE: '16',
    };
  });
  afterAll(async () => {
    await open.close();
    await gateway.close();
  });

  const isWithoutKey = (text: string): boolean =>
    text
      .split(/\bcurl /)
      .slice(1)
      .some((call) => !call.includes('MARTLET_API_KEY'));

  /** The gateway listens elsewhere than it does by itself, and the command is of these sources; the CLI is asked as one whose shell is a client's. */
  const shell = `
    curl() { command curl "\${@//http:\\/\\/127.0.0.1:4000/$MARTLET_URL}"; }
    npx() { shift; "$NODE" "$CLI" "$@"; }
  `;

  test.for(found.filter((block) => !isElsewhere(block)))('$file: $text', async ({ file, text }) => {
    const env = {
      ...environment,
      ...(isWithoutKey(text) && {
        MARTLET_URL: `http://127.0.0.1:${(open.server.address() as AddressInfo).port}`,
      }),
      ...(file === 'docs/ledger.md' && { MARTLET_HOME: kept, MARTLET_POLICIES: join(kept, 'policies.yaml') }),
    };
    const { status, stdout, stderr } = await run('bash', ['-eu'], { env, cwd: gateway.dir, input: shell + text });
    expect({ status, stderr: stderr.replaceAll(/^curl: Saved to .*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
    // As every error has.
    expect(stdout).not.toContain('"requestId"');
  });
});
