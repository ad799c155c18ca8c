import { Command, InvalidArgumentError } from 'commander';
import { draftWarehouse } from '../contract/draft/draft.js';
import type { Draft } from '../contract/draft/mapping.js';
import { loadVocabulary } from '../contract/draft/vocabulary.js';
import { counted } from '../contract/problem.js';
import { buffersOf } from '../lib/memory.js';
import { isMonth } from '../lib/months.js';
import { contractOf } from '../serving/definitions.js';
import { openBuilder } from '../warehouse/duckdb.js';
import { progress } from './progress.js';
import { configOf, withSettings } from './settings.js';

interface Options {
  readonly out: string;
  readonly snapshot?: string;
  readonly json?: boolean;
}

export function init(): Command {
  const command = new Command('init')
    .argument('<data>', 'a folder of extracts (CSV in any encoding, Parquet, DuckDB), or one such file')
    .option(
      '--out <dir>',
      'the folder of mappings to make; there must be none yet, or nothing in it but contract, with columns of your own',
      'warehouse',
    )
    .option('--snapshot <month>', 'the files show this one month, e.g. 2026-10; of who left in it a month before is made', month)
    .option('--json', 'print what was found for machines')
    .action(async (data: string, { out, snapshot, json }: Options) => {
      const config = configOf(command);
      const memoryLimit = buffersOf(config.memory, 'command');
      const builder = await openBuilder({ memoryLimit, tempDirectory: `${config.home}/spill` });
      const bar = progress(json !== true);
      try {
        const contract = contractOf({ sql: config.sql, warehouse: { dir: out } });
        const vocabulary = loadVocabulary(`${config.sql}/warehouses/vocabulary.yaml`);
        const draft = await draftWarehouse(builder, contract, vocabulary, {
          data,
          out,
          snapshot: snapshot ?? null,
          onProgress: bar.step,
        });
        bar.stop();
        process.stdout.write(json ? `${JSON.stringify(jsonOf(draft), null, 2)}\n` : textOf(draft));
      } finally {
        bar.stop();
        await builder.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_MEMORY']);
}

function month(value: string): string {
  if (isMonth(value)) return value;
  throw new InvalidArgumentError('Expected a month, e.g. 2026-10.');
}

const jsonOf = ({ marts, ...draft }: Draft): object => ({
  ...draft,
  marts: marts.map(({ mart, columns, notes }) => ({
    mart: mart.name,
    columns: columns.map(({ column, from, extract, isCertain, why }) => ({
      column: column.name,
      from: from?.name ?? null,
      extract,
      isCertain,
      why,
    })),
    notes,
  })),
});

function textOf({ out, data, marts, passedOver, copied }: Draft): string {
  const lines = marts.map(({ mart, columns }) => {
    const guesses = columns.filter(({ isCertain }) => !isCertain).length;
    return `${mart.name}: ${columns.length} of ${mart.columns.size} columns${guesses > 0 ? `, ${guesses} of them guesses` : ''}`;
  });
  const copies =
    copied.length > 0
      ? [`not in UTF-8 (${copied[0]!.encoding}): ${counted(copied.length, 'file')}; the mappings read copies in ${data}`]
      : [];
  const isWarehouse = marts.some(({ mart }) => mart.required);
  return [
    ...lines,
    ...(isWarehouse ? [] : ['number_month: nothing like it was found, and without it there is no warehouse']),
    ...copies,
    ...passedOver.map((line) => `passed over: ${line}`),
    `\nWhat was guessed and why: ${out}/README.md. Next:\n\n    npx martlet check --warehouse ${out} --data ${data}\n\n`,
  ].join('\n');
}
