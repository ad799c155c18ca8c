import { AsyncLocalStorage } from 'node:async_hooks';
import { afterPromises, LoopTurns } from './loop-turns.js';

// The event loop is everybody's, and the clerk at the counter waits in it too. Who computes for long asks now and then whether the turn's time is up,
// and goes on when it is his turn again: of all who wait so one after the other, until that turn's time is up, so that ten of them hold others up no
// longer than one. What is urgent does not wait at all: a decision computes for a millisecond, and would stand behind forty answers that take seconds.

/** For how long there is computing in one turn of the loop, in ms. */
const TURN_MS = 5;

const urgency = new AsyncLocalStorage<true>();

/** All that is begun by it waits for nobody: it must be short. */
export const urgently = <T>(work: () => T): T => urgency.run(true, work);

const turns = new LoopTurns(() => TURN_MS);

/** Has there been computing for long enough in this turn of the loop, by what is not urgent? */
export function isYieldDue(): boolean {
  turns.begin();
  return turns.isOver() && !urgency.getStore();
}

/** Lets others have the loop. */
export const yieldLoop = (): Promise<void> => turns.wait();

/** Waits for one's turn to begin: at once, or where there is computing in this turn of the loop already, after the others. */
export async function turnToBegin(): Promise<void> {
  if (turns.isBegun) await yieldLoop();
  else turns.begin();
}

/** As `map`, in as many turns of the loop as it takes. */
export async function mapYielding<T, U>(items: Iterable<T>, of: (item: T) => U): Promise<U[]> {
  const all: U[] = [];
  for (const item of items) {
    if (isYieldDue()) await yieldLoop();
    all.push(of(item));
  }
  return all;
}

/**
 * The same items as promises that come true in as many turns of the loop as it takes: what is done with each as it comes is done in turns
 * too. In lots, as items that come in one tick are looked up together.
 */
export function comeYielding<T>(items: readonly T[], lot: number): readonly (T | Promise<T>)[] {
  if (items.length <= lot) return items;
  const resolves: ((item: T) => void)[] = [];
  const promises = items.map(() => new Promise<T>((resolve) => resolves.push(resolve)));
  const give = async () => {
    for (const [index, item] of items.entries()) {
      if (index % lot === 0) {
        // What is done with the lot before is done first, through all promises that it waits for in this turn.
        await afterPromises();
        if (isYieldDue()) await yieldLoop();
      }
      resolves[index]!(item);
    }
  };
  void give();
  return promises;
}
