import type { FastifyInstance } from 'fastify';
import { Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { base } from '../faces/tmf680/resource.js';
import { turnToBegin } from '../lib/yielding.js';
import type { Backend } from './backend/backend.js';
import { UrgentQueue } from './urgent-queue.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The process behind answers it, and counts and notes what comes of it. */
    isForwarded?: boolean;
  }
}

/** What somebody at a counter or on the phone waits for: it is about one number, and computes for a millisecond or two. */
const urgentFields: ReadonlySet<string> = new Set([
  ...['recommendations', 'card', 'decision', 'number'],
  ...['recordOutcome', 'recordShown', 'setDoNotContact'],
]);
/** Paths of the same kind. */
const ofCounter = [base, '/session', '/events'];
/** A longer document is not looked at, and one that asks for more is not urgent: nobody goes before what is. */
const mostLetters = 4000;
const mostFields = 5;
const mostKnown = 1000;

/**
 * What is urgent begins at once, and nobody goes before it but what is urgent too and came earlier. All else is the process behind's, where there
 * is one; here it begins one after the other, a turn of the event loop each. `answerMs`: in which what is urgent is due. Errors: TOO_BUSY.
 */
export function inTurns(
  scope: FastifyInstance,
  answerMs: number,
  backend: Pick<Backend, 'state' | 'forward'> | null = null,
): void {
  const queue = new UrgentQueue(answerMs);
  scope.server.on('connection', () => queue.accepted());
  const known = new LRUCache<string, boolean>({ max: mostKnown, memoMethod: asksForUrgent });
  const isUrgent = (text: string): boolean => text.length <= mostLetters && known.memo(text);
  // Where the body has been read: its events are not the request's own, and would lose whose work it is.
  scope.addHook('preHandler', (request, reply, done) => {
    const { ws, body, url } = request;
    const query = (body as { query?: unknown } | null | undefined)?.query;
    if (ws) done();
    else if (ofCounter.some((path) => url.startsWith(path)) || (typeof query === 'string' && isUrgent(query)))
      queue.enter(done).catch(done);
    else if (backend && backend.state !== 'starting') {
      request.isForwarded = true;
      // It is answered there: nothing is done with it here any more.
      backend.forward(request, reply).catch(done);
    } else void turnToBegin().then(() => done());
  });
}

/** Are all fields that a document asks for at its root urgent ones? What does not parse is told so by who answers. */
function asksForUrgent(text: string): boolean {
  try {
    const { definitions } = parse(text, { noLocation: true });
    const roots = definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? each.selectionSet.selections : []));
    return roots.length <= mostFields && roots.every((root) => root.kind === Kind.FIELD && urgentFields.has(root.name.value));
  } catch {
    return false;
  }
}
