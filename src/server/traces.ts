import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServer } from '@apollo/server';
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { FastifyInstance } from 'fastify';
import type { RequestContext } from '../faces/context.js';
import { watchDiagnostics } from '../lib/diagnostics.js';
import { version } from '../version.js';

declare module 'fastify' {
  interface FastifyRequest {
    span?: Span;
  }
}

/**
 * Sends a trace of each request to an OpenTelemetry collector, where one is set: the request, and below it each statement with its lane, what it
 * read and why that is no rollup. Names of the schema and the catalogue, codes and counts only: nothing that a client wrote, no value of a person.
 * A collector that is away costs nothing but its traces.
 */
export function traces(app: FastifyInstance, apollo: ApolloServer<RequestContext>, collector: string | null): void {
  if (collector === null) return;
  // With its retries: a process that ends waits no longer for a collector.
  const exporter = new OTLPTraceExporter({ url: collector, timeoutMillis: 2000 });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'martlet', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('martlet', version);
  const around = new AsyncLocalStorage<Context>();

  app.addHook('onRequest', async (request) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? 'none';
    const attributes = { 'http.request.method': method, 'http.route': route, 'martlet.request': request.id };
    request.span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parentOf(headers.traceparent));
  });
  // Only now: a body that is read in between would lose what runs around it.
  app.addHook('preHandler', ({ span }, _reply, done) => {
    if (span) around.run(trace.setSpan(ROOT_CONTEXT, span), done);
    else done();
  });
  app.addHook('onResponse', async ({ span }, { statusCode }) => {
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.setAttribute('http.response.status_code', statusCode).end();
  });
  apollo.addPlugin({
    requestDidStart: async () => ({
      willSendResponse: async ({ operation, contextValue, response: { body } }) => {
        const store = around.getStore();
        const span = store && trace.getSpan(store);
        if (!span || body.kind !== 'single') return;
        const { data, errors = [] } = body.singleResult;
        const first = data === undefined ? undefined : operation?.selectionSet.selections[0];
        span.setAttributes({
          'graphql.operation.type': operation?.operation ?? 'none',
          'martlet.field': first?.kind === 'Field' ? first.name.value : 'none',
          'martlet.generation': contextValue.manifest.id,
          'martlet.errors': [...new Set(errors.map(({ extensions }) => String(extensions?.code)))],
        });
      },
    }),
  });
  const unwatch = watchDiagnostics('statement', ({ statement, lane, code, seconds, reads }) => {
    const attributes = {
      'martlet.lane': lane,
      'martlet.sources': reads.map(({ source }) => source),
      'martlet.rollup_misses': reads.flatMap(({ rollupMissReason }) => rollupMissReason ?? []),
      'martlet.code': code,
    };
    const startTime = Date.now() - seconds * 1000;
    const span = tracer.startSpan(statement, { startTime, attributes }, around.getStore() ?? ROOT_CONTEXT);
    if (code !== 'OK') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  app.addHook('onClose', async () => {
    unwatch();
    // What cannot be sent any more is lost, and must not keep the process from ending.
    await provider.shutdown().catch(() => undefined);
  });
}

/** The trace that a caller is in already, as W3C's header has it. */
function parentOf(traceparent: unknown): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(String(traceparent)) ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true });
}
