import { MartletError } from '../errors.js';
import { type Limits, usualLimits } from './limits.js';
import type { Rows } from './rows.js';

/** What a viewer may do beyond looking. */
export const acts = [
  'MAKE_LISTS',
  'FREEZE_LISTS',
  'APPROVE_LISTS',
  'WORK',
  'RECORD_OUTCOMES',
  'SET_DO_NOT_CONTACT',
  'EXPORT',
  'SEND_EVENTS',
  'ANNOTATE',
  'MAKE_SETS',
] as const;
export type Act = (typeof acts)[number];

/** Columns of single numbers, by field, e.g. "birthYear". */
export interface ColumnGrant {
  /** Told without tier 3 too: what a card needs. With tier 3 all others are as well. */
  readonly shown: ReadonlySet<string>;
  /** Personal ones that stay masked whatever the purpose. */
  readonly masked: ReadonlySet<string>;
  /** Neither told nor filtered by. */
  readonly hidden: ReadonlySet<string>;
}

/** Marts of the contract, by name, e.g. "contact": what is made of those that are not granted is not told. */
export interface MartGrant {
  /** null = all. */
  readonly granted: readonly string[] | null;
  readonly denied: readonly string[];
}

/** Documents of the graph by the sha256 of their text (hexadecimal), as clients name a persisted query. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** Who asks, and what the policies let them see. Every query begins with one (`readable`). */
export interface Viewer {
  readonly subject: string;
  readonly roles: readonly string[];
  /** Tiers that may be used: 1 indicators, 2 reports, 3 numbers, 4 channels. */
  readonly tiers: readonly number[];
  /** Numbers that may be seen; null = all. An empty list means none. */
  readonly rows: Rows;
  readonly marts: MartGrant;
  /** What for personal columns may be looked at. */
  readonly purposes: readonly string[];
  /** The one of them that the request says it has. */
  readonly purpose: string | null;
  /** How personal columns leave the gateway, at most: in clear only for a purpose (`seesClear`). */
  readonly personal: 'clear' | 'masked';
  /** May see which statements answered a question (`extensions.route`). */
  readonly seesRoute: boolean;
  /** May have the schema told: introspection, and names that may have been meant. */
  readonly introspects: boolean;
  /** What the client's system calls its channels, and the scene of each. */
  readonly channels: Readonly<Record<string, string>>;
  readonly acts: readonly Act[];
  /** The only documents that he may ask the graph; null: any. */
  readonly documents: TrustedDocuments | null;
  /** Scenes of tier 4 that may be used; null = all. An empty list means none. */
  readonly scenes: readonly string[] | null;
  /** Target lists that he has to do with: those of everybody, or those that he made. */
  readonly lists: 'all' | 'own';
  /** Channels at which he may listen to who arrives; null = all. */
  readonly arrivals: readonly string[] | null;
  /** Customers of tier 4 that he may ask about one by one: any, or those of the work that he holds. */
  readonly customers: 'any' | 'claimed';
  readonly columns: ColumnGrant;
  /** A figure of fewer numbers than these is not told (SUPPRESSED), nor is what would give it away; 1: every figure is. */
  readonly minimumGroup: number;
  /** How much one request may ask for. */
  readonly limits: Limits;
}

/** Nothing beyond what the tiers say. */
export const usualColumns: ColumnGrant = Object.freeze({
  shown: new Set<string>(),
  masked: new Set<string>(),
  hidden: new Set<string>(),
});

export const allMarts: MartGrant = Object.freeze({ granted: null, denied: [] });

/** For the embedded demo on loopback only: sees everything. */
export const developer: Viewer = Object.freeze({
  subject: 'developer',
  roles: ['developer'],
  tiers: [1, 2, 3, 4],
  rows: null,
  marts: allMarts,
  purposes: ['development'],
  purpose: 'development',
  personal: 'clear',
  seesRoute: true,
  introspects: true,
  channels: {},
  acts,
  scenes: null,
  lists: 'all',
  arrivals: null,
  customers: 'any',
  documents: null,
  columns: usualColumns,
  minimumGroup: 1,
  limits: Object.freeze({
    ...usualLimits,
    lookUpsPerMinute: Number.POSITIVE_INFINITY,
    costPerRequest: Number.MAX_SAFE_INTEGER,
    costPerMinute: Number.POSITIVE_INFINITY,
    exportsRunning: 10,
    exportsPerDay: 10_000,
    exportRows: 1_000_000_000,
    requestsAtOnce: 10_000,
    requestsPerSecond: 100_000,
    bytesPerMinute: Number.POSITIVE_INFINITY,
  }),
});

/** Whose requests are counted, and how many he may have. */
export type Limited = Pick<Viewer, 'subject' | 'limits'>;

/** Personal columns leave in clear only where the role and the stated purpose both allow it. */
export const seesClear = ({ personal, purpose }: Viewer): boolean => personal === 'clear' && purpose !== null;

/** The viewer with the purpose that a request states; without one nothing personal is shown in clear. Errors: FORBIDDEN. */
export function withPurpose(viewer: Viewer, purpose: string | undefined): Viewer {
  if (purpose === undefined) return viewer;
  if (viewer.purposes.includes(purpose)) return Object.freeze({ ...viewer, purpose });
  throw new MartletError(
    'FORBIDDEN',
    `purpose: expected one that is granted to ${viewer.subject} (${viewer.purposes.join(', ') || 'none'}), found ${JSON.stringify(purpose.slice(0, 60))}.`,
  );
}
