import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createClient } from 'graphql-ws';
// Node 22 and browsers have a WebSocket of their own.
import { WebSocket } from 'ws';
import { type Gateway, GatewayError, headersOf } from './client.js';
import { ExportProgressDocument, type ExportProgressSubscription, type JobFragment } from './generated.js';

/** An export now and whenever it has changed, until it is at an end. Errors: GatewayError; the WebSocket's own. */
export async function* progressOf(gateway: Gateway, id: string): AsyncGenerator<JobFragment> {
  const url = `${gateway.url.replace(/^http/, 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: headersOf(gateway) });
  try {
    const query = ExportProgressDocument.toString();
    for await (const { data, errors } of client.iterate<ExportProgressSubscription>({ query, variables: { id } })) {
      if (errors?.[0]) throw new GatewayError(errors[0]);
      if (data) yield data.exportProgress;
    }
  } finally {
    await client.dispose();
  }
}

/** Writes a finished export to `path`, and sees to it that the file is what the gateway wrote. */
export async function download(gateway: Gateway, { url, sha256 }: JobFragment, path: string): Promise<void> {
  const response = await fetch(`${gateway.url}${url}`, { headers: headersOf(gateway) });
  if (!response.ok || !response.body) {
    const { message, ...extensions } = (await response.json()) as { readonly message: string };
    throw new GatewayError({ message, extensions });
  }
  const hash = createHash('sha256');
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(response.body, hashed, createWriteStream(path));
  if (hash.digest('hex') !== sha256) throw new Error(`${path}: expected the sha256 ${sha256}. Download it again.`);
}
