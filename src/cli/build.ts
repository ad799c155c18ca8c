import { Command } from 'commander';
import { progress } from './progress.js';
import { martletOf, withSettings } from './settings.js';

export function build(): Command {
  const command = new Command('build')
    .option('--force', 'build all months anew')
    .option('--json', 'print the manifest without its file list')
    .action(async (options: { force?: boolean; json?: boolean }) => {
      const bar = progress(options.json !== true);
      const force = options.force === true;
      const manifest = await martletOf(command).build({ force, onProgress: bar.step }).finally(bar.stop);
      const { files, fingerprints: _, rollups: __, base: ___, coverage: ____, incomplete: _____, ...shown } = manifest;
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ ...shown, bytes }, null, 2)}\n`
          : `Generation ${manifest.id}: ${manifest.months.length} months to ${manifest.months.at(-1)}, ${manifest.numbers.toLocaleString('en')} numbers in the newest, ${(bytes / 1e6).toFixed(0)} MB, ${manifest.checks.length} checks passed.\n`,
      );
    });
  return withSettings(command, [
    'MARTLET_HOME',
    'MARTLET_WAREHOUSE',
    'MARTLET_WAREHOUSE_DATA',
    'MARTLET_CATALOGUE',
    'MARTLET_DEMO_NUMBERS',
    'MARTLET_DEMO_MONTHS',
    'MARTLET_DEMO_SEED',
    'MARTLET_MEMORY',
  ]);
}
