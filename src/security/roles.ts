import { z } from 'zod';
import { scenes } from '../catalogue/offers/types.js';
import { MartletError } from '../errors.js';
import { camelCase } from '../slices/columns.js';
import { type Limits, usualLimits } from './limits.js';
import { type RowGrant, type RowKind, type Rows, rowKinds, rowsTogether } from './rows.js';
import { type Act, acts, type ColumnGrant, type MartGrant, type TrustedDocuments, type Viewer } from './viewer.js';

const kinds = Object.keys(rowKinds) as [RowKind, ...RowKind[]];
const codes = z.array(z.string());
/** all · own (those of the key) · a list of codes */
const values = z.union([z.literal('all'), z.literal('own'), codes], { error: 'expected all, own or a list of codes' });
const tiers = z.array(z.int().min(1).max(4)).default([]);
const scene = z.enum(scenes);
/** A column as the contract writes it, or as the graph does. */
const columns = z.array(z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'expected a column of a number, e.g. birth_year')).default([]);
const count = (least: number, usual: number) => z.int().min(least).default(usual);

export const role = z
  .strictObject({
    tiers,
    /** As `rows.cities`. */
    cities: values.optional(),
    rows: z.partialRecord(z.enum(kinds), values).optional(),
    /** all · a list of marts of the contract. What is made of others is not told. */
    marts: z.union([z.literal('all'), codes], { error: 'expected all, or a list of marts of the contract' }).default('all'),
    personal: z.enum(['clear', 'masked']).default('masked'),
    purposes: z.array(z.string()).default([]),
    /** Left out: what the tiers let him see anyway (`usualActs`). */
    acts: z.array(z.enum(acts)).optional(),
    /** all · a list of scenes of tier 4. Left out: all for who sees whole numbers too, else none. */
    scenes: z.union([z.literal('all'), z.array(scene)], { error: `expected all, or a list of ${scenes.join(', ')}` }).optional(),
    lists: z.enum(['all', 'own']).default('all'),
    /** Where he may listen to who arrives. Left out: all for who sees whole numbers too, else the key's own channels. */
    arrivals: values.optional(),
    customers: z.enum(['any', 'claimed']).default('any'),
    columns: z.strictObject({ shown: columns, masked: columns, hidden: columns }).prefault({}),
    /** Taken away, whatever other roles grant. */
    deny: z
      .strictObject({
        tiers,
        marts: codes.default([]),
        acts: z.array(z.enum(acts)).default([]),
        scenes: z.array(scene).default([]),
        purposes: z.array(z.string()).default([]),
      })
      .prefault({}),
    /** Left out: 1 with tier 3, else 11. */
    minimumGroup: z.int().min(1).optional(),
    lookUpsPerMinute: count(0, usualLimits.lookUpsPerMinute),
    /** Of a page of a report, an analysis or a feed. */
    reportRows: count(1, usualLimits.reportRows),
    /** Of operations of the graph, in cells. */
    cost: z
      .strictObject({ perRequest: count(1, usualLimits.costPerRequest), perMinute: count(1, usualLimits.costPerMinute) })
      .prefault({}),
    /** Of one subject, whatever its keys. */
    requests: z
      .strictObject({
        atOnce: count(1, usualLimits.requestsAtOnce),
        perSecond: count(1, usualLimits.requestsPerSecond),
        bytesPerMinute: count(1, usualLimits.bytesPerMinute),
      })
      .prefault({}),
    /** trusted: he asks the graph no other documents than those of the policies' list. */
    documents: z.enum(['any', 'trusted']).default('any'),
    /** May see which statements answered. */
    route: z.boolean().default(false),
    /** May have the schema told. */
    introspection: z.boolean().default(false),
    /** What a client's system calls its channels (TMF680), and the scene of each. */
    channels: z.record(z.string().min(1), scene).default({}),
    exports: z
      .strictObject({
        running: count(0, usualLimits.exportsRunning),
        perDay: count(0, usualLimits.exportsPerDay),
        rows: count(0, usualLimits.exportRows),
      })
      .prefault({}),
  })
  .superRefine(({ tiers: granted, cities, rows }, { addIssue }) => {
    const issue = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    if (cities === undefined && rows === undefined && granted.length > 0)
      issue('cities', `expected all, own or codes, or rows by ${kinds.join(', ')}`);
    if (rows && Object.keys(rows).length === 0) issue('rows', `expected what they are granted by: ${kinds.join(', ')}`);
    if (cities !== undefined && rows?.cities !== undefined) issue('rows', 'cities: said beside rows already');
  });
export type Role = z.infer<typeof role>;

/** Who has roles, and what of each kind is his own. */
export interface Holder extends Readonly<Partial<Record<RowKind, readonly string[]>>> {
  readonly subject: string;
  readonly roles: readonly string[];
}

/** What viewers are made with. */
export interface Granting {
  readonly roles: Readonly<Record<string, Role>>;
  /** Those that a role may be bound to. */
  readonly documents: TrustedDocuments;
}

/** What is a holder's own, in a key of the policies. */
export const own = Object.fromEntries(kinds.map((kind) => [kind, codes.optional()])) as Record<
  RowKind,
  ReturnType<typeof codes.optional>
>;

/** Grants add up over roles, each kind by itself; but what one of them masks, hides or denies no other gives: deny overrides allow. */
export function grantedTo(holder: Holder, { roles, documents }: Granting): Viewer {
  // Of nothing granted "each of them" would hold, and so everything be allowed.
  if (holder.roles.length === 0)
    throw new MartletError(
      'FORBIDDEN',
      `No role is granted to ${holder.subject}: none that was found has an entry in the policies.`,
    );
  const granted = holder.roles.map((name) => roles[name]!);
  const all = <T>(grants: (grant: Role) => readonly T[]): readonly T[] => [...new Set(granted.flatMap(grants))];
  const without = <T>(granting: readonly T[], denied: readonly T[]): readonly T[] =>
    granting.filter((each) => !denied.includes(each));
  const seeing = granted.filter((grant) => grant.tiers.length > 0);
  return Object.freeze({
    subject: holder.subject,
    roles: holder.roles,
    tiers: [
      ...without(
        all((grant) => grant.tiers),
        all(({ deny }) => deny.tiers),
      ),
    ].sort(),
    rows: rowsTogether(seeing.map((grant) => rowsOf(grant, holder))),
    marts: { granted: martsOf(seeing), denied: all(({ deny }) => deny.marts) },
    purposes: without(
      all((grant) => grant.purposes),
      all(({ deny }) => deny.purposes),
    ),
    purpose: null,
    personal: seeing.length > 0 && seeing.every((grant) => grant.personal === 'clear') ? 'clear' : 'masked',
    seesRoute: granted.some((grant) => grant.route),
    introspects: granted.some((grant) => grant.introspection),
    channels: Object.assign({}, ...granted.map((grant) => grant.channels)),
    acts: without(
      acts.filter((act) => granted.some((grant) => (grant.acts ?? usualActs(grant)).includes(act))),
      all(({ deny }) => deny.acts),
    ),
    scenes: scenesOf(granted),
    lists: granted.some(({ lists }) => lists === 'own') ? 'own' : 'all',
    arrivals: arrivalsOf(granted, holder),
    customers: granted.some(({ customers }) => customers === 'claimed') ? 'claimed' : 'any',
    documents: granted.some((grant) => grant.documents === 'trusted') ? documents : null,
    columns: columnsOf(granted),
    minimumGroup: minimumGroupOf(granted),
    limits: limitsOf(granted),
  });
}

/** Of one role: every kind that it names must hold. */
function rowsOf({ cities, rows: said }: Role, holder: Holder): Rows {
  const named = Object.entries({ ...said, ...(cities !== undefined && { cities }) }) as [RowKind, z.infer<typeof values>][];
  const narrowing = named.filter(([, granting]) => granting !== 'all');
  if (named.length > 0 && narrowing.length === 0) return null;
  const grant: RowGrant = Object.fromEntries(
    narrowing.map(([kind, granting]) => [kind, granting === 'own' ? (holder[kind] ?? []) : (granting as readonly string[])]),
  );
  return named.length === 0 ? [] : [grant];
}

const seesAll = (grant: Role): boolean => grant.tiers.includes(3) && grant.tiers.includes(4);

/**
 * Of a role that names no acts: who sees whole numbers and what may be offered to them learns nothing by making lists of them; who sees
 * rows or numbers may take them along. Everybody else does nothing.
 */
const usualActs = (grant: Role): readonly Act[] =>
  seesAll(grant) ? acts : grant.tiers.includes(2) || grant.tiers.includes(3) ? ['EXPORT'] : [];

function scenesOf(granted: readonly Role[]): Viewer['scenes'] {
  const said = granted.map((grant) => grant.scenes ?? (seesAll(grant) ? 'all' : []));
  const denied = granted.flatMap(({ deny }) => deny.scenes);
  if (said.includes('all') && denied.length === 0) return null;
  return scenes.filter((each) => (said.includes('all') || said.flat().includes(each)) && !denied.includes(each));
}

function arrivalsOf(granted: readonly Role[], { channels = [] }: Holder): Viewer['arrivals'] {
  const said = granted.map((grant) => grant.arrivals ?? (seesAll(grant) ? 'all' : 'own'));
  if (said.includes('all')) return null;
  return [...new Set(said.flatMap((each) => (each === 'own' ? channels : each)))];
}

function martsOf(granted: readonly Role[]): MartGrant['granted'] {
  const said = granted.map(({ marts }) => marts);
  // Who sees nothing is not refused a mart besides.
  return said.length === 0 || said.includes('all') ? null : [...new Set(said.flat())];
}

function columnsOf(granted: readonly Role[]): ColumnGrant {
  const fields = (kind: keyof ColumnGrant) => new Set(granted.flatMap((grant) => grant.columns[kind].map(fieldOf)));
  return Object.freeze({ shown: fields('shown'), masked: fields('masked'), hidden: fields('hidden') });
}

/** The contract's spelling or the graph's, which stays as it is. */
export const fieldOf = (name: string): string => (/[A-Z]/.test(name) ? name : camelCase(name));

/** Figures of fewer numbers are not told to who may not see the numbers themselves; the strictest word of several roles counts. */
const usualMinimumGroup = 11;

function minimumGroupOf(granted: readonly Role[]): number {
  const said = granted.flatMap(({ minimumGroup }) => minimumGroup ?? []);
  if (said.length > 0) return Math.max(...said);
  return granted.some((grant) => grant.tiers.includes(3)) ? 1 : usualMinimumGroup;
}

/** Of several roles the most counts. */
function limitsOf(granted: readonly Role[]): Limits {
  const most = (figure: (grant: Role) => number): number => Math.max(...granted.map(figure));
  return Object.freeze({
    ...usualLimits,
    lookUpsPerMinute: most((grant) => grant.lookUpsPerMinute),
    reportRows: most((grant) => grant.reportRows),
    costPerRequest: most(({ cost }) => cost.perRequest),
    costPerMinute: most(({ cost }) => cost.perMinute),
    requestsAtOnce: most(({ requests }) => requests.atOnce),
    requestsPerSecond: most(({ requests }) => requests.perSecond),
    bytesPerMinute: most(({ requests }) => requests.bytesPerMinute),
    exportsRunning: most(({ exports }) => exports.running),
    exportsPerDay: most(({ exports }) => exports.perDay),
    exportRows: most(({ exports }) => exports.rows),
  });
}
