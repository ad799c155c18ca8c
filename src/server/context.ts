import { type RouteEntry, sumsLoader } from '../figures/loader.js';
import type { Serving } from '../figures/serving.js';
import type { Definitions } from '../martlet.js';
import type { Viewer } from '../security/viewer.js';
import type { RequestContext } from '../tiers/context.js';
import { targetsLoader } from '../tiers/indicators/targets.js';
import { numbersLoader } from '../tiers/numbers/numbers.loader.js';

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
}

/** One request's context: its viewer, its generation and its own loaders; nothing of it outlives the request. */
export function createContext({ serving, definitions, viewer, requestId, log, signal }: ContextOptions): ServerContext {
  const { catalogue, contract } = definitions;
  const { engine, columns, rollupRows, manifest, facts, labels } = serving;
  const route: RouteEntry[] = [];
  return {
    viewer,
    catalogue,
    contract,
    columns,
    manifest,
    facts,
    labels,
    sums: sumsLoader(engine, viewer, { catalogue, columns, rollupRows }, route, signal),
    rollupRows,
    run: async (asked) => {
      const start = performance.now();
      const rows = await engine.run(asked, { lane: 'dashboards', ...(signal ? { signal } : {}) });
      const ms = Math.round((performance.now() - start) * 100) / 100;
      route.push({ statement: asked.name, source: 'number_state', rollupMissReason: 'number by number', ms });
      return rows;
    },
    targets: targetsLoader(engine, viewer),
    numbers: numbersLoader((asked) => engine.run(asked, { lane: 'slices', ...(signal ? { signal } : {}) }), viewer, manifest),
    requestId,
    route,
    log,
  };
}
