import { Command } from 'commander';
import { audit } from './cli/audit.js';
import { backup } from './cli/backup.js';
import { build } from './cli/build.js';
import { check } from './cli/check.js';
import { demo } from './cli/demo.js';
import { doctor } from './cli/doctor.js';
import { key } from './cli/key.js';
import { query } from './cli/query.js';
import { restore } from './cli/restore.js';
import { retain } from './cli/retain.js';
import { rollups } from './cli/rollups.js';
import { run } from './cli/run.js';
import { schema } from './cli/schema.js';
import { serve } from './cli/serve.js';
import { trust } from './cli/trust.js';
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

for (const command of [serve, build, check, query, demo, schema, rollups, key, audit, backup, restore, retain, doctor, trust])
  program.addCommand(command());

// Who has seen enough (`| head`) closes the pipe: no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await run(program, process.argv);
