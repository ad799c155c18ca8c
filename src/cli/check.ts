import { Command } from 'commander';
import { checkWarehouse } from '../contract/check.js';
import { formatReport } from '../contract/report.js';
import { badInput } from '../errors.js';
import { loadDefinitions } from '../martlet.js';
import { neededBy } from '../tiers/about/coverage.js';
import { openBuilder } from '../warehouse/duckdb.js';
import { progress } from './progress.js';
import { configOf, exit, withSettings } from './run.js';

export function check(): Command {
  const command = new Command('check')
    .description('check a warehouse against the contract, and the catalogue: everything that is wrong, at once')
    .option('--json', 'print the report for machines')
    .action(async (options: { json?: boolean }) => {
      const config = configOf(command);
      const { contract, catalogue } = loadDefinitions(config);
      if (!config.warehouse)
        throw badInput('Which warehouse? Give --warehouse <dir> (or MARTLET_WAREHOUSE); the catalogue itself is in order.');
      const needs = neededBy(catalogue);
      const bar = progress(options.json !== true);
      const builder = await openBuilder({ memoryLimit: config.memory, tempDirectory: `${config.home}/spill` });
      try {
        const report = await checkWarehouse(builder, contract, config.warehouse, {
          neededBy: (mart, column) => needs.get(`${mart}.${column}`) ?? [],
          measures: [...catalogue.measures.keys()],
          onProgress: ({ mart, month, done, total }) => bar.step(done, total, month ? `${mart} ${month}` : mart),
        }).finally(bar.stop);
        process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
        if (report.problems.some(({ severity }) => severity === 'error')) process.exitCode = exit.fault;
      } finally {
        await builder.close();
      }
    });
  return withSettings(command, [
    'MARTLET_HOME',
    'MARTLET_WAREHOUSE',
    'MARTLET_WAREHOUSE_DATA',
    'MARTLET_CATALOGUE',
    'MARTLET_MEMORY',
  ]);
}
