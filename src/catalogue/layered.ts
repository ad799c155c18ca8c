import type { SourceLocation } from './names.js';
import type { FileProblems } from './yaml.js';

/** An entry and where it was written. */
export interface Layered<T> {
  readonly entry: T;
  readonly source: SourceLocation;
  /** Where a part of it was written. */
  readonly at?: (path: readonly PropertyKey[]) => SourceLocation;
  /** 0 = shipped, 1 = the user's own directory laid over it. */
  readonly layer: number;
}

/** Adds an entry under its code: a later layer replaces an earlier one's, twice in one layer is a problem. */
export function lay<T>(into: Map<string, Layered<T>>, code: string, layered: Layered<T>, problems: FileProblems): void {
  const existing = into.get(code);
  if (existing && existing.layer === layered.layer) {
    problems.add(layered.source, `${code} is defined twice; the other is in ${existing.source.file}:${existing.source.line}`);
    return;
  }
  into.set(code, layered);
}
