import type { TypedDocumentString } from './generated.js';

/** Of what is asked for here, the types without an `id`: caches keep them within what they stand in, whose arguments say all that they depend on. */
export const withoutId: readonly string[] = ['Analysis', 'AnalysisRow', 'Indicator', 'Part', 'NumberFinance'];

/** Asks through a normalising cache; `cache-only`: what it has, and nothing is sent. Errors: the client's own. */
export type CachedAsk = <Data, Variables extends object>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  from?: 'cache-first' | 'cache-only',
) => Promise<Data>;
