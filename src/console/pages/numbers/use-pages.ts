import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from 'urql';
import { NumbersPageDocument, type NumbersPageQuery, type NumbersPageQueryVariables } from '../../graph/documents.ts';
import { type Failure, failuresOf } from '../../graph/failure.ts';
import type { NumberRow } from './columns.ts';

type Asked = Omit<NumbersPageQueryVariables, 'after' | 'first' | 'isFirst' | 'hasCities'>;

interface Pages {
  /** Of the first page: what is known of all. */
  readonly first: NumbersPageQuery | null;
  readonly rows: readonly NumberRow[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly failures: readonly Failure[];
  /** Fetches the page behind the last, once at a time. */
  readonly more: () => void;
  readonly again: () => void;
}

const nothing = { first: null, rows: [], after: null as string | null, hasMore: true, failures: [] };

/** Numbers page after page, as somebody scrolls: each page begins where the one before ended. */
export function usePages(asked: Asked, hasCities: boolean, pageSize = 200): Pages {
  const client = useClient();
  const key = JSON.stringify(asked);
  const [state, setState] = useState<Omit<Pages, 'more' | 'again' | 'isLoading'> & { after: string | null }>(nothing);
  const [isLoading, setLoading] = useState(true);
  const running = useRef<string | null>(null);
  const load = useCallback(
    async (after: string | null) => {
      const mine = `${key} ${after}`;
      if (running.current === mine) return;
      running.current = mine;
      setLoading(true);
      const given = Object.fromEntries(Object.entries({ ...JSON.parse(key), after }).filter(([, value]) => value != null));
      const variables = { ...given, first: pageSize, isFirst: after === null, hasCities: hasCities && after === null };
      const { data, error } = await client.query<NumbersPageQuery>(NumbersPageDocument.toString(), variables).toPromise();
      // Asked otherwise meanwhile: this answer is nobody's.
      if (running.current !== mine) return;
      running.current = null;
      setLoading(false);
      const page = data?.numbers;
      setState((before) => ({
        first: after === null ? (data ?? null) : before.first,
        rows: after === null ? (page?.nodes ?? []) : [...before.rows, ...(page?.nodes ?? [])],
        after: page?.pageInfo.endCursor ?? null,
        hasMore: page?.pageInfo.hasNextPage ?? false,
        failures: failuresOf(error),
      }));
    },
    [client, key, hasCities, pageSize],
  );
  useEffect(() => {
    setState(nothing);
    void load(null);
    return () => {
      running.current = null;
    };
  }, [load]);
  const { after, hasMore } = state;
  const more = useCallback(() => {
    if (hasMore && after !== null && running.current === null) void load(after);
  }, [load, hasMore, after]);
  const again = useCallback(() => void load(null), [load]);
  return useMemo(() => ({ ...state, isLoading, more, again }), [state, isLoading, more, again]);
}
