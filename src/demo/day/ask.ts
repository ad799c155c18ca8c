import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './people.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
export type Data = any;

/** The gateway's word that something is not to be. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Asks the graph as somebody; waits and comes again where it is too busy or its ledger away. Errors: Refusal; a TypeError where nobody answers. */
export async function askGraph(url: string, { secret }: Person, query: string, variables: object = {}): Promise<Data> {
  for (;;) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as Data;
    if (!errors) return data;
    const [{ message, extensions }] = errors;
    if (!['TOO_BUSY', 'UNAVAILABLE'].includes(extensions.code)) throw new Refusal(extensions.code, message);
    await sleep(extensions.retryAfterMs ?? 500);
  }
}

/** The code that it is refused with; "ALLOWED" where it is not. */
export const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ALLOWED',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
