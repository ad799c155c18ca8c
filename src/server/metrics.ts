import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestContext } from '../faces/context.js';
import { watchDiagnostics } from '../lib/diagnostics.js';
import type { Backend } from './backend/backend.js';
import type { ProcessMetrics } from './backend/words.js';
import type { OpenParts } from './parts.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** What this process counted; undefined where nothing is counted. */
    readonly metrics?: () => Promise<ProcessMetrics>;
  }
}

/** Seconds: of a look-up in memory to an export of an hour. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5, 5, 10, 30, 120, 600, 3600];

/**
 * Counts what this process does. Labels are codes, lanes, routes and fields of the schema: a client cannot add to them, and there is nothing of a
 * person in any. `process`: which of a gateway's it is, where there are two.
 */
export function metrics(
  app: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  parts: Pick<OpenParts, 'generations'>,
  process: 'front' | 'backend' | null,
): void {
  const registry = new Registry();
  if (process !== null) registry.setDefaultLabels({ process });
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 });
  apollo.addPlugin(operations(registry));
  const http = new Histogram({
    name: 'martlet_http_seconds',
    help: 'Answers over HTTP.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  });
  app.addHook('onResponse', async ({ method, isForwarded, routeOptions: { url } }, reply) => {
    if (!isForwarded) http.observe({ method, route: url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  watchGenerations(registry, parts);
  const unwatch = watchFloors(registry);
  app.addHook('onClose', async () => unwatch());
  app.decorate('metrics', async () => (await registry.getMetricsAsJSON()) as ProcessMetrics);
}

/** Tells what the gateway's processes counted, in Prometheus's form, on loopback at the port. */
export function tellMetrics(app: FastifyInstance, backend: Pick<Backend, 'metrics'> | null, port: number): void {
  const text = async () => {
    const all = await Promise.all([app.metrics!(), ...(backend ? [backend.metrics()] : [])]);
    return AggregatorRegistry.aggregate(all as object[]).metrics();
  };
  const server = createHttpServer((request, response) => void tell(text, request, response));
  app.addHook('onListen', async () => void server.listen(port, '127.0.0.1'));
  app.addHook('onClose', async () => void server.close());
}

/** Operations of the graph, by the first field that they ask for: their own names are the clients' to choose. */
function operations(registry: Registry): ApolloServerPlugin<RequestContext> {
  const registers = [registry];
  const labelNames = ['type', 'field'];
  const name = 'martlet_operation';
  const seconds = new Histogram({ name: `${name}_seconds`, help: 'Operations of the graph.', labelNames, buckets, registers });
  const errors = new Counter({
    name: `${name}_errors_total`,
    help: 'Errors in answers of the graph; FORBIDDEN and UNAUTHENTICATED are denials.',
    labelNames: [...labelNames, 'code'],
    registers,
  });
  return {
    requestDidStart: async () => {
      const begun = performance.now();
      return {
        willSendResponse: async ({ operation, response: { body } }) => {
          // Of a document that is not valid no field is known to be one of the schema's.
          const valid = operation !== undefined && body.kind === 'single' && body.singleResult.data !== undefined;
          const first = valid ? operation.selectionSet.selections[0] : undefined;
          const labels = { type: operation?.operation ?? 'none', field: first?.kind === 'Field' ? first.name.value : 'none' };
          seconds.observe(labels, (performance.now() - begun) / 1000);
          for (const { extensions } of (body.kind === 'single' && body.singleResult.errors) || [])
            errors.inc({ ...labels, code: String(extensions?.code ?? 'none') });
        },
      };
    },
  };
}

function watchGenerations(registry: Registry, { generations }: Pick<OpenParts, 'generations'>): void {
  const registers = [registry];
  new Gauge({
    name: 'martlet_generation_alarm',
    help: '1 where not the newest generation serves.',
    registers,
    collect() {
      this.set(generations.alarm === null ? 0 : 1);
    },
  });
  new Gauge({
    name: 'martlet_lane_statements',
    help: 'Statements in a lane.',
    labelNames: ['lane', 'state'],
    registers,
    collect() {
      for (const [lane, states] of Object.entries(generations.serving?.engine.load() ?? {}))
        for (const [state, statements] of Object.entries(states)) this.set({ lane, state }, statements);
    },
  });
  new Gauge({
    name: 'martlet_generation_age_seconds',
    help: 'Since the generation that serves was built.',
    registers,
    collect() {
      const { serving } = generations;
      if (serving) this.set((Date.now() - Date.parse(serving.manifest.builtAt)) / 1000);
    },
  });
}

/** What the floors tell while the server is open; gives what ends it. */
function watchFloors(registry: Registry): () => void {
  const registers = [registry];
  const statements = new Histogram({
    name: 'martlet_statement_seconds',
    help: 'Statements on the warehouse, with the time that they waited.',
    labelNames: ['lane', 'code'],
    buckets,
    registers,
  });
  const rollups = new Counter({
    name: 'martlet_rollup_total',
    help: 'Reads that a rollup answered (hit) or could not (miss).',
    labelNames: ['result'],
    registers,
  });
  const ledger = new Counter({
    name: 'martlet_ledger_total',
    help: 'Commits of the ledger (OK) and faults of its database.',
    labelNames: ['code'],
    registers,
  });
  const suppressed = new Counter({
    name: 'martlet_suppressed_total',
    help: 'Figures and cells of too few numbers to be told, and those kept back for such ones.',
    registers,
  });
  const ends = [
    watchDiagnostics('statement', ({ lane, code, seconds, reads }) => {
      statements.observe({ lane, code }, seconds);
      for (const { rollup } of reads) if (rollup !== null) rollups.inc({ result: rollup });
    }),
    watchDiagnostics('ledger', ({ code }) => ledger.inc({ code })),
    watchDiagnostics('suppression', (count) => suppressed.inc(count)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Under no other name than loopback's: a page that a browser took for ours by its name learns nothing. */
async function tell(
  metricsText: () => Promise<string>,
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isOurs = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
  if (!isOurs || method !== 'GET' || url !== '/metrics') return void response.writeHead(isOurs ? 404 : 403).end();
  const text = await metricsText();
  response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text);
}
