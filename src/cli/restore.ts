import { Command } from 'commander';
import { restoreLedger } from '../ledger/backup/restore.js';
import { openLedger } from '../ledger/ledger.js';
import { snapshotFile } from '../lib/snapshot-files.js';
import { listed } from './backup.js';
import { exit } from './run.js';
import { configOf, withSettings } from './settings.js';

export function restore(): Command {
  const command = new Command('restore')
    .argument('<file>', 'a file that "martlet backup" made, of either engine')
    .option('--force', 'replace what the ledger holds: it is lost')
    .option('--json', 'print { "at", "rows", "lists", "audit" }')
    .action(async (file: string, options: { force?: boolean; json?: boolean }) => {
      const config = configOf(command);
      const ledger = await openLedger(config);
      try {
        const made = await restoreLedger(ledger, file, options.force ?? false, (list) => snapshotFile(config.home, list));
        process.stdout.write(
          options.json
            ? `${JSON.stringify(made)}\n`
            : `The ledger is as of ${made.at}: ${listed(made.rows)}\nSnapshots of lists: ${made.lists}\n`,
        );
        const { lines, fault } = made.audit;
        if (fault === null && !options.json) process.stdout.write(`The audit holds, ${lines} line(s).\n`);
        if (fault !== null) {
          process.stderr.write(`martlet: the audit did not hold when the backup was taken: ${fault}.\n`);
          process.exitCode = exit.fault;
        }
      } finally {
        await ledger.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME']);
}
