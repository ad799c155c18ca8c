import Table from 'cli-table3';
import { Command } from 'commander';
import { badInput } from '../errors.js';
import { currentGeneration, generationDir, readManifest } from '../warehouse/generations.js';
import { martletOf, withSettings } from './settings.js';

export function rollups(): Command {
  const command = new Command('rollups').option('--json', 'print a list').action(async (options: { json?: boolean }) => {
    const { config, definitions } = martletOf(command);
    const id = await currentGeneration(config.home);
    if (id === null) throw badInput(`There is no generation in ${config.home} yet: run "martlet build".`);
    const { files } = await readManifest(generationDir(config.home, id));
    const list = definitions.catalogue.rollups.map(({ name, mart, dimensions, trees }) => {
      const own = files.filter(({ path }) => path.startsWith(`rollup/${name}/`));
      const rows = own.reduce((sum, file) => sum + (file.rows ?? 0), 0);
      return { name, mart, dimensions: [...dimensions, ...trees], rows };
    });
    if (options.json) {
      process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
      return;
    }
    const table = new Table({ head: ['rollup', 'of', 'by', 'rows'], colAligns: ['left', 'left', 'left', 'right'] });
    for (const { name, mart, dimensions, rows } of list)
      table.push([name, mart, dimensions.join(', '), rows.toLocaleString('en')]);
    process.stdout.write(`${table.toString()}\n`);
  });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_CATALOGUE']);
}
