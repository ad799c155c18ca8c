import type { Server } from 'node:http';
import { type FastifyHttpOptions, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import type { Config } from '../config.js';
import { MartletError } from '../errors.js';
import { isLoopback } from '../lib/loopback.js';
import { protocolLimits } from '../security/limits.js';
import { backendIdleMs } from './backend/forwarding.js';

type Sockets = Config['sockets'];

/** Of a server that only the process in front of it can reach: that one said who asks, from where, and has it in its log. */
export const behindFront: FastifyHttpOptions<Server> = {
  trustProxy: true,
  requestIdHeader: 'x-request-id',
  logController: new LogController({ disableRequestLogging: true }),
  keepAliveTimeout: backendIdleMs,
  // It comes as JSON writes it: 1e20 in four bytes is one of 21 then.
  bodyLimit: 8 * protocolLimits.bodyBytes,
};

/**
 * Of a server that anybody can reach. Times within which a connection must have said what it wants: Node closes the others, also those that say
 * nothing at all; and whose word is taken on who asks: of nobody else who says that he speaks for others.
 */
export function inFront({ sockets: { requestMs }, proxies }: Pick<Config, 'sockets' | 'proxies'>): FastifyHttpOptions<Server> {
  return {
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    requestIdHeader: false,
    bodyLimit: protocolLimits.bodyBytes,
    requestTimeout: requestMs,
    keepAliveTimeout: requestMs,
    http: { headersTimeout: requestMs, connectionsCheckingInterval: Math.min(requestMs / 2, 5000) },
  };
}

/**
 * Bounds the connections that are open, and the WebSockets among them: one more is closed, and of WebSockets refused. Without policies only
 * names of this machine are answered: a page of elsewhere whose name was made to lead here would else be taken for one of ours.
 */
export function guardSockets(app: FastifyInstance, { sockets, policies }: Pick<Config, 'sockets' | 'policies'>): void {
  app.server.maxConnections = sockets.connections;
  app.addHook('onRequest', async (request) => {
    if (policies === null && !isLoopback(hostOf(request))) throw foreignName(request);
    if (request.ws && app.websocketServer.clients.size >= sockets.webSockets) throw tooMany(sockets);
  });
}

const hostOf = ({ headers: { host = '' } }: FastifyRequest): string => host.replace(/:\d+$/, '');

const foreignName = (request: FastifyRequest) =>
  new MartletError(
    'FORBIDDEN',
    `Host: expected a name of this machine (localhost, 127.0.0.1), found ${JSON.stringify(hostOf(request).slice(0, 60))}. Others are served with MARTLET_POLICIES.`,
  );

const tooMany = ({ webSockets }: Sockets) =>
  new MartletError('TOO_BUSY', `Expected fewer than ${webSockets} open WebSockets. Try again later.`, { retryAfterMs: 5000 });
