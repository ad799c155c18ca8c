import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '../context.js';

export interface GraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A document's answer, as JSON has it, where the graph itself speaks no HTTP: with all that the server does and refuses. */
export async function executeDocument(
  apollo: ApolloServer<RequestContext>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  contextValue: RequestContext,
): Promise<GraphAnswer> {
  const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
  if (body.kind !== 'single') throw new Error('the graph has no @defer: an answer comes in one piece');
  const { data = null, errors = [], extensions = {} } = JSON.parse(JSON.stringify(body.singleResult));
  return { data, errors, extensions };
}
