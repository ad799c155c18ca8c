import { Command } from 'commander';
import { progress } from './progress.js';
import { martletOf, withSettings } from './settings.js';

export function demo(): Command {
  const command = new Command('demo').option('--json', 'print { "dir": … }').action(async (options: { json?: boolean }) => {
    const bar = progress(options.json !== true);
    const dir = await martletOf(command).demo(bar.step).finally(bar.stop);
    process.stdout.write(options.json ? `${JSON.stringify({ dir })}\n` : `The demo operator's base marts are in ${dir}\n`);
  });
  return withSettings(command, [
    'MARTLET_HOME',
    'MARTLET_DEMO_NUMBERS',
    'MARTLET_DEMO_MONTHS',
    'MARTLET_DEMO_SEED',
    'MARTLET_MEMORY',
  ]);
}
