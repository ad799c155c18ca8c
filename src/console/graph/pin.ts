/**
 * The generation that this page is answered from. The first answer pins it, so that all figures of a page speak of the same data; a newer
 * one is offered to the reader and never swapped under his eyes.
 */
export interface Pin {
  readonly generation: string | null;
  /** A newer one that serves by now. */
  readonly newer: string | null;
}

let pin: Pin = { generation: new URLSearchParams(location.search).get('generation'), newer: null };
const listeners = new Set<() => void>();

export const currentPin = (): Pin => pin;

export function listenToPin(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: Pin): void {
  pin = next;
  for (const listener of listeners) listener();
}

/** Of each answer: from which generation it is. */
export function noteGeneration(id: unknown): void {
  if (typeof id === 'string' && pin.generation === null) set({ generation: id, newer: null });
}

/** Of an answer that nothing was pinned for: what serves now. */
export function noteServing(id: string): void {
  if (pin.generation !== null && id !== pin.generation && id !== pin.newer) set({ ...pin, newer: id });
}
