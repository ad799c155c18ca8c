import { distance } from 'fastest-levenshtein';
import { MartletError } from '../errors.js';

/** The candidates that a misspelt name may have meant, best first (at most three). */
export function suggestions(name: string, candidates: Iterable<string>): readonly string[] {
  const wanted = name.toUpperCase();
  const limit = Math.max(2, Math.floor(name.length * 0.4));
  return [...candidates]
    .map((candidate) => ({ candidate, d: near(wanted, candidate.toUpperCase()) }))
    .filter(({ d }) => d <= limit)
    .sort((a, b) => a.d - b.d || a.candidate.length - b.candidate.length || a.candidate.localeCompare(b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Edit distance, but a name that contains the other is near: CHURN means CHURN_RATE. */
function near(a: string, b: string): number {
  if (a === b) return 0;
  return a.length >= 3 && (b.includes(a) || a.includes(b)) ? 1 : distance(a, b);
}

/** " Did you mean A, B or C?" or "". */
export function didYouMean(names: readonly string[]): string {
  if (names.length === 0) return '';
  const last = names[names.length - 1];
  const list = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
  return ` Did you mean ${list}?`;
}

/** The error for a name that the catalogue does not have. `kind` as people call it: "measure", "tree". */
export function unknownName(kind: string, name: string, candidates: Iterable<string>): MartletError {
  const list = [...candidates];
  const found = suggestions(name, list);
  const known = found.length > 0 ? '' : ` Known: ${list.slice(0, 12).join(', ')}${list.length > 12 ? ', …' : ''}.`;
  return new MartletError('UNKNOWN_NAME', `Unknown ${kind} "${name}".${didYouMean(found)}${known}`, { suggestions: found });
}

/** The error for a name at a place of the caller's input: `where` and `kind` as they are said, e.g. "orderBy", "column". */
export function unknownAt(where: string, kind: string, name: string, near: readonly string[]): MartletError {
  return new MartletError('UNKNOWN_NAME', `${where}: unknown ${kind} "${name}".${didYouMean(near)}`, { suggestions: near });
}
