/** From a range of values to a range of pixels. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** Round steps, 1, 2 or 5 times a power of ten, about `count` of them. */
export function ticksOf(low: number, high: number, count: number): readonly number[] {
  if (high <= low) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number], count = 4): Scale {
  const span = high - low || 1;
  return Object.assign((value: number) => from + ((value - low) / span) * (to - from), { ticks: ticksOf(low, high, count) });
}

/** The least and the greatest of what is known, a little wider; `from0`: with zero in it, as lengths of bars need. */
export function extent(values: readonly (number | null | undefined)[], { from0 = false } = {}): readonly [number, number] {
  const known = values.filter((value): value is number => typeof value === 'number');
  if (known.length === 0) return [0, 1];
  const low = Math.min(...known, ...(from0 ? [0] : []));
  const high = Math.max(...known, ...(from0 ? [0] : []));
  const margin = (high - low || Math.abs(high) || 1) * 0.06;
  return [from0 && low === 0 ? 0 : low - margin, from0 && high === 0 ? 0 : high + margin];
}
