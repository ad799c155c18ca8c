import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Arrival } from '../campaigns/arrivals/arrival.js';
import { goalListsLoader } from '../campaigns/lists/goal-lists.js';
import { standingLoader } from '../campaigns/standing/standing-lists.js';
import type { ExportSession, RunningExports } from '../exports/session.js';
import { annotationsBeside } from '../indicators/annotations/annotations.js';
import { targetsLoader } from '../indicators/plan-loader.js';
import type { Keep } from '../indicators/session.js';
import type { Waiter } from '../lib/in-flight.js';
import { memo } from '../lib/memo.js';
import { numberLoaders } from '../numbers/loaders.js';
import { ofMartsGranted } from '../security/marts.js';
import type { Quotas } from '../security/quotas.js';
import { type Cost, charging } from '../security/spending.js';
import type { Viewer } from '../security/viewer.js';
import type { Definitions } from '../serving/definitions.js';
import { type RouteEntry, readingOf } from '../serving/run.js';
import type { Serving } from '../serving/serving.js';
import { sumsLoader } from '../session/sums-loader.js';
import type { Locale } from './locale.js';

/** Where failures of ours go. */
export interface FailureLog {
  error(fields: { readonly err: unknown; readonly path?: unknown }, message: string): void;
}

/** What the faces share in one request: all that the floors below ask for, and how its answer is told. */
export interface RequestContext extends ExportSession {
  readonly requestId: string;
  /** The language of words where none is named. */
  readonly locale: Locale;
  readonly route: readonly RouteEntry[];
  /** Charges what the request asks for, before it is read. Errors: TOO_COSTLY, TOO_BUSY. */
  readonly charge: (cost: Cost) => Promise<void>;
  readonly keep: Keep<RequestContext>;
  readonly log: FailureLog;
  /** Was a line of the audit asked for, as one is each time? */
  readonly isNoted: () => boolean;
  /** An answer for each generation that begins to serve from now on, in a context of it; null where none ever does. */
  readonly eachGeneration: EachGeneration | null;
  /** Who arrives at a channel from now on, with a context of the moment; null where nobody ever does. Errors: FORBIDDEN. */
  readonly eachArrival: EachArrival | null;
  /** Where the file of an export is to GET without a key, for some minutes; null where nobody hands files out. */
  readonly linkTo: ((id: string) => Promise<string>) | null;
}

/**
 * The context of a resource that is no document of the graph: there is none without its cost being charged, nor for who is bound to trusted
 * documents. Errors: also TOO_COSTLY, TOO_BUSY, UNTRUSTED_DOCUMENT.
 */
export type ResourceContext = (request: FastifyRequest, reply: FastifyReply, cost: Cost) => Promise<RequestContext>;

/** Who asks, and in which language. */
export type Who = Pick<RequestContext, 'viewer' | 'locale'>;

export type EachGeneration = <T>(answer: (context: RequestContext) => Promise<T>) => AsyncIterable<T>;

export type EachArrival = (channel: string) => AsyncIterable<Arrival & { readonly own: RequestContext }>;

/** With whom waits for the answer; by itself the viewer does. */
export interface ContextOptions extends Waiter {
  readonly serving: Serving;
  readonly definitions: Definitions;
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Default: EN. */
  readonly locale?: Locale;
  readonly log: FailureLog;
  readonly audit?: RequestContext['audit'];
  readonly channels?: RequestContext['channels'];
  readonly lookUps?: RequestContext['lookUps'];
  /** What each viewer's requests cost; none where that is not counted. */
  readonly spending?: Quotas['spending'];
  /** Of a running gateway only. */
  readonly exports?: Pick<RunningExports, 'jobs' | 'hold'>;
  readonly eachGeneration?: EachGeneration;
  readonly eachArrival?: EachArrival;
  readonly linkTo?: RequestContext['linkTo'];
}

/** One request's context: its viewer, its generation and its own loaders; nothing of it outlives the request. */
export function createContext(options: ContextOptions): RequestContext {
  const {
    serving,
    definitions,
    requestId,
    locale = 'EN',
    log,
    signal,
    exports,
    eachGeneration = null,
    eachArrival = null,
    linkTo = null,
    audit = null,
    channels = null,
    lookUps = null,
    spending,
  } = options;
  const { catalogue, contract, suppose } = definitions;
  const {
    engine,
    cluster,
    columns,
    numberColumns,
    rollupRows,
    manifest,
    labels,
    decisions,
    secret,
    figures,
    kept,
    timeZone,
    points,
  } = serving;
  const { viewer, coverage } = ofMartsGranted(
    options.viewer,
    serving.coverage,
    contract.marts.keys(),
    numberColumns,
    catalogue.dimensions.values(),
  );
  const route: RouteEntry[] = [];
  const notes: Promise<unknown>[] = [];
  const waiter: Waiter = { ...(signal && { signal }), askers: options.askers ?? (() => [viewer.subject]) };
  const reading = readingOf(engine, route, {
    ...waiter,
    atOnce: viewer.limits.statements,
    figures,
    cluster,
    ready: () => Promise.all(notes),
  });
  const { run, read } = reading;
  const own = {
    viewer,
    catalogue,
    columns,
    numberColumns,
    rollupRows,
    manifest,
    secret,
    run,
    read,
    audit,
    ledger: channels?.ledger ?? null,
  };
  return {
    ...own,
    ...reading,
    kept,
    timeZone,
    keep: async (what, make, bytes) => {
      const { rows, marts, minimumGroup } = viewer;
      const makeFor = async (of: Waiter) => {
        const own = createContext({ ...options, ...of });
        const made = await make(own);
        route.push(...own.route);
        return made;
      };
      const kept = await figures.answer(JSON.stringify([what, rows, marts, minimumGroup]), waiter, makeFor, bytes);
      if (kept.isKept) route.push({ statement: what, source: 'kept answer', rollupMissReason: null, ms: 0, kept: true });
      return kept.answer;
    },
    share: serving.share,
    signal: signal ?? null,
    note: (entry) => {
      if (!audit) return;
      const written = audit(entry);
      // Whoever reads next is told of its failure; where nobody does, nothing was shown.
      written.catch(() => {});
      notes.push(written);
    },
    isNoted: () => notes.length > 0,
    lookUps,
    charge: charging(viewer, spending ?? null),
    channels,
    sets: channels,
    suppose,
    contract,
    coverage,
    labels,
    decisions,
    sums: sumsLoader(run, viewer, { catalogue, columns, rollupRows }),
    targets: targetsLoader(run, viewer),
    points,
    numbers: numberLoaders({ ...own, points }),
    annotations: channels && memo(() => annotationsBeside(channels.ledger, viewer)),
    goalLists: channels && goalListsLoader(channels),
    standingLists: channels && standingLoader(channels.ledger),
    exports: exports ? { ...exports, engine } : null,
    eachGeneration,
    eachArrival,
    linkTo,
    requestId,
    locale,
    route,
    log,
  };
}
