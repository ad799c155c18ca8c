import { useCallback, useEffect, useState } from 'react';
import { currentPin } from '../../graph/pin.ts';
import type { Session } from '../../graph/session.ts';

interface RawAnswer {
  readonly text: string;
  readonly ms: number;
  /** In cells; null where the gateway does not tell. */
  readonly cost: number | null;
  /** The variables are no JSON: nothing was asked. */
  readonly isBad: boolean;
}

/** Asks the graph for whatever was written, and gives the answer as it comes, with errors and extensions. */
export function useRaw(session: Session) {
  const [answer, setAnswer] = useState<RawAnswer | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [schema, setSchema] = useState<unknown>(null);
  const [canIntrospect, setCanIntrospect] = useState(true);
  const post = useCallback(
    async (query: string, variables: unknown) => {
      const { generation } = currentPin();
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(session && { 'x-martlet-csrf': session.csrfToken }),
          ...(generation && { 'x-martlet-generation': generation }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return response.json();
    },
    [session],
  );
  useEffect(() => {
    let isGone = false;
    void import('./code-mirror.ts')
      .then(({ getIntrospectionQuery }) => post(getIntrospectionQuery({ descriptions: true }), {}))
      .then((told) => {
        if (isGone) return;
        setSchema(told.data?.__schema ? told.data : null);
        setCanIntrospect(Boolean(told.data?.__schema));
      })
      .catch(() => setCanIntrospect(false));
    return () => {
      isGone = true;
    };
  }, [post]);
  const ask = useCallback(
    async (query: string, variables: string) => {
      const given = parsed(variables);
      if (given === undefined) return setAnswer({ text: '', ms: 0, cost: null, isBad: true });
      setRunning(true);
      const begun = performance.now();
      const told = await post(query, given).catch((error: unknown) => ({ errors: [{ message: String(error) }] }));
      setRunning(false);
      setAnswer({
        text: JSON.stringify(told, null, 2),
        ms: Math.round(performance.now() - begun),
        cost: told.extensions?.cost?.asked ?? null,
        isBad: false,
      });
    },
    [post],
  );
  return { ask, answer, isRunning, schema, canIntrospect };
}

/** undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
