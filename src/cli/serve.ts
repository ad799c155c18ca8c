import { fork } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import pc from 'picocolors';
import type { Config } from '../config.js';
import { badInput } from '../errors.js';
import { assertSafeHost, type Martlet } from '../martlet.js';
import { ownQuotas } from '../security/quotas.js';
import { Backend } from '../server/backend/backend.js';
import { createServer } from '../server/server.js';
import { progress } from './progress.js';
import { martletOf, type Setting, withSettings } from './settings.js';

const example = `{ indicatorTree(tree: "LIFECYCLE") { month root { value change children { name value share change } } } }`;

export function serve(): Command {
  const command = new Command('serve')
    .option('--log <level>', 'fatal, error, warn, info, debug, trace or silent', 'info')
    .action(async (options: { log: string }) => start(martletOf(command), options.log));
  return withSettings(command, serveSettings);
}

export const serveSettings: readonly Setting[] = [
  'PORT',
  'HOST',
  'MARTLET_HOME',
  'MARTLET_WAREHOUSE',
  'MARTLET_WAREHOUSE_DATA',
  'MARTLET_CATALOGUE',
  'MARTLET_POLICIES',
  'MARTLET_DEMO_NUMBERS',
  'MARTLET_DEMO_MONTHS',
  'MARTLET_DEMO_SEED',
  'MARTLET_MEMORY',
];

async function start(martlet: Martlet, logLevel: string): Promise<void> {
  const { config } = martlet;
  assertSafeHost(config);
  const bar = progress(true);
  const generation = await martlet.ensureGeneration(bar.step).finally(bar.stop);
  const quotas = ownQuotas();
  const ahead = config.clock ? config.clock.getTime() - Date.now() : 0;
  const backend =
    config.processes === 1
      ? null
      : new Backend(quotas, (socket) => {
          const [, entry, , ...options] = process.argv;
          const own = ['--log', app.log.level, '--socket', socket, '--generation', generation, '--ahead', `${ahead}`];
          return fork(entry!, ['backend', ...options, ...own], { serialization: 'advanced' });
        });
  const served = backend ? { ...martlet, open: (id: string) => martlet.open(id, { taker: 'front' }) } : martlet;
  const app = await createServer(served, generation, {
    logLevel,
    quotas,
    now: clockAhead(ahead),
    ...(backend ? { backend } : {}),
  });
  if (config.clock) app.log.warn(`tier 4 takes it for ${config.clock.toISOString()}: MARTLET_CLOCK is for demonstrations only`);
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw badInput(
      `PORT: ${config.host}:${config.port} is taken by another program. Stop it, or choose another: martlet serve --port ${config.port + 1}`,
    );
  }
  backend?.start(app.log);
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  process.stderr.write(greeting(`http://${config.host}:${port}`, generation, config.policies === null));
  // For the one who is called at night: more in the log, without a restart.
  process.on('SIGUSR2', () => {
    app.log.level = app.log.level === 'debug' ? logLevel : 'debug';
    backend?.logAt(app.log.level);
    app.log.warn(`the log's level is ${app.log.level} from now on (SIGUSR2)`);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(app, config.stop).then(() => process.exit(0)));
  }
}

/** Tells a balancer first, and answers on until it has heard; then takes nothing new and waits for what is under way. */
async function stop(app: Awaited<ReturnType<typeof createServer>>, { leaveMs, drainMs }: Config['stop']): Promise<void> {
  app.closing.now = true;
  await setTimeout(leaveMs);
  globalThis.setTimeout(() => process.exit(1), drainMs).unref();
  await app.close();
}

/** A clock that is so many ms ahead of the machine's. */
export const clockAhead = (ms: number) => (): Date => new Date(Date.now() + ms);

const greeting = (url: string, generation: string, isDevelopment: boolean): string => `
${pc.bold('martlet')} serves generation ${generation} at ${pc.cyan(`${url}/graphql`)}
${isDevelopment ? pc.yellow('Development mode: everyone on this machine sees everything. Set MARTLET_POLICIES for anything else.\n') : ''}
To look at it: ${pc.cyan(`${url}/`)}
A first query to paste:

  curl -s ${url}/graphql -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query: example })}'

`;
