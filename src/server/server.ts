import fastifyApollo from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { MartletError } from '../errors.js';
import type { Martlet } from '../martlet.js';
import { loadPolicies } from '../security/policies.js';
import { developer, type Viewer } from '../security/viewer.js';
import { createApollo } from './apollo.js';
import { createContext, type ServerContext } from './context.js';
import { Generations, type Lease } from './generations.js';
import { health } from './health.js';
import { reports } from './reports.js';
import { createSchema } from './schema.js';

declare module 'fastify' {
  interface FastifyRequest {
    lease?: Lease;
  }
}

const maxBody = 1_000_000;

/** The gateway over HTTP: POST and GET /graphql, GET /reports, /healthz, /readyz. It listens only when told to. */
export async function createServer(
  martlet: Martlet,
  generation: string,
  { logLevel = 'info', pollMs }: { readonly logLevel?: string; readonly pollMs?: number } = {},
): Promise<FastifyInstance> {
  const { config, definitions } = martlet;
  const app = fastify({
    logger: { level: logLevel, serializers: { req: loggedRequest } },
    bodyLimit: maxBody,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
  });
  const generations = new Generations(martlet, app.log, pollMs);
  await generations.start(generation);
  const viewerOf = authentication(config.policies);
  const apollo = createApollo(createSchema(definitions), definitions.catalogue);
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
    await generations.close();
  });
  const contextOf = async (request: FastifyRequest, reply: FastifyReply): Promise<ServerContext> => {
    const viewer = viewerOf(request);
    const lease = await generations.lease(pinnedGeneration(request));
    request.lease = lease;
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort(new Error('the client hung up'));
    });
    const { serving } = lease;
    return createContext({ serving, definitions, viewer, requestId: request.id, log: request.log, signal: gone.signal });
  };
  await app.register(fastifyApollo<ServerContext>(apollo), {
    path: '/graphql',
    method: ['GET', 'POST'],
    context: (request, reply) => contextOf(request, reply).catch(asGraphqlError),
  });
  reports(app, contextOf);
  health(app, generations, closing);
  return app;
}

/** No headers and no query string: keys and phone numbers have no place in a log. */
const loggedRequest = ({ method, url, ip }: FastifyRequest) => ({ method, path: url.split('?')[0], ip });

/** How a request's viewer is found. Without policies everyone is the developer, which is why only loopback is served then. */
function authentication(policies: string | null): (request: FastifyRequest) => Viewer {
  if (policies === null) return () => developer;
  const { authenticate } = loadPolicies(policies);
  return ({ headers }) => {
    const [scheme, secret] = (headers.authorization ?? '').split(' ');
    return authenticate(scheme?.toLowerCase() === 'bearer' ? secret : undefined);
  };
}

/** A client may ask for a generation that is still kept, so that several requests speak of the same data. */
function pinnedGeneration({ headers }: FastifyRequest): string | undefined {
  const id = headers['x-martlet-generation'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Before there is a request context Apollo shows only its own kind of error, and its status. */
function asGraphqlError(error: unknown): never {
  if (!(error instanceof MartletError)) throw error;
  const status = error.code === 'UNAUTHENTICATED' ? 401 : 400;
  throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status } } });
}
