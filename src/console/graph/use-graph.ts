import { useCallback } from 'react';
import { useMutation, useQuery } from 'urql';
import type { TypedDocumentString } from './documents.ts';
import { type Failure, failuresOf } from './failure.ts';

/** What a page knows of a question that it asked. */
export interface Answer<Data> {
  readonly data: Data | undefined;
  /** Being asked, or asked anew. */
  readonly isLoading: boolean;
  readonly failures: readonly Failure[];
  /** Asks the gateway anew, whatever is kept. */
  readonly again: () => void;
}

/** What is null in a view is not said: arguments have defaults of their own. */
const said = (variables: object) => Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));

/** Asks the graph, again whenever the variables change. `pause`: not yet. */
export function useGraph<Data, Variables extends object>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { pause = false }: { readonly pause?: boolean } = {},
): Answer<Data> {
  const [{ data, error, fetching, stale }, execute] = useQuery<Data>({
    query: document.toString(),
    variables: said(variables),
    pause,
  });
  const again = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  return { data, isLoading: fetching || stale, failures: failuresOf(error), again };
}

/** A change: what it answers, and why it failed. What is shown of the types that it answers with is asked anew. */
export function useChange<Data, Variables>(document: TypedDocumentString<Data, Variables>) {
  const [{ fetching, error }, execute] = useMutation<Data>(document.toString());
  const change = useCallback(
    async (variables: Variables) => {
      const result = await execute(variables as object);
      return { data: result.data, failures: failuresOf(result.error) };
    },
    [execute],
  );
  return { change, isRunning: fetching, failures: failuresOf(error) };
}
