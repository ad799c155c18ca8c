import type { FastifyReply, FastifyRequest } from 'fastify';
import { arrivalOf, requireListening } from '../campaigns/arrivals/arrival.js';
import { createContext, type RequestContext, type ResourceContext, type Who } from '../faces/context.js';
import { localeOf } from '../faces/locale.js';
import type { Martlet } from '../martlet.js';
import type { Quotas } from '../security/quotas.js';
import { requireUnbound } from '../security/trusted-documents.js';
import type { Lease } from '../serving/generations.js';
import type { DownloadLinks } from './download-links.js';
import type { OpenParts } from './parts.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Held until the answer is sent. */
    lease?: Lease;
  }
}

/** Makes the contexts in which requests are answered. `links`: null where files are fetched without them, as by the developer. */
export function requestContexts(
  { definitions }: Martlet,
  { generations, audit, jobs, channels, arrivals }: OpenParts,
  links: DownloadLinks | null,
  { lookUps, spending }: Quotas,
) {
  const contextOn = (
    lease: Lease,
    { viewer, locale }: Who,
    { id: requestId, log, caller: { credential } }: FastifyRequest,
    signal?: AbortSignal,
  ): RequestContext =>
    createContext({
      serving: lease.serving,
      definitions,
      viewer,
      requestId,
      locale,
      log,
      ...(signal ? { signal } : {}),
      audit,
      channels,
      lookUps,
      spending,
      exports: { jobs, hold: () => lease.again().release },
      linkTo:
        links && credential
          ? (id) => links.to({ credential, export: id, purpose: viewer.purpose })
          : async (id) => `/exports/${id}`,
    });

  /** Of a request over HTTP: its generation is held until the answer is sent, its work ends when the client hangs up. */
  async function ofRequest(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
    const lease = await generations.lease(pinnedGeneration(request));
    request.lease = lease;
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort(new Error('the client hung up'));
    });
    return contextOn(lease, { viewer: request.viewer, locale: localeOf(request.headers) }, request, gone.signal);
  }

  const ofResource: ResourceContext = async (request, reply, cost) => {
    requireUnbound(request.viewer, `${request.method} ${request.routeOptions.url}`);
    const context = await ofRequest(request, reply);
    await context.charge(cost);
    return context;
  };

  /** Of a subscription, which may last for days: it holds no generation, but what it answers about one. */
  async function ofSubscription(who: Who, request: FastifyRequest): Promise<RequestContext> {
    const lease = await generations.lease();
    lease.release();
    async function* eachGeneration<T>(answer: (context: RequestContext) => Promise<T>): AsyncGenerator<T> {
      for await (const own of generations.changes()) yield await answer(contextOn(own, who, request));
    }
    const own = contextOn(lease, who, request);
    const eachArrival = (channel: string) => {
      requireListening(channel, own);
      return withLeases(arrivals.of(channel), async (row, held) => {
        const context = contextOn(held, who, request);
        const arrival = await arrivalOf(row, context);
        return arrival && { ...arrival, own: context };
      });
    };
    return { ...own, eachGeneration, eachArrival };
  }

  /** What is made of each, on the generation of the moment, which is held until the next is asked for; where that is null, nothing. */
  function withLeases<From, To>(
    source: AsyncIterableIterator<From>,
    make: (each: From, lease: Lease) => Promise<To | null>,
  ): AsyncIterable<To> {
    let held: Lease | undefined;
    const next = async (): Promise<IteratorResult<To>> => {
      held?.release();
      const { done, value } = await source.next();
      if (done) return { done, value: undefined };
      held = await generations.lease();
      try {
        const made = await make(value, held);
        return made === null ? next() : { done: false, value: made };
      } catch (error) {
        held.release();
        throw error;
      }
    };
    const end = async (): Promise<IteratorResult<To>> => {
      held?.release();
      await source.return?.();
      return { done: true, value: undefined };
    };
    return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
  }

  return { ofRequest, ofResource, ofSubscription };
}

/** A client may ask for a generation that is still kept, so that several requests speak of the same data. */
function pinnedGeneration({ headers }: FastifyRequest): string | undefined {
  const id = headers['x-martlet-generation'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}
