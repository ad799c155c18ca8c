import { Client, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { failuresOf } from './failure.ts';
import { currentPin, noteGeneration } from './pin.ts';
import { leaveToSignIn, type Session } from './session.ts';

/** The graph over HTTP: by the browser's session, pinned to one generation, answers kept by document and variables. */
export function openClient(session: Session): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: () => {
      const { generation } = currentPin();
      return {
        headers: {
          ...(session && { 'x-martlet-csrf': session.csrfToken }),
          ...(generation && { 'x-martlet-generation': generation }),
        },
      };
    },
    exchanges: [
      cacheExchange,
      mapExchange({
        onResult: ({ extensions, error }) => {
          noteGeneration(extensions?.generation);
          if (session && failuresOf(error).some(({ code }) => code === 'UNAUTHENTICATED')) leaveToSignIn();
        },
      }),
      fetchExchange,
    ],
  });
}

/** The id of the generation that serves now, whatever is pinned here; null while the gateway does not tell. */
export async function askServing(session: Session): Promise<string | null> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(session && { 'x-martlet-csrf': session.csrfToken }) },
    body: JSON.stringify({ query: '{ generation { id } }' }),
  }).catch(() => null);
  const answer = response?.ok ? await response.json() : null;
  return answer?.data?.generation?.id ?? null;
}
