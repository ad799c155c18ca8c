import { targetsLoader } from '../indicators/targets.js';
import type { Definitions } from '../martlet.js';
import { numberLoaders } from '../numbers/loaders.js';
import type { Viewer } from '../security/viewer.js';
import { type RouteEntry, runner } from '../serving/run.js';
import type { Serving } from '../serving/serving.js';
import type { EachGeneration, RequestContext, RequestExports } from '../session/session.js';
import { sumsLoader } from '../session/sums-loader.js';

/** Where failures of ours go. */
export interface FailureLog {
  error(fields: { readonly err: unknown; readonly path?: unknown }, message: string): void;
}

export interface ServerContext extends RequestContext {
  readonly requestId: string;
  readonly route: readonly RouteEntry[];
  readonly log: FailureLog;
}

export interface ContextOptions {
  readonly serving: Serving;
  readonly definitions: Definitions;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly log: FailureLog;
  readonly signal?: AbortSignal;
  readonly audit?: RequestContext['audit'];
  readonly channels?: RequestContext['channels'];
  /** Of a running gateway only. */
  readonly exports?: Pick<RequestExports, 'jobs' | 'hold'>;
  readonly eachGeneration?: EachGeneration;
}

/** One request's context: its viewer, its generation and its own loaders; nothing of it outlives the request. */
export function createContext(options: ContextOptions): ServerContext {
  const {
    serving,
    definitions,
    viewer,
    requestId,
    log,
    signal,
    exports,
    eachGeneration = null,
    audit = null,
    channels = null,
  } = options;
  const { catalogue, contract } = definitions;
  const { engine, columns, numberColumns, rollupRows, manifest, facts, labels, decisions, secret } = serving;
  const route: RouteEntry[] = [];
  const run = runner(engine, route, signal);
  const own = { viewer, catalogue, columns, numberColumns, rollupRows, manifest, run, audit, channels };
  return {
    ...own,
    contract,
    facts,
    labels,
    decisions,
    secret,
    sums: sumsLoader(run, viewer, { catalogue, columns, rollupRows }),
    targets: targetsLoader(run, viewer),
    numbers: numberLoaders(own),
    exports: exports ? { ...exports, engine } : null,
    eachGeneration,
    requestId,
    route,
    log,
  };
}
