import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyError, FastifyInstance } from 'fastify';
import { badInput } from '../errors.js';
import { problemOf, refuse } from '../faces/rest/refuse.js';
import type { Closing } from './health.js';

/**
 * What holds for every answer: it names its request, lets its generation go, says what browsers may do with it, is made small, and ends its
 * connection once the server closes. `origins`: of pages of other hosts that may ask; none without one.
 */
export async function prepareAnswers(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  const closing: Closing = { now: false };
  app.decorate('closing', closing);
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = problemOf(error, request);
    return refuse(reply, problem.error, problem.status);
  });
  // Fastify's own would log the path, and whatever stands in it.
  app.setNotFoundHandler(async (_request, reply) => refuse(reply, nothingHere, 404));
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  app.addHook('onResponse', async (request) => request.lease?.release());
  app.addHook('onRequestAbort', async (request) => request.lease?.release());
  // A connection that is kept alive after its answer would keep the server from closing.
  app.addHook('onSend', async (_request, reply) => {
    if (closing.now) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    closing.now = true;
  });
  // Nothing is a page, but for those that say so: no script, no style, no frame.
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  if (origins.length > 0) await shareWith(app, origins);
  await app.register(compress, {
    // Small answers, as a clerk waits for, cost more to compress than to send.
    encodings: ['gzip'],
    threshold: 32_000,
    // Bodies come as they are: a compressed one may grow to anything.
    globalDecompression: false,
    zlibOptions: { level: 1 },
  });
}

const nothingHere = badInput(
  'There is nothing at this path. Expected / (the console), /graphql, /reports/CODE.csv (.json, .parquet, .arrow, .xlsx), /odata, /exports/ID, /events, /sets, /mcp, /healthz, /readyz or the TMF680 resource.',
);

/** Faces say what their answers vary by; that they vary by origin as well holds for all of them. */
async function shareWith(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(cors, { ...shared, origin: [...origins] });
  app.addHook('onSend', async (_request, reply) => {
    const others = String(reply.getHeader('vary') ?? '');
    if (!/\borigin\b/i.test(others)) reply.header('vary', others ? `${others}, origin` : 'origin');
  });
}

const shared = {
  methods: ['GET', 'HEAD', 'POST'],
  allowedHeaders: [
    'authorization',
    'content-type',
    'accept-language',
    'apollo-require-preflight',
    'x-martlet-generation',
    'x-martlet-purpose',
    'range',
    'if-none-match',
    'mcp-protocol-version',
    'mcp-method',
    'mcp-name',
  ],
  exposedHeaders: ['x-request-id', 'retry-after', 'etag', 'content-disposition', 'content-range', 'www-authenticate'],
  maxAge: 600,
  strictPreflight: false,
};
