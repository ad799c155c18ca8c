import { Command } from 'commander';
import { commandIn, commandsFor } from './cli/commands.js';
import { run } from './cli/run.js';
import { version } from './version.js';

// What is written holds phone numbers, and keys to them: it is its owner's alone.
process.umask(0o077);

const program = new Command('martlet')
  .description("A GraphQL gateway over a telecom operator's warehouse marts.")
  .version(version)
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nSettings are also read from the environment and from martlet.yaml; see docs/configuration.md.\nExit codes: 0 done, 1 found a fault, 2 wrong use.',
  );

for (const command of await commandsFor(commandIn(process.argv.slice(2)))) program.addCommand(command);

// Who has seen enough (`| head`) closes the pipe: no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await run(program, process.argv);
