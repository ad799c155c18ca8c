import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { WebsocketHandler } from '@fastify/websocket';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { MartletError } from '../errors.js';
import type { RequestContext } from '../faces/context.js';
import { isSameOrigin } from '../faces/graph/subscriptions.js';
import { allowOnly, problemOf, refuse, statuses, withStatus } from '../faces/rest/refuse.js';
import { hashOf, requireTrustedDocument, trustedText } from '../security/trusted-documents.js';
import type { Viewer } from '../security/viewer.js';

export interface GraphOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>;
  readonly subscriptions: WebsocketHandler;
  /** Of pages of other hosts that may ask. */
  readonly origins: readonly string[];
}

/** The graph over HTTP: POST, GET and WebSocket /graphql. What fails before Apollo has it is told in GraphQL's form as well. */
export function graph(app: FastifyInstance, { apollo, contextOf, subscriptions, origins }: GraphOptions): void {
  app.register(async (scope) => {
    scope.setErrorHandler(async (error: FastifyError, request, reply) => {
      const problem = problemOf(error, request);
      return tell(reply, problem.error, problem.status);
    });
    const url = '/graphql';
    scope.addHook('preHandler', async ({ ws, viewer, body, query, raw }) => {
      if (ws || viewer.documents === null) return;
      const [sent, named] = [body, query].map((asked) => trustedTextOf(asked, viewer));
      if (sent) Object.assign(body as object, { query: sent });
      // Apollo reads the address itself.
      if (named) raw.url += `&query=${encodeURIComponent(named)}`;
    });
    // Of what is unchanged only the head is sent.
    scope.addHook('onSend', async (_request, reply, payload) => {
      if (reply.statusCode !== 304) return payload;
      reply.removeHeader('content-type');
      return null;
    });
    const handler = fastifyApolloHandler<RequestContext>(apollo, {
      context: (request, reply) => contextOf(request, reply).catch(asGraphqlError),
    });
    scope.route({ method: 'POST', url, handler });
    scope.route({
      method: 'GET',
      url,
      handler,
      exposeHeadRoute: false,
      preValidation: async (request, reply) => {
        if (request.ws && !isSameOrigin(request) && !origins.includes(request.headers.origin!))
          return refuse(reply, foreignPage(request));
      },
      wsHandler: subscriptions,
    });
    allowOnly(scope, url, ['GET', 'POST']);
  });
}

/** The text of a request that has a hash alone, as persisted queries are sent. Errors: UNTRUSTED_DOCUMENT. */
function trustedTextOf(request: unknown, viewer: Viewer): string | undefined {
  const { query, extensions } = (request ?? {}) as { query?: unknown; extensions?: unknown };
  if (typeof query === 'string') requireTrustedDocument(viewer, hashOf(query));
  else if (extensions) {
    const { persistedQuery } = (typeof extensions === 'string' ? fromJson(extensions) : extensions) as Persisted;
    if (persistedQuery) return trustedText(viewer, String(persistedQuery.sha256Hash));
  }
  return undefined;
}

interface Persisted {
  readonly persistedQuery?: { readonly sha256Hash?: unknown };
}

/** What is no JSON is refused by who reads it. */
function fromJson(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function tell(reply: FastifyReply, error: MartletError, status: number): FastifyReply {
  const { code, message, details } = error;
  return withStatus(reply, error, status).send({
    errors: [{ message, extensions: { code, ...details, requestId: reply.request.id } }],
  });
}

const foreignPage = ({ headers: { origin, host } }: FastifyRequest) =>
  new MartletError(
    'FORBIDDEN',
    `Origin: expected a page of ${host}, found ${origin}. Pages of other hosts may open a WebSocket here only where MARTLET_ORIGINS names them.`,
  );

/** While there is no request context Apollo shows only its own kind of error, and its status. */
function asGraphqlError(error: unknown): never {
  if (!(error instanceof MartletError)) throw error;
  throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: statuses[error.code] } } });
}
