import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, MartletError } from '../../errors.js';
import type { RequestContext } from '../context.js';
import type { GraphAnswer } from '../graph/execute-document.js';
import { isSameOrigin } from '../graph/subscriptions.js';
import { allowOnly } from '../rest/refuse.js';
import { toolServer } from './tool-server.js';
import type { Tool } from './tools.js';

export interface McpOptions {
  readonly tools: readonly Tool[];
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<RequestContext>;
  readonly ask: (document: string, variables: Readonly<Record<string, unknown>>, context: RequestContext) => Promise<GraphAnswer>;
  /** Of pages of other hosts that may ask. */
  readonly origins: readonly string[];
}

/**
 * POST /mcp: the Model Context Protocol over streamable HTTP, one message a request and no session. Who asks, and what that costs, is as of
 * /graphql.
 */
export function modelContextProtocol(app: FastifyInstance, { tools, contextOf, ask, origins }: McpOptions): void {
  app.register(async (scope) => {
    scope.addHook('preValidation', async (request) => {
      // A page whose name was made to lead here is no page of ours, and the protocol wants it refused.
      if (!isSameOrigin(request) && !origins.includes(request.headers.origin!)) throw foreignPage(request);
      // Each would be a request of its own, and only one be counted.
      if (Array.isArray(request.body)) throw badInput('Expected one JSON-RPC message, found a list. Send each by itself.');
    });
    scope.post('/mcp', async (request, reply) => {
      const server = () =>
        toolServer({
          tools,
          documents: request.viewer.documents,
          ask: async (document, variables) => ask(document, variables, await contextOf(request, reply)),
          site: `${request.protocol}://${request.host}`,
          log: request.log,
        });
      // Nothing is told that was not asked for: there are no streams to hold open.
      const { fetch } = createMcpHandler(server, { maxSubscriptions: 0, keepAliveMs: 0 });
      const answer = await fetch(asked(request), { parsedBody: request.body });
      return reply
        .code(answer.status)
        .headers({ ...Object.fromEntries(answer.headers), 'cache-control': 'no-store', vary: 'authorization, cookie' })
        .send(await answer.text());
    });
    allowOnly(scope, '/mcp', ['POST']);
  });
}

/** The same as the SDK takes it; its body is read already. */
function asked({ method, url, headers, protocol, host }: FastifyRequest): Request {
  const named = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  return new Request(new URL(url, `${protocol}://${host}`), { method, headers: [...named] as [string, string][] });
}

const foreignPage = ({ headers: { origin }, host }: FastifyRequest) =>
  new MartletError(
    'FORBIDDEN',
    `Origin: expected a page of ${host}, found ${origin}. Pages of other hosts may ask here only where MARTLET_ORIGINS names them.`,
  );
