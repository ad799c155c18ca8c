import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import type { Locale } from '../../src/faces/locale.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { openChromium } from '../console/chromium.js';
import { type Demo, ownHome } from '../support/demo.js';
import type { Data } from '../support/gateway.js';
import { filesBelow, root } from '../support/imports.js';
import { kept } from '../support/kept.js';
import { patient } from '../support/patient.js';

/** The console as it is in the sources, built once for all tests of them. */
const builtConsole = (): Promise<string> =>
  kept('console', [...filesBelow('src/console'), 'tests/walk/console.ts', 'package-lock.json'], async (folder) => {
    // As `npm run prepare` builds it, whatever the environment of the tests says.
    const around = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await build({
        configFile: join(root, 'src/console/vite.config.ts'),
        logLevel: 'error',
        build: { outDir: folder, emptyOutDir: false },
      });
    } finally {
      process.env.NODE_ENV = around;
    }
  });

const everything = { tiers: [1, 2, 3, 4], cities: 'all', scenes: 'all' } as const;

/** Who works with the console, each with rights of his own. */
const people = {
  planner: { role: { ...everything, acts: ['MAKE_LISTS', 'FREEZE_LISTS', 'EXPORT', 'ANNOTATE'], introspection: true } },
  leader: { role: { ...everything, acts: ['APPROVE_LISTS'] } },
  agent: { role: { like: 'outbound_agent' } },
  clerk: { role: { like: 'clerk' }, channels: ['SHOP1'] },
  shop: { role: { like: 'event_source' } },
  manager: { role: { tiers: [1], cities: 'own' }, cities: ['HAILAN'] },
} as const;
export type Person = keyof typeof people;

/** The least that everything must be usable on. */
export const tablet = { width: 1024, height: 768 };

/** As long as a machine may take whose cores are all busy. */
export const patience = { timeout: 60_000 };

/** Until the page stands: it has a title or says why not, and nothing of it is still loading. */
export async function stands(page: Page): Promise<void> {
  const loading = page.locator('[data-loading], [aria-busy=true]').first();
  await page.locator('h1, main [data-code], main > p').first().waitFor(patience);
  await loading.waitFor({ state: 'detached', ...patience });
  // What is asked because of what has just come. By the page's own time: a browser that waits for a core has done nothing meanwhile.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 80)));
  await loading.waitFor({ state: 'detached', ...patience });
}

/** A gateway with the console, and a browser in which everybody may sign in. */
export interface OpenConsole {
  readonly url: string;
  /** Signs in, on a tablet, and opens nothing yet. His clock stands, as the gateway's does. */
  as(person: Person, locale: Locale): Promise<Page>;
  /** Tells that a customer has arrived at a channel. */
  arrive(channel: string, number: string): Promise<void>;
  /** What the graph says to a person, beside any browser. */
  ask(person: Person, query: string, variables?: object): Promise<Data>;
  /** Errors and warnings that browsers told, with the page that they were on; taken from here by who looks. */
  readonly complaints: string[];
  /** How often a page has asked the graph since it was opened or its address was changed by hand. */
  postsOf(page: Page): number;
  close(): Promise<void>;
}

export async function openConsole(now: () => Date, of: Promise<Demo> = ownHome()): Promise<OpenConsole> {
  const [{ home, id }, built] = await Promise.all([of, builtConsole()]);
  const dir = mkdtempSync(join(tmpdir(), 'martlet-walk-'));
  const secrets = new Map<Person, string>();
  const keys = Object.entries(people).map(([name, person]) => {
    const { secret, entry } = newKey(name, [name], 'cities' in person ? person.cities : []);
    secrets.set(name as Person, secret);
    return 'channels' in person ? { ...entry, channels: [...person.channels] } : entry;
  });
  const roles = Object.fromEntries(Object.entries(people).map(([name, { role }]) => [name, role]));
  const path = join(dir, 'policies.yaml');
  writeFileSync(path, stringify({ roles, keys }));
  const martlet = createMartlet(
    loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: path, MARTLET_MEMORY: '2GB' }, {}),
  );
  const app: FastifyInstance = await createServer(martlet, id, { logLevel: 'silent', now, builtConsole: built });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const browser: Browser = await openChromium();
  const complaints: string[] = [];
  const posts = new Map<Page, number>();
  const headersOf = (person: Person) => ({ authorization: `Bearer ${secrets.get(person)}` });
  return {
    url,
    complaints,
    postsOf: (page) => posts.get(page) ?? 0,
    as: async (person, locale) => {
      const context = await browser.newContext({ baseURL: url, locale: locale === 'ZH' ? 'zh-CN' : 'en-GB', viewport: tablet });
      const signedIn = await context.request.post('/session', { headers: headersOf(person) });
      if (!signedIn.ok()) throw new Error(`${person} cannot sign in: ${await signedIn.text()}`);
      const page = await context.newPage();
      await page.clock.setFixedTime(now());
      const at = () => `${person} ${new URL(page.url()).pathname}`;
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(`${at()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`${at()}: ${error.message}`));
      page.on('request', (request) => {
        if (request.isNavigationRequest()) posts.set(page, 0);
        else if (request.method() === 'POST' && request.url().endsWith('/graphql')) posts.set(page, (posts.get(page) ?? 0) + 1);
      });
      return page;
    },
    arrive: async (channel, number) => {
      const event = { specversion: '1.0', id: randomUUID(), source: 'door', type: 'customer.arrived', data: { channel, number } };
      const headers = { ...headersOf('shop'), 'content-type': 'application/cloudevents+json' };
      const { status } = await fetch(`${url}/events`, { method: 'POST', headers, body: JSON.stringify(event) });
      if (status !== 202) throw new Error(`an arrival was answered ${status}`);
    },
    ask: async (person, query, variables = {}) => {
      const headers = { ...headersOf(person), 'content-type': 'application/json' };
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as Data;
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    close: async () => {
      await browser.close();
      await app.close();
      rmSync(dir, { recursive: true });
    },
  };
}
