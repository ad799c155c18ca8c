import { Command } from 'commander';
import { backupLedger } from '../ledger/backup/backup.js';
import { snapshotRows } from '../ledger/backup/snapshots.js';
import { openLedger } from '../ledger/ledger.js';
import { snapshotFile } from '../lib/snapshot-files.js';
import { exit } from './run.js';
import { configOf, withSettings } from './settings.js';

export function backup(): Command {
  const command = new Command('backup')
    .argument('<file>', 'the file to make, e.g. ledger-2026-10-01.ndjson.gz')
    .option('--json', 'print { "file", "at", "migrations", "rows", "sha256", "lists", "lost" }')
    .action(async (file: string, options: { json?: boolean }) => {
      const config = configOf(command);
      const ledger = await openLedger({ ...config, asItIs: true });
      try {
        const made = await backupLedger(ledger, file, (list) => snapshotFile(config.home, list));
        process.stdout.write(
          options.json
            ? `${JSON.stringify(made)}\n`
            : `${file}: ${listed(made.rows)}\nSnapshots of lists: ${made.lists}\nSHA-256: ${made.sha256}\n`,
        );
        if (made.lost.length === 0) return;
        const lists = made.lost.join(', ');
        process.stderr.write(`martlet: missing or damaged, and not in the backup: the snapshots of the lists ${lists}.\n`);
        process.exitCode = exit.fault;
      } finally {
        await ledger.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME']);
}

/** "audit_line 4, export_job 2". */
export const listed = (rows: Readonly<Record<string, number>>): string =>
  Object.entries(rows)
    .filter(([table]) => table !== snapshotRows)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ');
