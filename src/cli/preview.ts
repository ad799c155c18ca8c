import { Command } from 'commander';
import { type MartPreview, previewWarehouse } from '../contract/preview/preview.js';
import { badInput } from '../errors.js';
import { bigintAsText } from '../lib/bigint.js';
import type { CsvCell } from '../lib/csv.js';
import { buffersOf } from '../lib/memory.js';
import { contractOf } from '../serving/definitions.js';
import { openBuilder } from '../warehouse/duckdb.js';
import type { Value } from '../warehouse/engine.js';
import { drawTable } from './query-table.js';
import { exit } from './run.js';
import { configOf, withSettings } from './settings.js';
import { wholeNumber } from './whole-number.js';

export function preview(): Command {
  const command = new Command('preview')
    .argument('[mart...]', 'marts to show (default: all that the warehouse has)')
    .option('--rows <n>', 'rows of each mart', wholeNumber, 10)
    .option('--json', 'print for machines')
    .action(async (marts: readonly string[], options: { rows: number; json?: boolean }) => {
      const config = configOf(command);
      if (!config.warehouse) throw badInput('Which warehouse? Name it with --warehouse (or MARTLET_WAREHOUSE).');
      const contract = contractOf(config);
      const memoryLimit = buffersOf(config.memory, 'command');
      const builder = await openBuilder({ memoryLimit, tempDirectory: `${config.home}/spill` });
      try {
        const shown = await previewWarehouse(builder, contract, config.warehouse, marts, options.rows);
        process.stdout.write(options.json ? `${JSON.stringify(shown, bigintAsText, 2)}\n` : shown.marts.map(textOf).join('\n'));
        for (const { message } of shown.problems) process.stderr.write(`martlet: ${message}\n`);
        if (shown.problems.length > 0) process.exitCode = exit.fault;
      } finally {
        await builder.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_WAREHOUSE', 'MARTLET_WAREHOUSE_DATA', 'MARTLET_MEMORY']);
}

/** Columns stand below each other: there are more of them than fit beside each other. */
function textOf({ mart, months, columns, rows, strangest }: MartPreview): string {
  const named = months.map((month) => month ?? 'all');
  const counts = {
    head: ['column', 'type', ...named.flatMap((month) => [`${month} null`, `${month} distinct`])],
    rows: columns.map(({ name, type, found }) => [
      name,
      type,
      ...found.flatMap(({ nullShare, distinct }) => [`${(nullShare * 100).toFixed(1)}%`, distinct]),
    ]),
  };
  const cells = {
    head: ['column', ...rows.map((_, at) => `row ${at + 1}`)],
    rows: columns.map(({ name }) => [name, ...rows.map((row) => cellOf(row[name]))]),
  };
  const strange = {
    head: [...Object.keys(strangest[0]?.key ?? {}), 'column', 'value', 'median', 'times the spread'],
    rows: strangest.map(({ key, column, value, usual, times }) => [
      ...Object.values(key).map(cellOf),
      column,
      cellOf(value),
      cellOf(usual),
      times,
    ]),
  };
  const parts = [
    drawTable(counts),
    drawTable(cells),
    ...(strangest.length > 0 ? [`Farthest from the rest of their month\n${drawTable(strange)}`] : []),
  ];
  return `${mart}\n${parts.join('')}`;
}

const cellOf = (value: Value | undefined): CsvCell =>
  value === undefined || value === null ? null : typeof value === 'number' ? value : String(value);
