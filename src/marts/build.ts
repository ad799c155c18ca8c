import { join } from 'node:path';
import type { Catalogue, Rollup } from '../catalogue/types.js';
import type { MonthsOfMarts } from '../contract/check/check-months.js';
import type { Problem } from '../contract/problem.js';
import type { Attached, Warehouse } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import { allEnded } from '../lib/all-ended.js';
import type { Builder } from '../warehouse/duckdb.js';
import { BuildLock } from '../warehouse/generations/lock.js';
import {
  type Check,
  draftGeneration,
  emptyByMonth,
  generationDir,
  lockBuild,
  type Manifest,
  prune,
  publish,
  removeDrafts,
} from '../warehouse/generations.js';
import { Benches } from './benches.js';
import { buildMonths, finishing } from './build-months.js';
import { Findings } from './checks.js';
import { stateColumns, withRules } from './columns.js';
import { FileStore } from './file-store.js';
import { coverageByMart, fingerprints } from './fingerprint.js';
import { freeId } from './free-id.js';
import { type HeldOutList, holdOutSql, toldLists } from './hold-outs.js';
import { emptyColumnsCheck, incompleteColumns } from './incomplete.js';
import { knownColumns } from './known-columns.js';
import { filesOf, manifestOf } from './manifest.js';
import { loadMarts } from './mart.js';
import { MonthBuilder } from './month-builder.js';
import { assertGapless, factsOf } from './months.js';
import type { OwnContact } from './own-contacts.js';
import type { PhoneHash } from './phones.js';
import { planBuild } from './plan.js';
import { PointBuilder } from './point-builder.js';
import { type OnProgress, Progress } from './progress.js';
import { refuseFailed, refuseFaulty } from './refuse.js';
import { Reuse } from './reuse.js';
import { RollupBuilder } from './rollup-builder.js';
import { copyKept, writeServing } from './write-serving.js';

export interface BuildOptions {
  /** MARTLET_HOME: generations lie in its folder `generations`. */
  readonly home: string;
  readonly contract: Contract;
  readonly catalogue: Catalogue;
  readonly warehouse: Warehouse;
  /** What the gateway recorded itself: part of the mart `contact`. Default: nothing. */
  readonly contacts?: AsyncIterable<OwnContact>;
  /** Lists that keep customers out. Default: none. */
  readonly heldOut?: readonly HeldOutList[];
  /** The folder `sql`, with `marts/` in it. */
  readonly sqlDir: string;
  /** A SELECT from the relation named as the rollup's mart (number_state, cohort_state), which holds just the months that are to be rolled up. */
  readonly rollupSql: (rollup: Rollup) => string;
  /** Phone numbers are looked up by their hash. */
  readonly phones: PhoneHash;
  /** Of DuckDB's buffers. Default 3GB. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** A cluster that reads the generation's files where they lie. Default: none. */
  readonly cluster?: {
    /** Makes them known to it, unless they are; before anybody is pointed to the generation. */
    readonly lay: (near: Builder, dir: string, manifest: Manifest) => Promise<void>;
    /** Of a generation that is no longer kept. */
    readonly drop: (id: string) => Promise<void>;
  };
  /** Default: the clock. Names the generation. */
  readonly now?: Date;
  /** Build even if nothing changed, and share no files. */
  readonly force?: boolean;
  /** How many generations are kept. Default 3. */
  readonly keep?: number;
  readonly onProgress?: OnProgress;
  /** The errors of the base marts in the months that are to be built, and in what else of them came anew. */
  readonly checkBase?: (builder: Builder, months: readonly string[], further: MonthsOfMarts) => Promise<readonly Problem[]>;
  /** More checks, on the files of the generation in the making. */
  readonly checks?: (builder: Builder, generationDir: string) => Promise<readonly Check[]>;
}

/**
 * Builds the derived marts from the base marts and makes them the generation that serves. Months that rest on the same data and
 * definitions as in the current generation are shared with it, so a new month costs that month; its damaged files are made again. When
 * nothing changed and every file is sound, returns the current manifest. Errors: CONFLICT while another build runs; BAD_USER_INPUT for a warehouse that is not the contract's
 * or a check that fails (`details.problems`); the generation that served before then goes on serving.
 */
export async function buildGeneration(options: BuildOptions): Promise<Manifest> {
  const { home, memoryLimit, threads } = options;
  const lock = await lockBuild(home);
  const benches = new Benches(home, memoryLimit, threads);
  try {
    await removeDrafts(home);
    return await build(options, benches, lock);
  } finally {
    await benches.close();
    await removeDrafts(home);
    await lock.release();
  }
}

/** The steps of a build; each takes of the options what it needs. */
async function build(options: BuildOptions, benches: Benches, lock: BuildLock): Promise<Manifest> {
  const { home, contract, catalogue, phones, heldOut = [], onProgress, force = false, keep = 3 } = options;
  const { keyVersion } = phones;
  const marts = loadMarts(join(options.sqlDir, 'marts'));
  const plan = planBuild(marts, contract, catalogue);
  const martsHash = plan.hash;
  const { chain, rest, attached } = await benches.attach(contract, options.warehouse, options.contacts);
  const { months } = attached;
  assertGapless(months);

  const rollupSql = new Map(catalogue.rollups.map((rollup) => [rollup, options.rollupSql(rollup)]));
  const lists = toldLists(heldOut, months);
  const made = { martsHash, madeOf: plan.graph.base, catalogueHash: catalogue.hash, keyVersion, rollups: rollupSql, lists };
  const prints = fingerprints({ contract, attached, ...made });
  const now = options.now ?? new Date();
  const id = await freeId(home, now, prints.inputs);
  const dir = await draftGeneration(home, id);
  const reuse = force ? Reuse.nothing(home, dir, prints) : await Reuse.ofCurrent(home, dir, prints);
  const same = await reuse.unchanged();
  if (same) {
    await options.cluster?.lay(rest, generationDir(home, same.id), same);
    onProgress?.(1, 1, `nothing changed since ${same.id}`);
    return same;
  }
  const changed = reuse.changed(months);
  onProgress?.(0, changed.length, `contract check of ${changed.length} month(s)`);
  const progress = new Progress(months.length + 8, onProgress);
  const findings = new Findings();
  const lanes = {
    chain: new MonthBuilder(new FileStore(chain, dir), plan),
    rest: new MonthBuilder(new FileStore(rest, dir), plan),
  };
  const rollups = new RollupBuilder(rollupSql, catalogue, reuse, findings);
  const points = new PointBuilder(phones, reuse);
  const check = async ({ builder }: MonthBuilder) =>
    refuseFaulty((await options.checkBase?.(builder, changed, reuse.changedBase())) ?? []);
  // Rollups come last, as they open other months.
  const finish = finishing(attached, plan.trees, [points, rollups], findings);
  await buildMonths(attached, lanes, check, finish, reuse, progress);
  progress.step('checks');
  await allEnded([rollups.end(lanes.rest), ofAllMonths(lanes.chain, attached, reuse)]);
  const own = findings.checks();
  refuseFailed(own);

  progress.step('names and serving database');
  await copyKept(rest, contract, dir);
  await lanes.rest.open(factsOf(months.at(-1)!, attached));
  const incomplete = await incompleteColumns(rest, dir, contract, attached);
  const profileColumns = knownColumns(months.at(-1)!, withRules(stateColumns(marts), plan.trees, catalogue.warning), {
    provided: new Set(Object.entries(coverageByMart(attached)).flatMap(([mart, own]) => own.map((name) => `${mart}.${name}`))),
    empty: emptyByMonth({ incomplete }),
  });
  const tables = [...marts.values()].flatMap(({ name, table }) => (table ? [{ name, by: table }] : []));
  const holdOuts = holdOutSql(lists, months, dir, attached.idType);
  await writeServing(rest, { dir, months, rollups: catalogue.rollups, contract, holdOuts, tables, profileColumns });
  if (attached.provides('propensity', 'probability')) await points.scores(lanes.rest, months.at(-1)!);
  progress.step('more checks');
  const checks = [...own, ...((await options.checks?.(rest, dir)) ?? [])];
  refuseFailed(checks);

  progress.step('manifest');
  const files = await filesOf(rest, dir, reuse);
  const told = [...checks, emptyColumnsCheck(incomplete, contract)];
  const content = { id, builtAt: now, contract, catalogue, keyVersion, martsHash, prints, checks: told, files, incomplete };
  const manifest = manifestOf(attached, content);
  await lock.assertHeld();
  progress.step('publish');
  await publish(home, dir, manifest, async (made) => options.cluster?.lay(rest, made, manifest));
  progress.step('remove old generations');
  for (const id of await prune(home, keep)) await options.cluster?.drop(id);
  progress.step('done');
  return manifest;
}

/** What of a month shows in later ones, and what no month of numbers rests on. */
async function ofAllMonths(lane: MonthBuilder, attached: Attached, reuse: Reuse): Promise<void> {
  const hasScores = attached.provides('score', 'probability');
  for (const month of attached.months) {
    await lane.everyBuild(factsOf(month, attached));
    if (hasScores && !(await reuse.scores(month))) await lane.scores(month);
  }
}
