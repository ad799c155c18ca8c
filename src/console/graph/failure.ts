import type { CombinedError } from '@urql/core';

/** What was refused or failed, as the graph tells it. */
export interface Failure {
  /** One of the gateway's codes, or UNREACHABLE. */
  readonly code: string;
  readonly message: string;
  /** The field that is null for it. */
  readonly path: readonly (string | number)[];
  readonly requestId: string | null;
  /** When to ask again; null: not by itself. */
  readonly retryAfterMs: number | null;
}

export function failuresOf(error: CombinedError | undefined): readonly Failure[] {
  if (!error) return [];
  const { networkError, graphQLErrors, response } = error;
  if (graphQLErrors.length === 0) {
    const message = networkError?.message ?? error.message;
    return [{ code: 'UNREACHABLE', message, path: [], requestId: headerOf(response, 'x-request-id'), retryAfterMs: null }];
  }
  return graphQLErrors.map(({ message, path = [], extensions }) => ({
    code: String(extensions.code ?? 'INTERNAL'),
    message,
    path,
    requestId: (extensions.requestId as string | undefined) ?? headerOf(response, 'x-request-id'),
    retryAfterMs: (extensions.retryAfterMs as number | undefined) ?? null,
  }));
}

const headerOf = (response: Response | undefined, name: string): string | null => response?.headers?.get(name) ?? null;
