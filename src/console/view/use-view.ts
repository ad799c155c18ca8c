import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'wouter';

/** Names that every page understands; they go along when a page is left for another. */
const shared = ['month', 'against', 'slice', 'generation'] as const;

export type ViewChanges = Readonly<Record<string, string | null | undefined>>;

/** The view as the URL has it: what is not in it is as usual. */
export interface View {
  get(name: string): string | null;
  /** Values of a name that has several, with commas between them. */
  list(name: string): readonly string[];
  /** ViewChanges the URL; null takes a name out. `isStep`: the back button returns to before it. */
  set(changes: ViewChanges, isStep?: boolean): void;
}

export function useView(): View {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (changes: ViewChanges, isStep = false) => setSearch((now) => changed(now, changes), { replace: !isStep }),
    [setSearch],
  );
  return useMemo(
    () => ({
      get: (name) => search.get(name),
      list: (name) => (search.get(name) ?? '').split(',').filter((each) => each !== ''),
      set,
    }),
    [search, set],
  );
}

/** Makes links to other pages, with month, comparison and slice as they are here unless said otherwise. */
export function useLinks() {
  const [search] = useSearchParams();
  return useCallback(
    (path: string, changes: ViewChanges = {}): string => {
      const kept = new URLSearchParams();
      for (const name of shared) if (search.has(name)) kept.set(name, search.get(name)!);
      const query = changed(kept, changes).toString();
      return query ? `${path}?${query}` : path;
    },
    [search],
  );
}

/** Goes to a link, as a step that the back button undoes. */
export const useGo = () => useLocation()[1];

function changed(search: URLSearchParams, changes: ViewChanges): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  return next;
}
