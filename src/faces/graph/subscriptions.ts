import type { IncomingHttpHeaders } from 'node:http';
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
import { costing } from './costing.js';
import { formatErrors, isForClients, wrapped } from './errors.js';

export interface SubscriptionsOptions {
  readonly schema: GraphQLSchema;
  readonly catalogue: Catalogue;
  /** Who asks, until when that holds, and when it is to be asked again before. */
  readonly identify: (
    request: FastifyRequest,
    headers: IncomingHttpHeaders,
  ) => Promise<{ readonly viewer: Viewer; readonly until: Date | null }>;
  readonly onChange: (listener: () => void) => void;
  readonly contextOf: (who: Who, request: FastifyRequest) => Promise<RequestContext>;
  readonly log: FailureLog;
}

/**
 * The graph's subscriptions over a WebSocket (protocol graphql-transport-ws). Who asks, and in which language, is said in the headers
 * `authorization` and `accept-language` or, as browsers cannot set them, in connection_init: { authorization: "Bearer …" }; of who has a cookie,
 * its CSRF token: { "x-martlet-csrf": … }.
 * Queries and mutations stay with POST and its limits.
 */
export function subscriptions({ schema, catalogue, identify, onChange, contextOf, log }: SubscriptionsOptions): WebsocketHandler {
  const format = formatErrors(catalogue);
  const costOf = costing(schema, catalogue);
  const formatted = (errors: readonly GraphQLError[]) =>
    errors.map((error) => {
      if (!isForClients(error)) log.error({ err: error.originalError ?? error, path: error.path }, 'a subscription failed');
      return format(error.toJSON(), error);
    });
  const open = new Map<Extra['socket'], NodeJS.Timeout | undefined>();
  // Rights are those of the beginning: where they may be others now, a client begins anew, or does not.
  onChange(() => {
    for (const socket of open.keys()) socket.close(1012, 'Other policies hold: connect again');
  });
  return makeHandler<Readonly<Record<string, unknown>>, { who: Who }>({
    isProd: true,
    connectionInitWaitTimeout: protocolLimits.connectionInitMs,
    onConnect: async ({ extra, connectionParams }) => {
      try {
        const headers = { ...extra.request.headers, ...textsOf(connectionParams) };
        const { viewer, until } = await identify(extra.request, headers);
        extra.who = { viewer, locale: localeOf(headers) };
        open.set(extra.socket, until ? closeAt(until, extra.socket) : undefined);
        return true;
      } catch (error) {
        if (error instanceof MartletError) return false;
        throw error;
      }
    },
    onClose: ({ extra }) => {
      clearTimeout(open.get(extra.socket));
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
        await contextValue.charge(costOf({ document, operation, variables }));
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

/** Closed as one that may not go on: clients prove who they are anew. Timers know 24 days at most, which is long enough for any connection. */
function closeAt(until: Date, socket: Extra['socket']): NodeJS.Timeout {
  const waitMs = Math.min(until.getTime() - Date.now(), 2 ** 31 - 1);
  return setTimeout(() => socket.close(4403, 'What you signed in with is over: connect again'), waitMs);
}

const textsOf = (params: Readonly<Record<string, unknown>> | undefined): Record<string, string> =>
  Object.fromEntries(
    ['authorization', 'x-martlet-purpose', 'accept-language', 'x-martlet-csrf'].flatMap((name) => {
      const value = params?.[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** A browser says from which page it comes; only pages of this very host may. What is no browser says nothing. */
export function isSameOrigin({ headers: { origin }, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
