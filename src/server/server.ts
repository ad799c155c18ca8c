import { fastifyApolloHandler } from '@as-integrations/fastify';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { usualPatienceMs } from '../campaigns/recommendations/decide.js';
import { Decider } from '../campaigns/recommendations/decider.js';
import type { Channels } from '../campaigns/session.js';
import { MartletError } from '../errors.js';
import { Exports } from '../exports/jobs/exports.js';
import { exportDirectory } from '../exports/jobs/files.js';
import type { RequestContext } from '../faces/context.js';
import { createContext } from '../faces/context.js';
import { createApollo } from '../faces/graph/apollo.js';
import { createSchema } from '../faces/graph/schema.js';
import { isSameOrigin, subscriptions } from '../faces/graph/subscriptions.js';
import { exportFiles } from '../faces/rest/export-files.js';
import { refuse } from '../faces/rest/refuse.js';
import { reports } from '../faces/rest/reports.js';
import { tmf680 } from '../faces/tmf680/tmf680.js';
import { appendAudit } from '../ledger/audit/audit.js';
import { openLedger } from '../ledger/ledger.js';
import type { Martlet } from '../martlet.js';
import { protocolLimits } from '../security/limits.js';
import { loadPolicies } from '../security/policies.js';
import { developer, type Viewer, withPurpose } from '../security/viewer.js';
import { Generations, type Lease } from '../serving/generations.js';
import { health } from './health.js';

declare module 'fastify' {
  interface FastifyRequest {
    lease?: Lease;
  }
}

export interface ServerOptions {
  readonly logLevel?: string;
  /** How often a new generation is looked for. */
  readonly pollMs?: number;
  /** The clock of tier 4. */
  readonly now?: () => Date;
}

/** The gateway over HTTP: POST, GET and WebSocket /graphql, GET /reports, /exports, /healthz, /readyz, and TMF680. It listens only when told to. */
export async function createServer(
  martlet: Martlet,
  generation: string,
  { logLevel = 'info', pollMs, now = () => new Date() }: ServerOptions = {},
): Promise<FastifyInstance> {
  const { config, definitions } = martlet;
  const app = fastify({
    logger: { level: logLevel, serializers: { req: loggedRequest } },
    bodyLimit: protocolLimits.bodyBytes,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
  });
  const generations = new Generations({ home: config.home, open: martlet.open, log: app.log, pollMs });
  const ledger = await openLedger({ home: config.home, databaseUrl: config.databaseUrl });
  await generations.start(generation).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
  const jobs = await Exports.open({ ledger, dir: exportDirectory(config.home), log: app.log });
  const channels: Channels = {
    ledger,
    home: config.home,
    now,
    decider: new Decider(ledger, config.home, now),
    patienceMs: usualPatienceMs,
  };
  const viewerOf = authentication(config.policies);
  const schema = createSchema(definitions);
  const apollo = createApollo(schema, definitions.catalogue);
  await apollo.start();
  const closing = { now: false };
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
  app.addHook('onClose', async () => {
    await apollo.stop();
    await jobs.close();
    await generations.close();
    await ledger.close();
  });
  const contextOf = async (request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    const viewer = viewerOf(request);
    const lease = await generations.lease(pinnedGeneration(request));
    request.lease = lease;
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort(new Error('the client hung up'));
    });
    return contextFor(lease, viewer, request, gone.signal);
  };
  const contextFor = (
    lease: Lease,
    viewer: Viewer,
    { id: requestId, log }: FastifyRequest,
    signal?: AbortSignal,
  ): RequestContext =>
    createContext({
      serving: lease.serving,
      definitions,
      viewer,
      requestId,
      log,
      ...(signal ? { signal } : {}),
      audit: (entry) => appendAudit(ledger, entry),
      channels,
      exports: { jobs, hold: () => lease.again().release },
    });
  const graphql = {
    url: '/graphql',
    handler: fastifyApolloHandler<RequestContext>(apollo, {
      context: (request, reply) => contextOf(request, reply).catch(asGraphqlError),
    }),
  };
  await app.register(websocket, { options: { maxPayload: protocolLimits.bodyBytes } });
  app.route({ method: 'POST', ...graphql });
  app.route({
    method: 'GET',
    ...graphql,
    preValidation: async (request, reply) => {
      if (request.ws && !isSameOrigin(request)) return refuse(reply, foreignPage(request), request.id);
    },
    wsHandler: subscriptions({
      schema,
      catalogue: definitions.catalogue,
      viewerOf,
      log: app.log,
      // A subscription may last for days: it holds no generation, but what it answers about one.
      contextOf: async (viewer, request) => {
        const lease = await generations.lease();
        lease.release();
        async function* eachGeneration<T>(answer: (context: RequestContext) => Promise<T>): AsyncGenerator<T> {
          for await (const own of generations.changes()) yield await answer(contextFor(own, viewer, request));
        }
        return { ...contextFor(lease, viewer, request), eachGeneration };
      },
    }),
  });
  exportFiles(app, jobs, viewerOf);
  reports(app, contextOf);
  tmf680(app, contextOf);
  health(app, generations, ledger, closing);
  return app;
}

/** No headers and no query string: keys and phone numbers have no place in a log. */
const loggedRequest = ({ method, url, ip }: FastifyRequest) => ({ method, path: url.split('?')[0], ip });

/** How a request's viewer is found. Without policies everyone is the developer, which is why only loopback is served then. */
function authentication(policies: string | null): (request: Pick<FastifyRequest, 'headers'>) => Viewer {
  if (policies === null) return () => developer;
  const { authenticate } = loadPolicies(policies);
  return ({ headers }) => {
    const [scheme, secret] = (headers.authorization ?? '').split(' ');
    const viewer = authenticate(scheme?.toLowerCase() === 'bearer' ? secret : undefined);
    const purpose = headers['x-martlet-purpose'];
    return withPurpose(viewer, typeof purpose === 'string' && purpose !== '' ? purpose : undefined);
  };
}

const foreignPage = ({ headers: { origin, host } }: FastifyRequest) =>
  new MartletError(
    'FORBIDDEN',
    `Origin: expected a page of ${host}, found ${origin}. Pages of other hosts may not open a WebSocket here.`,
  );

/** A client may ask for a generation that is still kept, so that several requests speak of the same data. */
function pinnedGeneration({ headers }: FastifyRequest): string | undefined {
  const id = headers['x-martlet-generation'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Before there is a request context Apollo shows only its own kind of error, and its status. */
function asGraphqlError(error: unknown): never {
  if (!(error instanceof MartletError)) throw error;
  const status = { UNAUTHENTICATED: 401, FORBIDDEN: 403 }[error.code as string] ?? 400;
  throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status } } });
}
