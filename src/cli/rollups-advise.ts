import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { Config } from '../config.js';
import { badInput } from '../errors.js';
import { adviseRollups, type Miss, type ProposedRollup, type Remedy } from '../figures/rollup-advice.js';
import { covers } from '../figures/route.js';
import type { RecordedShape } from '../ledger/question-shapes.js';
import { readText } from '../lib/files.js';
import { buffersOf } from '../lib/memory.js';
import type { Definitions } from '../serving/definitions.js';
import { builtRollups, rollupSizes } from '../serving/rollup-sizes.js';
import { openBuilder, portable } from '../warehouse/duckdb.js';
import type { Manifest } from '../warehouse/generations.js';

/** A shape as it was recorded, and what became of it or would help. */
export interface AdvisedShape extends RecordedShape {
  /** Why the mart answered; null of a rollup's answers. */
  readonly missReason: string | null;
  /** What answers it now, or would; null of a rollup's answers. */
  readonly remedy: string | null;
}

export interface Advice {
  /** Of the first shape; null where nothing is recorded. */
  readonly since: string | null;
  readonly budget: number;
  readonly shapes: readonly AdvisedShape[];
  readonly rollups: readonly ProposedRollup[];
}

export interface AdviseOptions {
  readonly config: Config;
  readonly definitions: Definitions;
  /** Of the generation. */
  readonly dir: string;
  readonly manifest: Manifest;
  readonly shapes: readonly RecordedShape[];
  readonly budget: number;
}

/** Which rollups would have answered what the marts did, by how often it was asked and how long it took. */
export async function advise({ config, definitions, dir, manifest, shapes, budget }: AdviseOptions): Promise<Advice> {
  const { catalogue } = definitions;
  const marts = new Set<string>([...catalogue.parts.values()].map((part) => part.mart));
  const isKnown = ({ mart, dimensions, trees }: RecordedShape): boolean =>
    marts.has(mart) &&
    dimensions.every((code) => catalogue.dimensions.has(code)) &&
    trees.every((code) => catalogue.trees.has(code));
  const misses = shapes.filter(
    (shape) =>
      shape.rollup === null &&
      shape.obstacle === null &&
      isKnown(shape) &&
      !catalogue.rollups.some((rollup) => covers(rollup, shape)),
  );
  const scratch = join(config.home, 'spill');
  await mkdir(scratch, { recursive: true });
  const builder = await openBuilder({ memoryLimit: buffersOf(config.memory, 'command'), tempDirectory: scratch });
  try {
    const sizes = rollupSizes(portable(builder), { dir, manifest, catalogue, scratch });
    const built = builtRollups(catalogue, manifest);
    const taken = catalogue.rollups.map(({ name }) => name);
    const { rollups, remedies } = await adviseRollups(misses, sizes, { budget, taken });
    const remedyOf = new Map(misses.map((miss, index) => [miss, remedies[index]!]));
    const told = (shape: RecordedShape): string => {
      const remedy = remedyOf.get(shape);
      if (remedy) return wordsOf(remedy, shape, sizes.martRows(shape.mart));
      if (shape.obstacle !== null) return 'no rollup can';
      const rollup = catalogue.rollups.find((each) => covers(each, shape));
      if (rollup === undefined) return 'it names what the catalogue no longer has';
      return built.includes(rollup) ? `${rollup.name} answers it now` : `${rollup.name} will, after "martlet build"`;
    };
    return {
      since: shapes.map(({ firstAt }) => firstAt).sort()[0] ?? null,
      budget,
      shapes: shapes.map((shape) => ({
        ...shape,
        missReason: shape.rollup === null ? (shape.obstacle ?? 'no rollup had these') : null,
        remedy: shape.rollup === null ? told(shape) : null,
      })),
      rollups,
    };
  } finally {
    await builder.close();
  }
}

function wordsOf({ rollup, why, size }: Remedy, { mart }: Miss, martRows: number): string {
  if (rollup !== null) return `proposed: ${rollup}`;
  if (why === 'TOO_MANY_ROWS') return `a rollup would have ${Math.round((100 * size!.rows) / martRows)} % of the rows of ${mart}`;
  return why === 'OVER_BUDGET'
    ? `a rollup of about ${megabytes(size!.bytes)} is over the budget`
    : 'it took too little for a rollup';
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Adds rollups to those of a catalogue's folder, and leaves all else there as it is. Errors: BAD_USER_INPUT. */
export function addToOverlay(dir: string, rollups: readonly ProposedRollup[], { catalogues }: Config): void {
  const [, overlay] = catalogues;
  if (overlay !== undefined && overlay !== resolve(dir))
    throw badInput(`--write: ${overlay} is laid over the shipped catalogue, and only one folder can be. Write into it.`);
  if (rollups.length === 0) return;
  const file = join(dir, 'rollups.yaml');
  const document = parseDocument(existsSync(file) ? readText(file) : 'rollups: []\n');
  if (document.errors.length > 0) throw badInput(`${file}: ${document.errors[0]!.message}`);
  for (const { name, mart, dimensions, trees } of rollups)
    document.addIn(['rollups'], document.createNode({ name, mart, dimensions, trees }, { flow: true }));
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, document.toString({ lineWidth: 0 }));
}
