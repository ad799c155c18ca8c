import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { badInput, MartletError } from '../errors.js';
import { type Limits, usualLimits } from './limits.js';
import type { Viewer } from './viewer.js';

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

const key = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{6,32}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  subject: z.string().min(1),
  roles: z.array(z.string()).min(1),
  cities: z.array(z.string()).default([]),
});

const file = z.strictObject({ roles: z.record(z.string(), role), keys: z.array(key) });

export interface Policies {
  /** The viewer of an API key. Errors: UNAUTHENTICATED. */
  authenticate(secret: string | undefined): Viewer;
}

/** Reads roles, grants and API keys (as hashes). Errors: BAD_USER_INPUT with every problem. */
export function loadPolicies(path: string): Policies {
  const result = file.safeParse(parse(readFileSync(path, 'utf8')));
  if (!result.success) {
    throw badInput(`${path}:\n${result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
  }
  const { roles, keys } = result.data;
  for (const { id, roles: names } of keys) {
    const unknown = names.find((name) => !Object.hasOwn(roles, name));
    if (unknown)
      throw badInput(
        `${path}: key ${id} has the role "${unknown}", which is not defined. Roles: ${Object.keys(roles).join(', ')}.`,
      );
  }
  const viewers = new Map(
    keys.map((entry) => [entry.id, { hash: Buffer.from(entry.sha256, 'hex'), viewer: viewerOf(entry, roles) }]),
  );
  return {
    authenticate: (secret) => {
      const entry = viewers.get(secret?.split('_')[1] ?? '');
      const hash = createHash('sha256')
        .update(secret ?? '')
        .digest();
      if (!entry || !timingSafeEqual(entry.hash, hash)) {
        throw new MartletError('UNAUTHENTICATED', 'Expected an API key of this gateway in the header "Authorization: Bearer …".');
      }
      return entry.viewer;
    },
  };
}

/** Grants add up over roles, but what one of them masks stays masked: deny overrides allow. */
function viewerOf(entry: z.infer<typeof key>, roles: Readonly<Record<string, z.infer<typeof role>>>): Viewer {
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
    limits: limitsOf(granted.map((grant) => grant.exports)),
  });
}

/** Of several roles the most counts. */
const limitsOf = (granted: readonly z.infer<typeof role>['exports'][]): Limits =>
  Object.freeze({
    ...usualLimits,
    exportsRunning: Math.max(...granted.map(({ running }) => running)),
    exportsPerDay: Math.max(...granted.map(({ perDay }) => perDay)),
    exportRows: Math.max(...granted.map(({ rows }) => rows)),
  });

/** A new API key: the secret to hand over once (192 random bits), and its line for the policies file. */
export function newKey(subject: string, roles: readonly string[], cities: readonly string[]) {
  const id = randomBytes(6).toString('hex');
  const secret = `martlet_${id}_${randomBytes(24).toString('base64url')}`;
  const sha256 = createHash('sha256').update(secret).digest('hex');
  return { secret, entry: { id, sha256, subject, roles: [...roles], cities: [...cities] } };
}
