import type { WebsocketHandler } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema, getOperationAST, specifiedRules, validate } from 'graphql';
import { type Extra, makeHandler } from 'graphql-ws/use/@fastify/websocket';
import type { Catalogue } from '../../catalogue/types.js';
import { MartletError } from '../../errors.js';
import { protocolLimits } from '../../security/limits.js';
import { hashOf, requireTrustedDocument } from '../../security/trusted-documents.js';
import type { Viewer } from '../../security/viewer.js';
import type { FailureLog, RequestContext, Who } from '../context.js';
import { localeOf } from '../locale.js';
import { parsed, requireFewObjects, withinBounds } from './bounds.js';
import { charge, costing } from './cost.js';
import { formatErrors, isForClients, wrapped } from './errors.js';

export interface SubscriptionsOptions {
  readonly schema: GraphQLSchema;
  readonly catalogue: Catalogue;
  /** Who asks, and when that is to be asked again. */
  readonly who: {
    readonly viewerOf: (request: Pick<FastifyRequest, 'headers'>) => Viewer;
    readonly onChange: (listener: () => void) => void;
  };
  readonly contextOf: (who: Who, request: FastifyRequest) => Promise<RequestContext>;
  readonly log: FailureLog;
}

/**
 * The graph's subscriptions over a WebSocket (protocol graphql-transport-ws). Who asks, and in which language, is said in the headers
 * `authorization` and `accept-language` or, as browsers cannot set them, in connection_init: { authorization: "Bearer …" }.
 * Queries and mutations stay with POST and its limits.
 */
export function subscriptions({
  schema,
  catalogue,
  who: { viewerOf, onChange },
  contextOf,
  log,
}: SubscriptionsOptions): WebsocketHandler {
  const format = formatErrors(catalogue);
  const costOf = costing(schema, catalogue);
  const formatted = (errors: readonly GraphQLError[]) =>
    errors.map((error) => {
      if (!isForClients(error)) log.error({ err: error.originalError ?? error, path: error.path }, 'a subscription failed');
      return format(error.toJSON(), error);
    });
  const open = new Set<Extra['socket']>();
  // Rights are those of the beginning: where they may be others now, a client begins anew, or does not.
  onChange(() => {
    for (const socket of open) socket.close(1012, 'Other policies hold: connect again');
  });
  return makeHandler<Readonly<Record<string, unknown>>, { who: Who }>({
    isProd: true,
    connectionInitWaitTimeout: protocolLimits.connectionInitMs,
    onConnect: ({ extra, connectionParams }) => {
      try {
        const headers = { ...extra.request.headers, ...textsOf(connectionParams) };
        extra.who = { viewer: viewerOf({ headers }), locale: localeOf(headers) };
        open.add(extra.socket);
        return true;
      } catch (error) {
        if (error instanceof MartletError) return false;
        throw error;
      }
    },
    onClose: ({ extra }) => {
      open.delete(extra.socket);
    },
    onSubscribe: async ({ extra, subscriptions: own }, _id, { query, variables, operationName }) => {
      const refused = (text: string) => [new GraphQLError(text, { extensions: { code: 'BAD_USER_INPUT' } })];
      const { who } = extra as Extra & { who: Who };
      const most = who.viewer.limits.subscriptions;
      if (Object.keys(own).length > most) return refused(`Expected at most ${most} subscriptions on a connection at a time.`);
      try {
        requireTrustedDocument(who.viewer, hashOf(query));
        const document = parsed(query);
        const problems = validate(schema, document, [...specifiedRules, withinBounds], {
          maxErrors: protocolLimits.documentErrors,
        });
        if (problems.length > 0) return problems;
        const operation = getOperationAST(document, operationName);
        if (operation?.operation !== 'subscription')
          return refused('Expected a subscription, found another operation. Send queries and mutations by POST to /graphql.');
        requireFewObjects(variables);
        const contextValue = await contextOf(who, extra.request);
        charge(costOf({ document, operation, variables }), contextValue);
        const args: ExecutionArgs = { schema, document, contextValue };
        return { ...args, variableValues: variables ?? null, operationName: operationName ?? null };
      } catch (error) {
        return [error instanceof GraphQLError ? error : wrapped(error)];
      }
    },
    onNext: (_context, _id, _payload, _args, { errors, ...result }) =>
      errors ? { ...result, errors: formatted(errors) as never } : undefined,
    onError: (_context, _id, _payload, errors) => formatted(errors as readonly GraphQLError[]),
  });
}

const textsOf = (params: Readonly<Record<string, unknown>> | undefined): Record<string, string> =>
  Object.fromEntries(
    ['authorization', 'x-martlet-purpose', 'accept-language'].flatMap((name) => {
      const value = params?.[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** A browser says from which page it comes; only pages of this very host may. What is no browser says nothing. */
export function isSameOrigin({ headers: { origin, host } }: Pick<FastifyRequest, 'headers'>): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
