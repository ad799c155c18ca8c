import { AsyncLocalStorage } from 'node:async_hooks';

// The event loop is everybody's, and the clerk at the counter waits in it too. Who computes for long asks now and then whether his time is up, and
// goes on when it is his turn again: of all who wait so one in each turn of the loop, so that ten of them hold others up no longer than one. What is
// urgent does not wait at all: a decision computes for a millisecond, and would stand behind forty answers that take seconds.

/** How long somebody computes in one turn of the loop, in ms. */
const TURN_MS = 5;

const urgency = new AsyncLocalStorage<true>();

/** All that is begun by it waits for nobody: it must be short. */
export const urgently = <T>(work: () => T): T => urgency.run(true, work);

/** When this turn's computing began; null: nobody has computed in it. */
let begun: number | null = null;
const waiting: (() => void)[] = [];

function begin(): void {
  begun = performance.now();
  setImmediate(next);
}

function next(): void {
  begun = null;
  const resume = waiting.shift();
  if (!resume) return;
  begin();
  resume();
}

/** Has there been computing for long enough in this turn of the loop, by what is not urgent? */
export function isYieldDue(): boolean {
  if (begun === null) begin();
  return performance.now() - begun! > TURN_MS && !urgency.getStore();
}

/** Lets others have the loop. */
export const yieldLoop = (): Promise<void> =>
  new Promise((resume) => {
    waiting.push(resume);
    if (begun === null) begin();
  });

/** Waits for one's turn to begin: at once, or where there is computing in this turn of the loop already, after the others. */
export async function turnToBegin(): Promise<void> {
  if (begun === null) begin();
  else await yieldLoop();
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
        // What is done with the lot before is done first.
        await null;
        if (isYieldDue()) await yieldLoop();
      }
      resolves[index]!(item);
    }
  };
  void give();
  return promises;
}
