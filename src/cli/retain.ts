import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { badInput } from '../errors.js';
import { openLedger } from '../ledger/ledger.js';
import { applyRetention } from '../ledger/retention.js';
import { snapshotFile } from '../lib/snapshot-files.js';
import { listed } from './backup.js';
import { martletOf, withSettings } from './settings.js';

export function retain(): Command {
  const command = new Command('retain')
    .option('--dry-run', 'only tell what would go')
    .option('--json', 'print [{ "kind", "before", "rows", "sha256", "lists" }]')
    .action(async (options: { dryRun?: boolean; json?: boolean }) => {
      const martlet = martletOf(command);
      const { config } = martlet;
      if (config.policies === null)
        throw badInput('MARTLET_POLICIES: expected a file with "retention", found none: nothing says how long things are kept.');
      const { retention } = martlet.policies(config.policies);
      const ledger = await openLedger({ ...config, asItIs: options.dryRun === true });
      try {
        const isTrial = options.dryRun === true;
        const removals = await applyRetention(ledger, retention, { now: new Date(), subject: 'martlet retain', isTrial });
        if (!isTrial)
          for (const list of removals.flatMap(({ lists }) => lists)) await rm(snapshotFile(config.home, list), { force: true });
        const line = ({ kind, before, rows, sha256 }: (typeof removals)[number]) =>
          Object.keys(rows).length === 0
            ? `${kind}: nothing from before ${before}\n`
            : `${kind}: ${listed(rows)} from before ${before}${isTrial ? ' would go' : ' went'}, SHA-256 ${sha256}\n`;
        process.stdout.write(options.json ? `${JSON.stringify(removals)}\n` : removals.map(line).join(''));
      } finally {
        await ledger.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_POLICIES']);
}
