import { createClient } from 'graphql-ws';
import { useEffect, useRef } from 'react';
import type { TypedDocumentString } from '../graph/documents.ts';
import { useStart } from './start.tsx';

/**
 * Hears what the gateway tells by itself, as long as a page stands; `variables`: null hears nothing. A connection that breaks is made anew: what
 * was told meanwhile is not told again.
 */
export function useSubscription<Data, Variables extends object>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables | null,
  hear: (data: Data) => void,
): void {
  const { session } = useStart();
  const token = session?.csrfToken;
  const heard = useRef(hear);
  heard.current = hear;
  const [query, asked] = [document.toString(), variables && JSON.stringify(variables)];
  useEffect(() => {
    if (asked === null) return;
    const client = createClient({
      url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
      ...(token && { connectionParams: { 'x-martlet-csrf': token } }),
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
    });
    client.subscribe<Data>(
      { query, variables: JSON.parse(asked) },
      { next: ({ data }) => data && heard.current(data), error: () => {}, complete: () => {} },
    );
    return () => void client.dispose();
  }, [query, asked, token]);
}
