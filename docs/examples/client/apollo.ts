import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { type CachedAsk, withoutId } from './caches.js';
import { type Gateway, headersOf } from './client.js';

/** Apollo Client over a gateway. Without `merge` what one question got of such a type would push out what another one had. */
export function apolloOf(gateway: Gateway): CachedAsk {
  const link = new HttpLink({ uri: `${gateway.url}/graphql`, headers: headersOf(gateway) });
  const typePolicies = Object.fromEntries(withoutId.map((type) => [type, { merge: true }]));
  const client = new ApolloClient({ link, cache: new InMemoryCache({ typePolicies }) });
  return async (document, variables, from = 'cache-first') => {
    const { data } = await client.query({ query: gql(document.toString()), variables: { ...variables }, fetchPolicy: from });
    return data as never;
  };
}
