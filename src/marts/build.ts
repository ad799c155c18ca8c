import { join } from 'node:path';
import type { Catalogue, Rollup } from '../catalogue/types.js';
import type { Problem } from '../contract/problem.js';
import { type Attached, attachWarehouse, type Warehouse } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import { badInput } from '../errors.js';
import { type Builder, openBuilder } from '../warehouse/duckdb.js';
import {
  type Check,
  draftGeneration,
  listGenerations,
  lockBuild,
  type Manifest,
  prune,
  publish,
  removeDrafts,
} from '../warehouse/generations.js';
import { fingerprints } from './fingerprint.js';
import { GenerationBuild } from './generation-build.js';
import type { PhoneHash } from './lookup.js';
import { loadMarts } from './mart.js';
import { MonthBuilder } from './month-builder.js';
import { assertGapless } from './months.js';
import { addContacts, type OwnContact, writeContacts } from './own-contacts.js';
import { planBuild } from './plan.js';
import { Reuse } from './reuse.js';

export interface BuildOptions {
  /** MARTLET_HOME: generations lie in its folder `generations`. */
  readonly home: string;
  readonly contract: Contract;
  readonly catalogue: Catalogue;
  readonly warehouse: Warehouse;
  /** What the gateway recorded itself: part of the mart `contact`. Default: nothing. */
  readonly contacts?: AsyncIterable<OwnContact>;
  /** The folder `sql`, with `marts/` in it. */
  readonly sqlDir: string;
  /** A SELECT of one month from the relation named as the rollup's mart (number_state, cohort_state), which holds just that month. */
  readonly rollupSql: (rollup: Rollup) => string;
  /** Phone numbers are looked up by their hash. */
  readonly phones: PhoneHash;
  /** Of DuckDB's buffers. Default 3GB. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** Default: the clock. Names the generation. */
  readonly now?: Date;
  /** Build even if nothing changed, and share no files. */
  readonly force?: boolean;
  /** How many generations are kept. Default 3. */
  readonly keep?: number;
  readonly onProgress?: (done: number, total: number, label: string) => void;
  /** The errors of the base marts in the months that are to be built. */
  readonly checkBase?: (builder: Builder, months: readonly string[]) => Promise<readonly Problem[]>;
  /** More checks, on the files of the generation in the making. */
  readonly checks?: (builder: Builder, generationDir: string) => Promise<readonly Check[]>;
}

/**
 * Builds the derived marts from the base marts and makes them the generation that serves. Months that rest on the same data and
 * definitions as in the current generation are shared with it, so a new month costs that month. When nothing changed, returns
 * the current manifest. Errors: CONFLICT while another build runs; BAD_USER_INPUT for a warehouse that is not the contract's
 * or a check that fails (`details.problems`); the generation that served before then goes on serving.
 */
export async function buildGeneration(options: BuildOptions): Promise<Manifest> {
  const lock = await lockBuild(options.home);
  const benches: Bench[] = [];
  try {
    await removeDrafts(options.home);
    if (options.contacts) await writeContacts(contactFile(options.home), options.contacts);
    const plan = planBuild(loadMarts(join(options.sqlDir, 'marts')), options.contract, options.catalogue);
    for (const [name, share] of [
      ['chain', 2 / 3],
      ['rest', 1 / 3],
    ] as const)
      benches.push(await openBench(options, name, share));
    const [chain, rest] = benches as [Bench, Bench];
    const { attached } = chain;
    assertGapless(attached.months);
    const rollups = new Map(options.catalogue.rollups.map((rollup) => [rollup, options.rollupSql(rollup)]));
    const { contract, catalogue } = options;
    const { keyVersion } = options.phones;
    const prints = fingerprints({ contract, attached, martsHash: plan.hash, catalogueHash: catalogue.hash, keyVersion, rollups });
    const now = options.now ?? new Date();
    const id = await freeId(options.home, now, prints.inputs);
    const dir = await draftGeneration(options.home, id);
    const reuse = await Reuse.of(options.home, dir, prints);
    if (reuse.manifest?.inputsHash === prints.inputs && !options.force) {
      options.onProgress?.(1, 1, `nothing changed since ${reuse.manifest.id}`);
      return reuse.manifest;
    }
    const changed = attached.months.filter(
      (month) => options.force || reuse.manifest?.fingerprints[month] !== prints.months[month],
    );
    options.onProgress?.(0, changed.length, `contract check of ${changed.length} month(s)`);
    refuseFaulty((await options.checkBase?.(chain.builder, changed)) ?? []);
    const months = { chain: new MonthBuilder(chain.builder, plan, dir), rest: new MonthBuilder(rest.builder, plan, dir) };
    const build = new GenerationBuild({
      ...options,
      attached,
      plan,
      prints,
      rollups,
      months,
      reuse: options.force ? null : reuse,
    });
    const manifest = await build.run(id, now);
    await lock.assertHeld();
    build.step('publish');
    await publish(options.home, dir, manifest);
    build.step('remove old generations');
    await prune(options.home, options.keep ?? 3);
    build.step('done');
    return manifest;
  } finally {
    for (const { builder } of benches) await builder.close();
    await removeDrafts(options.home);
    await lock.release();
  }
}

function refuseFaulty(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ message }) => message);
  throw badInput(
    `The warehouse has ${problems.length} error(s), and nothing was built; "martlet check" tells more:\n${lines.join('\n')}`,
    { problems: lines },
  );
}

/** Called like a generation in the making, and removed with them. */
const contactFile = (home: string): string => join(home, 'generations', '.building-contacts.ndjson');

/** A builder with the base marts. */
interface Bench {
  readonly builder: Builder;
  readonly attached: Attached;
}

/** Two benches work at a time: one on the months' states, each of which rests on the one before, and one on what is made from them. */
async function openBench(options: BuildOptions, name: string, share: number): Promise<Bench> {
  const builder = await openBuilder({
    memoryLimit: `${Math.floor(megabytes(options.memoryLimit ?? '3GB') * share)}MB`,
    threads: options.threads,
    tempDirectory: join(options.home, 'generations', `.building-spill-${name}`),
  });
  try {
    const { home, contract, warehouse, contacts } = options;
    const attached = await attachWarehouse(builder, contract, warehouse);
    return { builder, attached: contacts ? await addContacts(builder, attached, contract, contactFile(home)) : attached };
  } catch (error) {
    await builder.close();
    throw error;
  }
}

function megabytes(size: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(MB|GB)$/i.exec(size.trim());
  if (!match) throw badInput(`Expected a memory limit such as "3GB" or "800MB", found "${size}".`);
  return Number(match[1]) * (match[2]?.toUpperCase() === 'GB' ? 1000 : 1);
}

/** Ids sort by time; two builds within a second must not get the same. */
async function freeId(home: string, now: Date, inputs: string): Promise<string> {
  const taken = new Set((await listGenerations(home)).map((id) => id.slice(0, 16)));
  for (let at = now.getTime(); ; at += 1000) {
    const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    if (!taken.has(`${stamp}Z`)) return `${stamp}Z-${inputs.slice(0, 8)}`;
  }
}
