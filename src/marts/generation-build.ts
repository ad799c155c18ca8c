import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FigureMart, Rollup } from '../catalogue/types.js';
import type { Attached } from '../contract/read/attach.js';
import { badInput } from '../errors.js';
import { lastDay } from '../lib/months.js';
import { text } from '../lib/quote.js';
import type { Row } from '../warehouse/engine.js';
import { hashFiles, listFiles } from '../warehouse/generations/files.js';
import type { Check, Manifest, ManifestFile } from '../warehouse/generations.js';
import type { BuildOptions } from './build.js';
import { checkHappened } from './check-happened.js';
import { checkMonth, checkRollup, Findings, partSums, sharedMonth, sharedRollup } from './checks.js';
import { coverageByMart, type Fingerprints } from './fingerprint.js';
import { martFile, rollupFile } from './mart-files.js';
import type { MonthBuilder } from './month-builder.js';
import type { MonthFacts } from './months.js';
import type { BuildPlan } from './plan.js';
import type { Reuse } from './reuse.js';
import { copyKept, writeServing } from './write-serving.js';

export interface GenerationInputs extends BuildOptions {
  readonly attached: Attached;
  readonly plan: BuildPlan;
  readonly prints: Fingerprints;
  readonly rollups: ReadonlyMap<Rollup, string>;
  /** On two builders, so that a month's rest is made while the next month's state is. */
  readonly months: { readonly chain: MonthBuilder; readonly rest: MonthBuilder };
  /** Null: nothing is shared with the current generation. */
  readonly reuse: Reuse | null;
}

/** The steps between attaching and publishing. */
export class GenerationBuild {
  private readonly findings = new Findings();
  /** Of freshly made rollups: what they must add up to, by month. */
  private readonly expected = new Map<Rollup, Map<string, Row>>();
  private readonly dir: string;
  private done = 0;

  constructor(private readonly inputs: GenerationInputs) {
    this.dir = inputs.months.rest.dir;
  }

  step(label: string): void {
    this.inputs.onProgress?.(this.done++, this.inputs.attached.months.length + 8, label);
  }

  /** Writes all files of the generation and says what they are. Errors: BAD_USER_INPUT when a check fails. */
  async run(id: string, now: Date): Promise<Manifest> {
    const { attached, contract, catalogue, plan, prints, months, phones } = this.inputs;
    await this.allMonths();
    this.step('checks');
    const own = await this.checks();
    this.step('names and serving database');
    await copyKept(months.rest.builder, contract, this.dir);
    await this.serve();
    this.step('more checks');
    const checks = [...own, ...((await this.inputs.checks?.(months.rest.builder, this.dir)) ?? [])];
    refuseFailed(checks);
    this.step('manifest');
    const files = await this.files();
    const newest = attached.months.at(-1) as string;
    return {
      version: 1,
      id,
      builtAt: now.toISOString(),
      dataDate: lastDay(newest),
      months: [...attached.months],
      numbers: files.find(({ path }) => path === martFile('number_state', newest))?.rows ?? 0,
      idType: attached.idType,
      contractHash: contract.hash,
      catalogueHash: catalogue.hash,
      keyVersion: phones.keyVersion,
      martsHash: plan.hash,
      inputsHash: prints.inputs,
      fingerprints: { ...prints.months },
      rollups: { ...prints.rollups },
      coverage: coverageByMart(attached),
      checks,
      files,
    };
  }

  private facts(month: string): MonthFacts {
    const { months, marts, provides } = this.inputs.attached;
    return { month, index: months.indexOf(month), rows: marts.get('number_month')?.months.get(month)?.rows ?? 0, provides };
  }

  private async allMonths(): Promise<void> {
    const { months, attached, reuse } = this.inputs;
    for (const bench of [months.chain, months.rest]) await bench.prepare();
    let rest: Promise<void> = Promise.resolve();
    let failure: unknown;
    for (const month of attached.months) {
      const facts = this.facts(month);
      const shared = (await reuse?.month(month)) ?? false;
      this.step(shared ? `${month} (unchanged)` : month);
      if (!shared) await months.chain.state(facts).catch((error) => rest.then(() => Promise.reject(failure ?? error)));
      if (failure !== undefined) break;
      rest = rest
        .then(() => (failure === undefined ? this.rest(facts, shared) : undefined))
        .catch((error) => {
          failure ??= error;
        });
    }
    this.step('rollups');
    await rest;
    if (failure !== undefined) throw failure;
  }

  /** What is made from a month's state, and whether all of it holds together. */
  private async rest(facts: MonthFacts, shared: boolean): Promise<void> {
    const { attached, months, reuse, rollups, plan, catalogue } = this.inputs;
    const { month } = facts;
    if (shared) {
      sharedMonth(facts, plan.trees, this.findings);
    } else {
      await months.rest.rest(facts);
      await checkMonth(months.rest.builder, facts, plan.trees, this.findings);
    }
    await checkHappened(months.rest.builder, this.dir, month, { attached, shared }, this.findings);
    let open = !shared;
    const sums = new Map<FigureMart, Row>();
    for (const [rollup, sql] of rollups) {
      if (shared && (await reuse?.rollup(rollup.name, month))) {
        sharedRollup(rollup, month, this.findings);
        continue;
      }
      if (!open) await months.rest.open(facts);
      open = true;
      // In order, so that the same data give the same file.
      await months.rest.write(`SELECT * FROM (${sql}\n) ORDER BY ALL`, rollupFile(rollup.name, month));
      const sum = sums.get(rollup.mart) ?? (await partSums(months.rest.builder, rollup.mart, catalogue));
      sums.set(rollup.mart, sum);
      this.expected.set(rollup, (this.expected.get(rollup) ?? new Map<string, Row>()).set(month, sum));
    }
  }

  private async serve(): Promise<void> {
    const { attached, months, rollups, contract, plan, phones } = this.inputs;
    await months.rest.open(this.facts(attached.months.at(-1) as string));
    const content = {
      dir: this.dir,
      months: attached.months,
      rollups: [...rollups.keys()],
      contract,
      profile: plan.sql('number_profile'),
      phones,
    };
    await writeServing(months.rest.builder, content);
  }

  private async checks(): Promise<readonly Check[]> {
    const { months, catalogue } = this.inputs;
    const { builder } = months.rest;
    for (const [rollup, expected] of this.expected)
      await checkRollup(builder, this.dir, rollup, expected, catalogue, this.findings);
    const checks = this.findings.checks();
    refuseFailed(checks);
    return checks;
  }

  /** Hashes what was made here; what is shared was hashed when it was shared. */
  private async files(): Promise<ManifestFile[]> {
    const { reuse } = this.inputs;
    const paths = await listFiles(this.dir);
    const fresh = paths.filter((path) => !reuse?.known(path));
    const hashes = await hashFiles(fresh.map((path) => join(this.dir, path)));
    const rows = await this.rowsOf(fresh.filter((path) => path.endsWith('.parquet')));
    const made = new Map<string, ManifestFile>();
    for (const [at, path] of fresh.entries()) {
      const { size } = await stat(join(this.dir, path));
      made.set(path, { path, bytes: size, sha256: hashes[at] as string, rows: rows.get(path) ?? 0 });
    }
    return paths.map((path) => (reuse?.known(path) ?? made.get(path)) as ManifestFile);
  }

  private async rowsOf(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (paths.length === 0) return new Map();
    const list = paths.map((path) => text(join(this.dir, path))).join(', ');
    const { builder } = this.inputs.months.rest;
    const rows = await builder.query(`SELECT file_name, num_rows FROM parquet_file_metadata([${list}])`);
    const counts = new Map(rows.map((row) => [String(row.file_name), Number(row.num_rows)]));
    return new Map(paths.map((path) => [path, counts.get(join(this.dir, path)) ?? 0]));
  }
}

function refuseFailed(checks: readonly Check[]): void {
  const failed = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  if (failed.length === 0) return;
  throw badInput(
    `The new generation fails ${failed.length} of ${checks.length} checks and is not published; the current one goes on serving:\n${failed.join('\n')}`,
    { problems: failed },
  );
}
