import type { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

/** Speaks the protocol over the process's own input and output, until the client closes the one. */
export async function overStdio(server: () => Server): Promise<void> {
  const { close } = serveStdio(server);
  await new Promise((resolve) => process.stdin.once('end', resolve).once('close', resolve));
  await close();
}
