import { type Command, CommanderError } from 'commander';
import { MartletError } from '../errors.js';

/** Exit codes of every command: done, a fault found, wrong use. */
export const exit = { done: 0, fault: 1, usage: 2 } as const;

function throwOnExit(command: Command): void {
  command.exitOverride();
  for (const each of command.commands) throwOnExit(each);
}

/** Runs a program and turns errors into a message and an exit code: faults of ours keep their stack. */
export async function run(program: Command, argv: readonly string[]): Promise<void> {
  throwOnExit(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exit.done : exit.usage;
    } else {
      const message =
        error instanceof MartletError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`martlet: ${message}\n`);
      process.exitCode = exit.fault;
    }
  }
}
