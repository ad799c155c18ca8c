/** Computes for so long, in ms. */
export function compute(ms: number): void {
  const start = performance.now();
  while (performance.now() - start < ms);
}
