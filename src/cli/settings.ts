import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { createMartlet, type Martlet } from '../martlet.js';

/** Options by the setting that they override. */
const settings: Readonly<Record<string, readonly [flags: string, description: string]>> = {
  MARTLET_HOME: ['--home <dir>', 'where generations and the demo operator are kept'],
  MARTLET_WAREHOUSE: ['--warehouse <dir>', 'base marts: a folder of Parquet marts or of mappings (default: the demo operator)'],
  MARTLET_WAREHOUSE_DATA: ['--data <dir>', "what the mappings read: getvariable('data')"],
  MARTLET_CATALOGUE: ['--catalogue <dir>', 'definitions laid over the shipped catalogue'],
  MARTLET_POLICIES: ['--policies <file>', 'roles, grants and API keys'],
  MARTLET_DEMO_NUMBERS: ['--numbers <n>', 'size of the demo operator'],
  MARTLET_DEMO_MONTHS: ['--months <n>', 'months of the demo operator'],
  MARTLET_DEMO_SEED: ['--seed <n>', 'seed of the demo operator'],
  MARTLET_MEMORY: ['--memory <size>', 'of all that it takes, e.g. 4GB'],
  PORT: ['--port <n>', 'port to listen on'],
  HOST: ['--host <address>', 'address to listen on'],
};
export type Setting = keyof typeof settings & string;

/** Gives a command options for these settings. */
export function withSettings(command: Command, names: readonly Setting[]): Command {
  for (const name of names) command.option(...(settings[name] as [string, string]));
  return command;
}

/** The gateway as configured by file, environment and the command's options. */
export function martletOf(command: Command): Martlet {
  return createMartlet(configOf(command));
}

export function configOf(command: Command) {
  const given = command.opts<Record<string, string>>();
  const overrides = Object.entries(settings).map(([name, [flags]]) => {
    const option = /--(\w+)/.exec(flags)![1]!;
    return [name, given[option]] as const;
  });
  return loadConfig(Object.fromEntries(overrides));
}
