import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { vi } from 'vitest';
import { commandIn, commandsFor } from '../../src/cli/commands.js';
import { run } from '../../src/cli/run.js';
import { compiled } from './compiled.js';

export interface Said {
  readonly status: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Runs a command in this process, with nothing in the environment but what is given: a process costs more than most commands do. */
export async function martlet(args: readonly string[], environment: Environment = {}): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      said[stream] += String(chunk);
      return true;
    }),
  );
  const program = new Command('martlet').showHelpAfterError();
  for (const command of await commandsFor(commandIn(args))) program.addCommand(command);
  const around = process.env;
  process.env = { UV_THREADPOOL_SIZE: around.UV_THREADPOOL_SIZE, ...environment };
  try {
    await run(program, ['node', 'martlet', ...args]);
    return { status: process.exitCode ?? 0, ...said };
  } finally {
    process.env = around;
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

/** Starts the command as a user would, in a process of its own. */
export async function startMartlet(args: readonly string[], environment: Environment = {}) {
  const env = { PATH: process.env.PATH!, UV_THREADPOOL_SIZE: '16', ...environment };
  return spawn(process.execPath, [join(await compiled(), 'src/cli.js'), ...args], { env });
}

/** Runs it to its end. */
export async function martletProcess(args: readonly string[], environment: Environment = {}): Promise<Said> {
  const child = await startMartlet(args, environment);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[stream] += chunk;
    });
  child.stdin.end();
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, ...said };
}
