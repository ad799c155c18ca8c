import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { type CachedAsk, withoutId } from './caches.js';
import { type Gateway, headersOf } from './client.js';

/** urql over a gateway, with the normalising cache (graphcache). */
export function urqlOf(gateway: Gateway): CachedAsk {
  const keys = Object.fromEntries(withoutId.map((type) => [type, () => null]));
  const client = new Client({
    url: `${gateway.url}/graphql`,
    preferGetMethod: false,
    fetchOptions: { headers: headersOf(gateway) },
    exchanges: [cacheExchange({ keys }), fetchExchange],
  });
  return async (document, variables, from = 'cache-first') => {
    const { data, error } = await client.query(document.toString(), { ...variables }, { requestPolicy: from }).toPromise();
    if (error) throw error;
    return data!;
  };
}
