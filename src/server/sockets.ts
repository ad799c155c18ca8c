import type { Server } from 'node:http';
import type { FastifyHttpOptions, FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { MartletError } from '../errors.js';
import { isLoopback } from '../lib/loopback.js';

type Sockets = Config['sockets'];

/** Times within which a connection must have said what it wants: Node closes the others, also those that say nothing at all. */
export function socketTimes({ requestMs }: Sockets): FastifyHttpOptions<Server> {
  return {
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
