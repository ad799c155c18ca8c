import { badInput } from '../errors.js';
import { readText } from '../lib/files.js';
import { isLoopback } from '../lib/loopback.js';
import type { Builder } from './duckdb.js';
import type { Lane, LaneLimits, WarehouseEngine } from './engine.js';
import { Lanes } from './lanes.js';
import type { Helpers } from './spelled.js';
import { trinoBuilder } from './trino/builder.js';
import { Coordinator, type Headers } from './trino/coordinator.js';
import { trinoHelpers } from './trino/dialect.js';
import { TrinoEngine } from './trino/engine.js';

export interface TrinoOptions {
  /** The coordinator, e.g. "https://trino.example:8443". */
  readonly url: string;
  readonly user: string;
  readonly catalog?: string;
  readonly schema?: string;
  /** A file with a token (JWT), read anew for each request: it may be renewed while the engine is open. */
  readonly tokenFile?: string;
  /** A file with the user's password, likewise. */
  readonly passwordFile?: string;
  /** A file of certificates (PEM) to trust instead of the public ones. */
  readonly caFile?: string;
  /** In which times of day and `current_date` are, e.g. "Asia/Shanghai". Default: the coordinator's. */
  readonly timeZone?: string;
  /** Session properties, e.g. `query_max_memory`. */
  readonly session?: Readonly<Record<string, string>>;
  /** Texts that must never reach Trino (keys, and what is made of them): a statement that holds one is refused. */
  readonly secrets?: readonly string[];
  /** The only places that may be exported to; without one nothing is. */
  readonly exportDirectories?: readonly string[];
  /** What statements call by name beside the dialect's helpers. */
  readonly helpers?: Helpers;
  /** A schema that statements name where they mean the session's own, e.g. "serving". */
  readonly ownSchema?: string;
  readonly lanes?: Partial<Record<Lane, LaneLimits>>;
}

/**
 * An engine on a Trino cluster. What its user may read, Trino's own access control says; that it only reads, the engine sees to.
 *
 * Trino writes statements into its query log, values included. So no key and no phone number may ever be in one: who makes a statement takes
 * care of that (numbers are looked up by their hash, in the point store), and who opens the engine names the keys as `secrets`.
 *
 * Nothing is asked of the cluster yet. Errors: BAD_USER_INPUT for settings that do not go together, and for files that cannot be read.
 */
export function openTrino(options: TrinoOptions): WarehouseEngine {
  const { exportDirectories = [], secrets = [], lanes, ownSchema = null } = options;
  const helpers = new Map([...trinoHelpers, ...(options.helpers ?? [])]);
  return new TrinoEngine(coordinatorOf(options), new Lanes(lanes), { exportDirectories, secrets, helpers, ownSchema });
}

/** A builder on a cluster: its user may make and drop tables of the schema. Errors: as `openTrino`. */
export const openTrinoBuilder = (options: TrinoOptions): Builder => trinoBuilder(coordinatorOf(options));

function coordinatorOf(options: TrinoOptions): Coordinator {
  const origin = originOf(options);
  const proof = () => proofOf(options);
  proof();
  const fixed = headersOf(options);
  const headers = async () => ({ ...fixed, ...proof() });
  const { caFile } = options;
  return new Coordinator({ origin, headers, ...(caFile === undefined ? {} : { ca: readText(caFile) }) });
}

/** Errors: for what is no http address, and where somebody on the way could read a token. */
function originOf({ url, tokenFile, passwordFile }: TrinoOptions): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPlain = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.href === `${parsed.origin}/`;
  // What was given is not shown: people write passwords into addresses.
  if (!isPlain)
    throw badInput('Expected the address of a Trino coordinator and nothing behind it, e.g. "https://trino.example:8443".');
  const isSecret = tokenFile !== undefined || passwordFile !== undefined;
  if (isSecret && parsed.protocol === 'http:' && !isLoopback(parsed.hostname))
    throw badInput(
      `${parsed.origin}: expected https, as a token or password goes along; over http everybody on the way could read it.`,
    );
  return parsed.origin;
}

function proofOf({ user, tokenFile, passwordFile }: TrinoOptions): Headers {
  if (tokenFile !== undefined && passwordFile !== undefined)
    throw badInput('Expected a token or a password for Trino, found both.');
  if (tokenFile !== undefined) return { Authorization: `Bearer ${readSecret(tokenFile)}` };
  if (passwordFile === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(`${user}:${readSecret(passwordFile)}`).toString('base64')}` };
}

function readSecret(path: string): string {
  const found = readText(path).trim();
  if (/^[^\s\p{Cc}]+$/u.test(found)) return found;
  throw badInput(`${path}: expected one line without blanks, found ${found === '' ? 'nothing' : 'something else'}.`);
}

function headersOf({ user, catalog, schema, timeZone, session = {} }: TrinoOptions): Headers {
  const properties = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const named: Readonly<Record<string, string | undefined>> = {
    'X-Trino-User': user,
    'X-Trino-Source': 'martlet',
    'X-Trino-Catalog': catalog,
    'X-Trino-Schema': schema,
    'X-Trino-Time-Zone': timeZone,
    'X-Trino-Session': properties.length > 0 ? properties.join() : undefined,
    // Times with all their digits, and not cut to milliseconds.
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  };
  const given = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const odd = given.find(([, value]) => !/^[ -~]+$/.test(value));
  if (odd) throw badInput(`${odd[0]}: expected printable ASCII, found ${JSON.stringify(odd[1])}.`);
  return Object.fromEntries(given);
}
