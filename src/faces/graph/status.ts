import type { HTTPGraphQLRequest } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';

export interface Answered {
  /** undefined: as it is. */
  readonly status: number | undefined;
  /** Seconds. */
  readonly retryAfter?: string;
}

const busy = new Set<unknown>(['TOO_BUSY', 'DEADLINE_EXCEEDED']);

/**
 * The status of an answer, by the standard (GraphQL over HTTP) where it says one: under `application/json` a request that can be read is
 * answered with 200, whatever is wrong with its document; under `application/graphql-response+json` with 400. What nobody could answer
 * in time is 503, so that clients and balancers come again. `found`: the status that Apollo gives; `source`: the document, once it is known.
 */
export function statusOf(
  { data, errors = [] }: FormattedExecutionResult,
  found: number | undefined,
  http: Pick<HTTPGraphQLRequest, 'headers'> | undefined,
  source: string | undefined,
): Answered {
  if (errors.length === 0) return { status: found };
  const hasNothing = !data || Object.values(data).every((value) => value === null);
  if (hasNothing && errors.every(({ extensions }) => busy.has(extensions?.code))) {
    const waits = errors.map(({ extensions }) => Number(extensions?.retryAfterMs ?? 1000));
    return { status: 503, retryAfter: String(Math.ceil(Math.max(...waits) / 1000)) };
  }
  const isClients = errors.every(({ extensions }) => extensions?.code !== 'INTERNAL');
  const status = found === 500 && isClients ? 400 : found;
  const isJson = !/application\/graphql-response\+json/.test(http?.headers.get('accept') ?? '');
  return { status: status === 400 && source !== undefined && isJson ? 200 : status };
}
