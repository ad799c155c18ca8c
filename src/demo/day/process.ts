import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How `martlet` is run: what Node.js is given before the command's own arguments. */
export type Cli = readonly string[];

export interface EndedCommand {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing that configures a gateway comes from the environment but what is given. */
const environmentWith = (settings: Readonly<Record<string, string>>) => ({ PATH: process.env.PATH ?? '', ...settings });

/** Runs a command of `martlet` to its end. */
export async function runCommand(
  cli: Cli,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<EndedCommand> {
  const child = spawn(process.execPath, [...cli, ...args], { env: environmentWith(settings), stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

/** A gateway in a process of its own, on a free port. */
export interface GatewayProcess {
  readonly url: string;
  /** As when the power fails. */
  kill(): Promise<void>;
  /** Lets it finish what it does; its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a gateway and waits until it answers. Errors: one with what it wrote, where it ends before. */
export async function startGateway(cli: Cli, settings: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const env = environmentWith({ ...settings, PORT: '0' });
  const args = [...cli, 'serve', '--log', 'error'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'pipe'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const url = await listeningAt(child);
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return { url, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}

async function listeningAt({ stderr }: ChildProcess): Promise<string> {
  const lines: string[] = [];
  const reader = createInterface({ input: stderr! });
  for await (const line of reader) {
    lines.push(line);
    const url = / at (http:\S+)\/graphql/.exec(line)?.[1];
    if (!url) continue;
    stderr!.resume();
    return url;
  }
  throw new Error(`the gateway did not start:\n${lines.join('\n')}`);
}
