import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MartletError } from '../../errors.js';

/** Heads of a connection, not of what goes over it. */
const ofConnection = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade'];
/** Heads that are said anew of a request: how long it is, and for whom it is forwarded; nothing is expected before its body. */
const saidAnew = ['content-length', 'expect', 'forwarded'];

/** A process that closes a connection that it holds to be idle would lose the request that is just on its way: this side closes them, first. */
export const [idleMs, backendIdleMs] = [60_000, 3_600_000];

/**
 * Forwards requests to a socket, with who asked them, and their answers back as they come. Who hangs up here hangs up there, and his work ends.
 * Errors: UNAVAILABLE where nobody is there, or answers.
 *
 * Not @fastify/reply-from: it goes on with what nobody waits for any more, and asks again by itself where a GET is answered with 503.
 */
export function forwarding(socketPath: string) {
  const agent = new Agent({ keepAlive: true, timeout: idleMs });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { method, url, body } = request;
    // What is taken as it comes is passed on as it comes.
    const stream = body instanceof Readable ? body : null;
    const text = stream ? undefined : bodyOf(body);
    const asked = send({ agent, socketPath, method, path: url, headers: headersOf(request, text) });
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) asked.destroy();
    });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve).on('error', (cause) => reject(unavailable(cause)));
      if (stream) stream.pipe(asked);
      else asked.end(text);
    });
    reply.hijack();
    const closing = request.server.closing.now ? { connection: 'close' } : {};
    reply.raw.writeHead(answer.statusCode!, { ...without(answer.headers, ofConnection), ...closing });
    // Who hung up is told nothing; an answer that breaks off ends the connection, as the client must not take it for whole.
    await pipeline(answer, reply.raw).catch(() => reply.raw.destroy());
    // Who was refused before all was read may still be sending.
    stream?.resume();
  };
}

/** What is no JSON came as a text. */
const bodyOf = (body: unknown): Buffer | undefined =>
  body === undefined || body === null ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

function headersOf({ headers, id, ip, host, protocol }: FastifyRequest, text: Buffer | undefined) {
  return {
    ...without(headers, [...ofConnection, ...saidAnew]),
    ...(text ? { 'content-length': text.length } : {}),
    'x-request-id': id,
    'x-forwarded-for': ip,
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol,
  };
}

const without = (headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

const unavailable = (cause: Error) =>
  new MartletError(
    'UNAVAILABLE',
    'The process that answers this is being started again. Decisions, cards and single numbers are answered meanwhile. Try again in 5 s.',
    { retryAfterMs: 5000 },
    { cause },
  );
