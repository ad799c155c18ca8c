import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { badInput } from './errors.js';
import { readSettings } from './lib/files.js';
import { chinaTime, isTimeZone, TimeZone } from './lib/time-zone.js';
import { expectedSecret, type Secret, secretOf } from './security/secret.js';
import { type TrinoSettings, trinoSettings } from './warehouse/trino/settings.js';

/** Where the shipped `sql/` lies: beside `src/` and `dist/`. */
export const sqlDirectory = fileURLToPath(new URL('../sql', import.meta.url));

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const isCallee = (text: string): boolean => /^https?:/.test(text) && isOrigin(text);

/** An address, or one with the bits that its network shares. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const secret = z
  .string()
  .refine((text) => secretOf(text) !== null, expectedSecret)
  .optional();

/** What stands as a line of text in the environment, and as itself in `martlet.yaml`. A text that is no YAML stays one, which is not what was expected. */
function asYaml(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return parse(given);
  } catch {
    return given;
  }
}

/** The settings by their names in the environment; `martlet.yaml` holds the same names. */
const settings = z.strictObject({
  PORT: count(0, 65535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  MARTLET_HOME: z.string().min(1).default('.martlet'),
  MARTLET_WAREHOUSE: z.string().min(1).optional(),
  MARTLET_WAREHOUSE_DATA: z.string().min(1).optional(),
  MARTLET_PHONE_IDS: z.enum(['refuse', 'allow']).default('refuse'),
  MARTLET_CATALOGUE: z.string().min(1).optional(),
  MARTLET_POLICIES: z.string().min(1).optional(),
  MARTLET_SECRET: secret,
  MARTLET_PREVIOUS_SECRET: secret,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^/]+\/./, 'expected e.g. postgres://user:password@host:5432/database')
    .refine(URL.canParse, 'it is no URL')
    .optional(),
  MARTLET_ORIGINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
    .refine((origins) => origins.every(isOrigin), 'expected origins like https://bi.example.com, with commas between them')
    .default([]),
  MARTLET_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((proxy) => proxy !== ''))
    .refine(
      (proxies) => proxies.every(isNetwork),
      'expected addresses or networks like 10.0.0.7 or 10.0.0.0/24, with commas between them',
    )
    .default([]),
  MARTLET_WEBHOOKS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((host) => host !== ''))
    .refine(
      (hosts) => hosts.every((host) => isCallee(host) || isNetwork(host)),
      'expected origins like https://crm.example.com, and networks like 10.0.0.0/24, with commas between them',
    )
    .default([]),
  MARTLET_SESSION_HOURS: count(1, 168).default(8),
  MARTLET_CONNECTIONS: count(1, 100_000).default(1000),
  MARTLET_WEBSOCKETS: count(0, 100_000).default(200),
  MARTLET_REQUEST_SECONDS: count(1, 300).default(30),
  MARTLET_ANSWER_MS: count(100, 60_000).default(800),
  MARTLET_LEAVE_SECONDS: count(0, 300).default(0),
  MARTLET_DRAIN_SECONDS: count(1, 3600).default(10),
  MARTLET_DEMO_NUMBERS: count(1000, 50_000_000).default(6000),
  MARTLET_DEMO_MONTHS: count(1, 60).default(15),
  MARTLET_DEMO_SEED: count(0, 2 ** 31).default(7),
  MARTLET_METRICS_PORT: count(1, 65535).optional(),
  MARTLET_TRACES: z
    .url({ protocol: /^https?$/, error: 'expected where a collector takes OTLP over HTTP, e.g. http://127.0.0.1:4318/v1/traces' })
    .optional(),
  MARTLET_KEPT_MB: count(0, 100_000).default(64),
  MARTLET_PROCESSES: count(1, 2).default(2),
  MARTLET_MEMORY: z
    .string()
    .regex(/^\d+(\.\d+)?(MB|GB)$/, 'expected e.g. 4GB')
    .default('4GB'),
  MARTLET_ENGINE: z.enum(['duckdb', 'trino']).default('duckdb'),
  MARTLET_TRINO: z.preprocess(asYaml, trinoSettings).optional(),
  MARTLET_TIME_ZONE: z
    .string()
    .refine(isTimeZone, {
      error: ({ input }) =>
        `expected the name of an IANA time zone, e.g. Asia/Shanghai or Europe/Berlin, found ${JSON.stringify(input)}`,
    })
    .default(chinaTime),
  MARTLET_CLOCK: z.iso.datetime({ offset: true, error: 'expected e.g. 2026-10-31T10:00:00+08:00' }).optional(),
});

/** What the guides have clients of a gateway export, perhaps in the shell in which it is started: no settings. */
const ofClients: ReadonlySet<string> = new Set(['MARTLET_URL', 'MARTLET_API_KEY', 'MARTLET_PURPOSE', 'MARTLET_WEBHOOK_SECRET']);

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Generations, demo warehouse, spill files. */
  readonly home: string;
  /** On loopback, where the metrics are told; null: nowhere. */
  readonly metricsPort: number | null;
  /** Where a collector takes traces (OTLP over HTTP); null: none are made. */
  readonly traces: string | null;
  /** Base marts; without one the demo operator is made below `home`. */
  readonly warehouse: {
    readonly dir: string;
    readonly data?: string;
    readonly phoneIds?: boolean;
    readonly timeZone: string;
  } | null;
  /** The shipped contract, marts, catalogue and mappings. */
  readonly sql: string;
  /** The shipped catalogue and the directory laid over it. */
  readonly catalogues: readonly string[];
  readonly policies: string | null;
  /** The key of phone numbers' hashes and pseudonyms; without one it is made below `home` (`loadSecret`). */
  readonly secret: Secret | null;
  /** The key before that one: what was made with it still holds. */
  readonly previousSecret: Secret | null;
  /** PostgreSQL database of the ledger; without one it is a file below `home`. */
  readonly databaseUrl: string | null;
  /** Origins of pages of other hosts that may ask: "https://bi.example.com". */
  readonly origins: readonly string[];
  /** Addresses of the proxies whose word on who asks, by which name and protocol, is taken; of nobody else's. */
  readonly proxies: readonly string[];
  /** Who may be told of events: origins, and networks in which a private address may lie that a name leads to. */
  readonly webhooks: { readonly origins: readonly string[]; readonly networks: readonly string[] };
  /** How long a browser that signed in is believed. */
  readonly sessionMs: number;
  /** How many connections may be open, how many of them WebSockets, and in which time each must have said what it wants. */
  readonly sockets: { readonly connections: number; readonly webSockets: number; readonly requestMs: number };
  /** The cluster that answers what needs the large marts; null: DuckDB beside the gateway answers all. */
  readonly trino: TrinoSettings | null;
  /** In which a question about one customer is answered, or says that it was not. */
  readonly answerMs: number;
  /** When the process is told to stop: how long it says that it is not ready and still answers, then how long it waits for what is under way. */
  readonly stop: { readonly leaveMs: number; readonly drainMs: number };
  readonly demo: { readonly numbers: number; readonly months: number; readonly seed: number };
  /** 2: the counter is answered by a process of its own. */
  readonly processes: number;
  /** Of all that the processes take: `buffersOf`. */
  readonly memory: string;
  /** Of memory, for rows of figures that were answered. */
  readonly keptBytes: number;
  /** The operator's: what a day is, in the marts and at the counter. */
  readonly timeZone: TimeZone;
  /** What tier 4's clock shows at the start, for demonstrations; null: the time that it is. */
  readonly clock: Date | null;
}

/**
 * The configuration: `martlet.yaml` in the working directory, over it the environment, over it command-line options.
 * The only reader of the environment. Errors: BAD_USER_INPUT with every wrong setting.
 */
export function loadConfig(overrides: Readonly<Record<string, string | undefined>> = {}, environment = process.env): Config {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const own = Object.keys(environment).filter(
    (name) => name in settings.shape || (name.startsWith('MARTLET_') && !ofClients.has(name)),
  );
  const fromEnvironment = Object.fromEntries(
    own.filter((name) => environment[name] !== '').map((name) => [name, environment[name]]),
  );
  const result = settings.safeParse({ ...fromFile(), ...fromEnvironment, ...given });
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`);
    throw badInput(
      `The configuration has ${lines.length} problem(s):\n${lines.join('\n')}\nKnown settings: ${Object.keys(settings.shape).join(', ')}.`,
    );
  }
  const s = result.data;
  if (s.MARTLET_ENGINE === 'trino' && !s.MARTLET_TRINO)
    throw badInput(
      'MARTLET_ENGINE is trino: expected MARTLET_TRINO, too, e.g. {url: "https://trino.example:8443", catalog: hive, files: "s3://lake/martlet/generations"}.',
    );
  return Object.freeze({
    port: s.PORT,
    host: s.HOST,
    home: resolve(s.MARTLET_HOME),
    metricsPort: s.MARTLET_METRICS_PORT ?? null,
    traces: s.MARTLET_TRACES ?? null,
    warehouse: s.MARTLET_WAREHOUSE
      ? {
          dir: resolve(s.MARTLET_WAREHOUSE),
          ...(s.MARTLET_WAREHOUSE_DATA ? { data: resolve(s.MARTLET_WAREHOUSE_DATA) } : {}),
          phoneIds: s.MARTLET_PHONE_IDS === 'allow',
          timeZone: s.MARTLET_TIME_ZONE,
        }
      : null,
    sql: sqlDirectory,
    catalogues: [`${sqlDirectory}/catalogue`, ...(s.MARTLET_CATALOGUE ? [resolve(s.MARTLET_CATALOGUE)] : [])],
    policies: s.MARTLET_POLICIES ? resolve(s.MARTLET_POLICIES) : null,
    secret: s.MARTLET_SECRET ? secretOf(s.MARTLET_SECRET) : null,
    previousSecret: s.MARTLET_PREVIOUS_SECRET ? secretOf(s.MARTLET_PREVIOUS_SECRET) : null,
    databaseUrl: s.DATABASE_URL ?? null,
    origins: s.MARTLET_ORIGINS,
    proxies: s.MARTLET_PROXIES,
    webhooks: { origins: s.MARTLET_WEBHOOKS.filter(isCallee), networks: s.MARTLET_WEBHOOKS.filter(isNetwork) },
    sessionMs: s.MARTLET_SESSION_HOURS * 3_600_000,
    sockets: {
      connections: s.MARTLET_CONNECTIONS,
      webSockets: s.MARTLET_WEBSOCKETS,
      requestMs: s.MARTLET_REQUEST_SECONDS * 1000,
    },
    trino: s.MARTLET_ENGINE === 'trino' ? (s.MARTLET_TRINO ?? null) : null,
    answerMs: s.MARTLET_ANSWER_MS,
    stop: { leaveMs: s.MARTLET_LEAVE_SECONDS * 1000, drainMs: s.MARTLET_DRAIN_SECONDS * 1000 },
    demo: { numbers: s.MARTLET_DEMO_NUMBERS, months: s.MARTLET_DEMO_MONTHS, seed: s.MARTLET_DEMO_SEED },
    processes: s.MARTLET_PROCESSES,
    memory: s.MARTLET_MEMORY,
    keptBytes: s.MARTLET_KEPT_MB * 2 ** 20,
    timeZone: new TimeZone(s.MARTLET_TIME_ZONE),
    clock: s.MARTLET_CLOCK ? new Date(s.MARTLET_CLOCK) : null,
  });
}

function fromFile(): Record<string, unknown> {
  if (!existsSync('martlet.yaml')) return {};
  const value: unknown = readSettings('martlet.yaml') ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw badInput('martlet.yaml: expected settings as "NAME: value" lines.');
  return value as Record<string, unknown>;
}
