import { Command, InvalidArgumentError } from 'commander';
import type { Config } from '../config.js';
import { badInput } from '../errors.js';
import { readLedger } from '../ledger/ledger.js';
import { type RecordedShape, recordedShapes } from '../ledger/question-shapes.js';
import { sizeOfRollup } from '../serving/rollup-sizes.js';
import { currentGeneration, generationDir, readManifest } from '../warehouse/generations.js';
import { drawTable, tablesOf } from './query-table.js';
import { adviceText } from './rollups-advice-text.js';
import { addToOverlay, advise } from './rollups-advise.js';
import { martletOf, withSettings } from './settings.js';

interface Options {
  readonly json?: boolean;
  readonly advise?: boolean;
  readonly budget: number;
  readonly write?: string;
}

export function rollups(): Command {
  const command = new Command('rollups')
    .option('--advise', 'which questions no rollup answered, and which rollups would answer them, by what gateways recorded')
    .option('--budget <size>', 'with --advise: what the proposed ones may take together', bytesOf, 200e6)
    .option('--write <dir>', 'with --advise: add them to the rollups.yaml of a catalogue, to be laid over the shipped one')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      if (options.write !== undefined && !options.advise) command.error('error: --write belongs to --advise');
      const { config, definitions } = martletOf(command);
      const id = await currentGeneration(config.home);
      if (id === null) throw badInput(`There is no generation in ${config.home} yet: run "martlet build".`);
      const dir = generationDir(config.home, id);
      const manifest = await readManifest(dir);
      const shapes = await shapesOf(config);
      const print = (value: object, text: () => string): void =>
        void process.stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : text());
      if (options.advise) {
        const advice = await advise({ config, definitions, dir, manifest, shapes, budget: options.budget });
        if (options.write !== undefined) addToOverlay(options.write, advice.rollups, config);
        print(advice, () => adviceText(advice, options.write));
        return;
      }
      const list = definitions.catalogue.rollups.map(({ name, mart, dimensions, trees }) => {
        const hits = shapes.filter(({ rollup }) => rollup === name).reduce((sum, { asked }) => sum + asked, 0);
        return { name, mart, dimensions: [...dimensions, ...trees], ...sizeOfRollup(name, manifest), hits };
      });
      print(list, () => drawTable(tablesOf({ list })![0]!));
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_CATALOGUE', 'MARTLET_MEMORY']);
}

/** Of no ledger nothing is known. */
const shapesOf = (config: Config): Promise<readonly RecordedShape[]> =>
  readLedger({ ...config, asItIs: true }, [], recordedShapes);

const units: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

function bytesOf(size: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/.exec(size) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Expected e.g. 200MB.');
  return Number(count) * units[unit!]!;
}
