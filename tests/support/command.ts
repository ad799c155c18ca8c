import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { vi } from 'vitest';
import { commandIn, commandsFor } from '../../src/cli/commands.js';
import { run } from '../../src/cli/run.js';
import { builtCommand } from './compiled.js';

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
  return spawn(process.execPath, [await builtCommand(), ...args], { env });
}

/** The address of a server that was started: it tells it when it listens; and then both of its processes are waited for. */
export async function urlOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  let said = '';
  const url = await new Promise<string>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
  });
  const ready = async () => ((await (await fetch(`${url}/readyz`)).json()) as { backend?: string }).backend;
  while ((await ready()) === 'starting') await sleep(100);
  return url;
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
