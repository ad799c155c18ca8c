import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import { emptyServer } from './tool-server.js';

export interface Gateway {
  /** "https://bi.example.com" */
  readonly url: string;
  /** The API key of who asks; undefined where there are no policies. */
  readonly key: string | undefined;
}

/** A server that asks the /mcp of a running gateway: its tools, its rights and its figures. */
export function relayServer(gateway: Gateway): Server {
  const server = emptyServer();
  server.setRequestHandler('tools/list', () => ask(gateway, 'tools/list', {}));
  // Without what the client says of itself: that is between it and this process.
  server.setRequestHandler('tools/call', ({ params: { name, arguments: given } }) =>
    ask(gateway, 'tools/call', { name, ...(given && { arguments: given }) }),
  );
  return server;
}

async function ask({ url, key }: Gateway, method: string, params: object): Promise<never> {
  const headers = {
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(new URL('/mcp', url), { method: 'POST', headers, body }).catch((error: Error) => {
    throw failed(`Expected a gateway at ${url}, found: ${String(error.cause ?? error)}. Start it, or name another with --url.`);
  });
  const text = await answer.text();
  // One message is all that there is, as JSON or as an event.
  const said = parsed(/^data: (.*)$/m.exec(text)?.[1] ?? text);
  if (said?.error) throw new ProtocolError(said.error.code, said.error.message);
  if (said?.result === undefined)
    throw failed(`Expected an answer of the gateway at ${url}, found ${answer.status}: ${said?.message ?? text.slice(0, 200)}`);
  return said.result as never;
}

interface Said {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  /** Of what the gateway refuses before it is a message. */
  readonly message?: string;
}

function parsed(text: string): Said | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const failed = (message: string) => new ProtocolError(ProtocolErrorCode.InternalError, message);
