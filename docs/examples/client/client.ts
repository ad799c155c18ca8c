import { NumbersPageDocument, type NumbersPageQuery, type TypedDocumentString } from './generated.js';

/** A gateway, and who asks it. */
export interface Gateway {
  /** "http://127.0.0.1:4000" */
  readonly url: string;
  /** API key; none where the gateway has no policies. */
  readonly key?: string;
  /** What personal columns are looked at for; without one they are masked. */
  readonly purpose?: string;
  /** The data to speak of; without one the newest. */
  readonly generation?: string;
}

export interface Answer<Data> {
  readonly data: Data;
  /** The data that it is of: as `generation` of a gateway it holds the next questions to them. */
  readonly generation: string;
}

/** An error of the gateway. Branch on `code`; the message is for people. */
export class GatewayError extends Error {
  readonly code: string;
  /** When to try again, for TOO_BUSY. */
  readonly retryAfterMs: number | undefined;

  constructor({ message, extensions }: { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }) {
    super(message);
    this.code = String(extensions?.code ?? 'INTERNAL');
    this.retryAfterMs = extensions?.retryAfterMs as number | undefined;
  }
}

interface Body<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly extensions: { readonly generation: string };
}

/** What a request says of who asks and about which data. */
export function headersOf({ key, purpose, generation }: Gateway): Record<string, string> {
  return {
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(purpose === undefined ? {} : { 'x-martlet-purpose': purpose }),
    ...(generation === undefined ? {} : { 'x-martlet-generation': generation }),
  };
}

/** Asks a query or mutation of `operations.graphql`. Errors: GatewayError. */
export async function ask<Data, Variables>(
  gateway: Gateway,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(gateway) },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors, extensions } = (await response.json()) as Body<Data>;
  if (errors?.[0]) throw new GatewayError(errors[0]);
  return { data, generation: extensions.generation };
}

type Page = NonNullable<NumbersPageQuery['numbers']>;
export type NumberRow = Page['nodes'][number];

/** All numbers of a slice, page by page, all of the generation of the first page. For more than some thousands: an export. */
export async function* numbersOf(gateway: Gateway, slice: string, first = 500): AsyncGenerator<NumberRow> {
  let { data, generation } = await ask(gateway, NumbersPageDocument, { slice, first });
  const pinned = { ...gateway, generation };
  // A root field is null only beside its error, which `ask` has thrown.
  let page: Page = data.numbers!;
  yield* page.nodes;
  while (page.pageInfo.hasNextPage) {
    ({ data } = await ask(pinned, NumbersPageDocument, { slice, first, after: page.pageInfo.endCursor }));
    page = data.numbers!;
    yield* page.nodes;
  }
}
