import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { WebsocketHandler } from '@fastify/websocket';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { badInput, MartletError } from '../errors.js';
import type { RequestContext } from '../faces/context.js';
import { isSameOrigin } from '../faces/graph/subscriptions.js';
import { allowOnly, clientError, refuse, statuses, withStatus } from '../faces/rest/refuse.js';

export interface GraphOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>;
  readonly subscriptions: WebsocketHandler;
}

/** The graph over HTTP: POST, GET and WebSocket /graphql. What fails before Apollo has it is told in GraphQL's form as well. */
export function graph(app: FastifyInstance, { apollo, contextOf, subscriptions }: GraphOptions): void {
  app.register(async (scope) => {
    scope.setErrorHandler(async (error: FastifyError, request, reply) => {
      const status = error instanceof MartletError ? statuses[error.code as keyof typeof statuses] : (error.statusCode ?? 500);
      const told = status < 500 && !(error instanceof MartletError) ? badInput(error.message) : clientError(error, request);
      return tell(reply, told, status);
    });
    const url = '/graphql';
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
        if (request.ws && !isSameOrigin(request)) return refuse(reply, foreignPage(request));
      },
      wsHandler: subscriptions,
    });
    allowOnly(scope, url, ['GET', 'POST']);
  });
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
    `Origin: expected a page of ${host}, found ${origin}. Pages of other hosts may not open a WebSocket here.`,
  );

/** While there is no request context Apollo shows only its own kind of error, and its status. */
function asGraphqlError(error: unknown): never {
  if (!(error instanceof MartletError)) throw error;
  throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: statuses[error.code] } } });
}
