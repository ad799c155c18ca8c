import { z } from 'zod';
import { badInput, MartletError } from '../errors.js';
import { readSettings } from '../lib/files.js';
import { camelCase } from '../slices/columns.js';
import type { Credential, Identity } from './identity.js';
import { identityOfKey, type KeyEntry, keyCredential, keyEntry, keysById } from './keys.js';
import { type Limits, usualLimits } from './limits.js';
import { retention } from './retention.js';
import { type Issuer, identityOfToken, issuerEntry, issuersByUrl } from './tokens.js';
import { type Act, acts, type ColumnGrant, type Viewer } from './viewer.js';

const usualRequests = { atOnce: usualLimits.requestsAtOnce, perSecond: usualLimits.requestsPerSecond };

/** A column as the contract writes it, or as the graph does. */
const columns = z.array(z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'expected a column of a number, e.g. birth_year')).default([]);

/** Of a role that says nothing of exports. */
const usualExports = {
  running: usualLimits.exportsRunning,
  perDay: usualLimits.exportsPerDay,
  rows: usualLimits.exportRows,
};

const role = z.strictObject({
  tiers: z.array(z.int().min(1).max(4)),
  /** all · own (the key's cities) · a list of city codes */
  cities: z.union([z.literal('all'), z.literal('own'), z.array(z.string())]),
  personal: z.enum(['clear', 'masked']).default('masked'),
  purposes: z.array(z.string()).default([]),
  /** Left out: what the tiers let him see anyway (`usualActs`). */
  acts: z.array(z.enum(acts)).optional(),
  /** all · a list of scenes of tier 4. Left out: all for who sees whole numbers too, else none. */
  scenes: z.union([z.literal('all'), z.array(z.string().regex(/^[A-Z]+$/, 'expected a scene, e.g. COUNTER'))]).optional(),
  columns: z.strictObject({ shown: columns, masked: columns, hidden: columns }).default({ shown: [], masked: [], hidden: [] }),
  /** Left out: 1 with tier 3, else 11. */
  minimumGroup: z.int().min(1).optional(),
  lookUpsPerMinute: z.int().min(0).default(usualLimits.lookUpsPerMinute),
  /** Of one subject, whatever its keys. */
  requests: z
    .strictObject({
      atOnce: z.int().min(1).default(usualRequests.atOnce),
      perSecond: z.int().min(1).default(usualRequests.perSecond),
    })
    .default(usualRequests),
  /** May see which statements answered. */
  route: z.boolean().default(false),
  /** May have the schema told. */
  introspection: z.boolean().default(false),
  /** What a client's system calls its channels (TMF680), and the scene of each. */
  channels: z.record(z.string().min(1), z.string().regex(/^[A-Z]+$/, 'expected a scene, e.g. COUNTER')).default({}),
  exports: z
    .strictObject({
      running: z.int().min(0).default(usualExports.running),
      perDay: z.int().min(0).default(usualExports.perDay),
      rows: z.int().min(0).default(usualExports.rows),
    })
    .default(usualExports),
});

const file = z.strictObject({
  roles: z.record(z.string(), role),
  keys: z.array(keyEntry).default([]),
  tokens: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected a short name, e.g. company'), issuerEntry).default({}),
  retention,
});

/** What a credential is worth at the moment. */
export interface Granted {
  readonly viewer: Viewer;
  /** When it must be proved anew; null: as long as the policies know it. */
  readonly until: Date | null;
}

export interface Policies {
  /** Days that kinds of things are kept; a kind that is left out is kept for good. */
  readonly retention: z.infer<typeof retention>;
  /** API keys by their ids. */
  readonly keys: ReadonlyMap<string, KeyEntry>;
  /** Who gives tokens out, by their URLs. */
  readonly issuers: ReadonlyMap<string, Issuer>;
  /** Errors: UNAUTHENTICATED for a credential that holds no more, FORBIDDEN for one with no role of this file. */
  grant(credential: Credential, now?: Date): Granted;
  /** The viewer of an API key. Errors: as `grant`. */
  authenticate(secret: string | undefined): Viewer;
}

/** Reads roles, grants, API keys (as hashes) and who gives tokens out. Errors: BAD_USER_INPUT with every problem. */
export function loadPolicies(path: string): Policies {
  const result = file.safeParse(readSettings(path));
  if (!result.success) {
    throw badInput(`${path}:\n${result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
  }
  const { roles, keys: entries, tokens, retention: kept } = result.data;
  const named = [
    ...entries.map(({ id, roles: names }) => [`key ${id}`, names] as const),
    ...Object.entries(tokens).map(([name, { roles: map }]) => [`tokens.${name}`, Object.values(map).flat()] as const),
  ];
  for (const [who, names] of named) {
    const unknown = names.find((name) => !Object.hasOwn(roles, name));
    if (unknown)
      throw badInput(`${path}: ${who} has the role "${unknown}", which is not defined. Roles: ${Object.keys(roles).join(', ')}.`);
  }
  const keys = keysById(entries);
  const issuers = issuersByUrl(tokens);
  const grant: Policies['grant'] = (credential, now = new Date()) => {
    const identity = 'key' in credential ? identityOfKey(keys, credential, now) : identityOfToken(issuers, credential, now);
    return { viewer: viewerOf(identity, roles), until: identity.until };
  };
  return { retention: kept, keys, issuers, grant, authenticate: (secret) => grant(keyCredential(secret)).viewer };
}

/** Grants add up over roles, but what one of them masks stays masked: deny overrides allow. */
function viewerOf(entry: Identity, roles: Readonly<Record<string, Role>>): Viewer {
  // Of nothing granted "each of them" would hold, and so everything be allowed.
  if (entry.roles.length === 0)
    throw new MartletError(
      'FORBIDDEN',
      `No role is granted to ${entry.subject}: none that was found has an entry in the policies.`,
    );
  const granted = entry.roles.map((name) => roles[name]!);
  const cities = granted.flatMap((grant) => (grant.cities === 'own' ? entry.cities : grant.cities === 'all' ? [] : grant.cities));
  return Object.freeze({
    subject: entry.subject,
    roles: entry.roles,
    tiers: [...new Set(granted.flatMap((grant) => grant.tiers))].sort(),
    cities: granted.some((grant) => grant.cities === 'all') ? null : [...new Set(cities)],
    purposes: [...new Set(granted.flatMap((grant) => grant.purposes))],
    purpose: null,
    personal: granted.every((grant) => grant.personal === 'clear') ? 'clear' : 'masked',
    seesRoute: granted.some((grant) => grant.route),
    introspects: granted.some((grant) => grant.introspection),
    channels: Object.assign({}, ...granted.map((grant) => grant.channels)),
    acts: acts.filter((act) => granted.some((grant) => (grant.acts ?? usualActs(grant)).includes(act))),
    scenes: scenesOf(granted),
    columns: columnsOf(granted),
    minimumGroup: minimumGroupOf(granted),
    limits: limitsOf(granted),
  });
}

type Role = z.infer<typeof role>;

const seesAll = ({ tiers }: Role): boolean => tiers.includes(3) && tiers.includes(4);

/**
 * Of a role that names no acts: who sees whole numbers and what may be offered to them learns nothing by making lists of them; who sees
 * rows or numbers may take them along. Everybody else does nothing.
 */
const usualActs = (grant: Role): readonly Act[] =>
  seesAll(grant) ? acts : grant.tiers.includes(2) || grant.tiers.includes(3) ? ['EXPORT'] : [];

function scenesOf(granted: readonly Role[]): Viewer['scenes'] {
  const all = granted.map((grant) => grant.scenes ?? (seesAll(grant) ? 'all' : []));
  return all.includes('all') ? null : [...new Set(all.flat())];
}

/** What one role masks or hides, another cannot show. */
function columnsOf(granted: readonly Role[]): ColumnGrant {
  const fields = (kind: keyof ColumnGrant) => new Set(granted.flatMap((grant) => grant.columns[kind].map(fieldOf)));
  return Object.freeze({ shown: fields('shown'), masked: fields('masked'), hidden: fields('hidden') });
}

/** The contract's spelling or the graph's, which stays as it is. */
const fieldOf = (name: string): string => (/[A-Z]/.test(name) ? name : camelCase(name));

/** Figures of fewer numbers are not told to who may not see the numbers themselves; the strictest word of several roles counts. */
const usualMinimumGroup = 11;

function minimumGroupOf(granted: readonly Role[]): number {
  const said = granted.flatMap(({ minimumGroup }) => minimumGroup ?? []);
  if (said.length > 0) return Math.max(...said);
  return granted.some(({ tiers }) => tiers.includes(3)) ? 1 : usualMinimumGroup;
}

/** Of several roles the most counts. */
function limitsOf(granted: readonly Role[]): Limits {
  const most = (figure: (grant: Role) => number): number => Math.max(...granted.map(figure));
  return Object.freeze({
    ...usualLimits,
    lookUpsPerMinute: most((grant) => grant.lookUpsPerMinute),
    requestsAtOnce: most(({ requests }) => requests.atOnce),
    requestsPerSecond: most(({ requests }) => requests.perSecond),
    exportsRunning: most(({ exports }) => exports.running),
    exportsPerDay: most(({ exports }) => exports.perDay),
    exportRows: most(({ exports }) => exports.rows),
  });
}
