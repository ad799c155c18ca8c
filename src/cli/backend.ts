import { setPriority } from 'node:os';
import { Command } from 'commander';
import type { Martlet } from '../martlet.js';
import { type BackendWords, type FrontWords, quotasOf, speak } from '../server/backend/words.js';
import { createServer } from '../server/server.js';
import { clockAhead, serveSettings } from './serve.js';
import { martletOf, withSettings } from './settings.js';

interface Options {
  readonly log: string;
  readonly socket: string;
  readonly generation: string;
  readonly ahead: string;
}

/** Behind the process that a counter waits for: it gets what that one leaves. 0 is usual, 19 the least. */
const priority = 10;

/** What `martlet serve` starts beside itself. It ends when that one does. */
export function backend(): Command {
  const command = new Command('backend')
    .requiredOption('--socket <path>', 'where to listen')
    .requiredOption('--generation <id>', 'what to begin with')
    .requiredOption('--ahead <ms>', 'how far tier 4’s clock is ahead of the machine’s')
    .requiredOption('--log <level>', 'as of serve')
    .action(async (options: Options) =>
      start(martletOf(command), options).catch((error: unknown) => {
        // The channel alone would keep a process that failed.
        process.disconnect?.();
        throw error;
      }),
    );
  return withSettings(command, serveSettings);
}

async function start(martlet: Martlet, { log, socket, generation, ahead }: Options): Promise<void> {
  // Before any thread is begun, as threads have that of who begins them.
  setPriority(priority);
  // A terminal and a service manager tell all processes of a group to stop: this one goes on until nobody is in front of it.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGUSR2'] as const) process.on(signal, () => {});
  process.once('disconnect', leave);
  const words: BackendWords = {
    metrics: async () => (await app.metrics?.()) ?? [],
    logAt: (level) => {
      app.log.level = level;
    },
  };
  const front = speak<FrontWords, BackendWords>(process, words);
  const served = { ...martlet, open: (id: string) => martlet.open(id, { taker: 'behind', believes: true }) };
  const app = await createServer(served, generation, {
    logLevel: log,
    now: clockAhead(Number(ahead)),
    quotas: quotasOf(front),
    isBackend: true,
  });
  process.off('disconnect', leave);
  process.once('disconnect', () => {
    setTimeout(leave, martlet.config.stop.drainMs).unref();
    void app.close().finally(leave);
  });
  if (!process.connected) leave();
  await app.listen({ path: socket });
  await front.ready();
}

const leave = () => process.exit();
