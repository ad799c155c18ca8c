import type { DuckdbSession } from './session.js';

/** An interrupt reaches only a statement that runs: while it still waits for a thread of libuv's pool, the interrupt is lost. */
const INTERRUPT_AGAIN_MS = 50;

/**
 * Does work on a session until the signal aborts; from then on the session is interrupted again and again until the
 * work settles. Aborted work always rejects with the signal's reason, even when the engine managed to finish it or
 * ended it without an error: what came of it may be a part. `work` asks `signal` between its steps.
 */
export async function interruptible<T>(session: DuckdbSession, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let again: NodeJS.Timeout | undefined;
  const interrupt = () => {
    session.interrupt();
    again = setInterval(() => session.interrupt(), INTERRUPT_AGAIN_MS);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearInterval(again);
  }
}
