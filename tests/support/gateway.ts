import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApolloServer } from '@apollo/server';
import { pino } from 'pino';
import { expect } from 'vitest';

import { today } from '../../src/campaigns/channels.js';
import { Decider } from '../../src/campaigns/recommendations/decider.js';
import type { Channels } from '../../src/campaigns/session.js';
import { loadConfig } from '../../src/config.js';
import { Exports } from '../../src/exports/jobs/exports.js';
import { exportDirectory } from '../../src/exports/jobs/files.js';
import type { RequestContext } from '../../src/faces/context.js';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import type { Locale } from '../../src/faces/locale.js';
import { appendAudit } from '../../src/ledger/audit/audit.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { createMartlet, type Martlet } from '../../src/martlet.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import type { Serving } from '../../src/serving/serving.js';
import type { SliceMaker } from '../../src/slices/slice.js';
import type { Row } from '../../src/warehouse/engine.js';
import { currentGeneration } from '../../src/warehouse/generations.js';
import { type Statement, statement } from '../../src/warehouse/statement.js';
import { ownHome } from './demo.js';
import { patient } from './patient.js';
import { tellDuckdbAlone } from './portable.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
export type Data = any;

export interface Answer {
  readonly data: Data;
  readonly errors: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions: Record<string, unknown>;
  }[];
  readonly extensions: Data;
  /** Statements that the request ran. */
  readonly statements: readonly string[];
}

/** The gateway over the test operator, without HTTP. */
export interface Gateway {
  /** Of the worker's own: lists and exports lie there. */
  readonly home: string;
  readonly martlet: Martlet;
  readonly serving: Serving;
  /** What makes its slices. */
  readonly slices: SliceMaker;
  readonly ledger: Ledger;
  /** Tier 4's clock; it stands still until it is set again. */
  readonly clock: { set(at: string): void };
  readonly channels: Channels;
  ask(query: string, variables?: Record<string, unknown>, viewer?: Viewer, locale?: Locale): Promise<Answer>;
  /** Lets it write exports from now on. */
  startExports(): Promise<void>;
  /** All that its requests have run. */
  readonly asked: readonly Statement[];
  /** Hand-written SQL on the generation's marts: the second route to a figure. */
  sql(text: string): Promise<readonly Row[]>;
  /** Errors: where a statement that could go to another engine was DuckDB's alone. */
  close(): Promise<void>;
}

/** What is opened of a home: as costly as most questions that are asked of it. */
interface Opened extends Pick<Gateway, 'home' | 'martlet' | 'serving'> {
  readonly apollo: ApolloServer<RequestContext>;
  close(): Promise<void>;
}

async function open(home: string, settings: Settings = {}): Promise<Opened> {
  // Figures are read anew each time, as tests look at statements; servers of their own keep them.
  const martlet = createMartlet(
    loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_MEMORY: '2GB', MARTLET_KEPT_MB: '0', ...settings }, {}),
  );
  const { definitions } = martlet;
  const id = (await currentGeneration(home))!;
  const serving = await martlet.open(id);
  const apollo: ApolloServer<RequestContext> = createApollo(createSchema(definitions), definitions.catalogue);
  await apollo.start();
  const close = async () => {
    await apollo.stop();
    await serving.close();
  };
  return { home, martlet, serving, apollo, close };
}

let shared: Promise<Opened> | undefined;
/** The test operator's, opened once in a worker and closed by its end: the test files of a worker share it, each with a ledger of its own. */
function openShared(): Promise<Opened> {
  shared ??= ownHome().then(({ home }) => open(home));
  return shared.then((opened) => ({ ...opened, close: async () => undefined }));
}

type Settings = Readonly<Record<string, string>>;

/** The gateway over the test operator, or over the generation of another home, built with these settings. */
export async function openGateway(of?: string, databaseUrl: string | null = null, settings: Settings = {}): Promise<Gateway> {
  const { home, martlet, serving, apollo, close } = await (of === undefined ? openShared() : open(of, settings));
  const { definitions } = martlet;
  const log = pino({ level: 'silent' });
  // A home is shared by many tests: what one records is not for the others.
  const own = mkdtempSync(join(tmpdir(), 'martlet-ledger-'));
  const ledger = await openLedger({ home: own, databaseUrl });
  const clock = { at: new Date('2026-11-02T10:00:00+08:00') };
  const now = () => clock.at;
  const { timeZone } = martlet.config;
  const channels: Channels = {
    ledger,
    home,
    now,
    timeZone,
    decider: new Decider(ledger, home, () => today({ now, timeZone })),
    patienceMs: 60_000,
  };
  let jobs: Exports | undefined;
  const asked: Statement[] = [];
  return {
    home,
    asked,
    martlet,
    serving,
    slices: { catalogue: definitions.catalogue, secret: serving.secret },
    ledger,
    channels,
    startExports: async () => {
      jobs ??= await Exports.open({ ledger, dir: exportDirectory(home), log });
    },
    clock: {
      set: (at) => {
        clock.at = new Date(at);
      },
    },
    ask: async (query, given = {}, viewer = developer, locale = 'EN') => {
      // As over HTTP: a variable that is undefined is not sent, instead of being null.
      const variables = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const statements: string[] = [];
      const engine: Serving['engine'] = {
        ...serving.engine,
        run: (one, options) => {
          statements.push(serving.engine.spell(one));
          asked.push(one);
          return serving.engine.run(one, options);
        },
        export: (one, ...more) => {
          asked.push(one);
          return serving.engine.export(one, ...more);
        },
      };
      const contextValue = createContext({
        serving: { ...serving, engine },
        definitions,
        viewer,
        requestId: 'test',
        locale,
        log: log as never,
        audit: (entry) => appendAudit(ledger, entry),
        channels,
        ...(jobs && { exports: { jobs, hold: () => () => undefined } }),
      });
      const response = await apollo.executeOperation({ query, variables }, { contextValue });
      if (response.body.kind !== 'single') throw new Error('expected a single result');
      const { data, errors = [], extensions } = JSON.parse(JSON.stringify(response.body.singleResult));
      return { data, errors, extensions, statements };
    },
    sql: (text) => serving.engine.run(statement('check', text)),
    close: async () => {
      await jobs?.close();
      await close();
      await ledger.close();
      rmSync(own, { recursive: true, force: true });
      expect(tellDuckdbAlone(asked)).toEqual([]);
    },
  };
}
