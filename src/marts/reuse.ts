import { join } from 'node:path';
import type { MonthsOfMarts } from '../contract/check/check-months.js';
import { groupedBy } from '../lib/grouped-by.js';
import { hashFiles, linkFile } from '../warehouse/generations/files.js';
import {
  currentGeneration,
  generationDir,
  type Manifest,
  type ManifestFile,
  openGeneration,
  pointAt,
  readManifest,
} from '../warehouse/generations.js';
import type { Fingerprints } from './fingerprint.js';
import { martFile, pointFile, rollupFile } from './mart-files.js';

/** What the generation that serves has and a new one may share with it by hard links. */
export class Reuse {
  private readonly files: ReadonlyMap<string, ManifestFile>;

  private constructor(
    private readonly home: string,
    private readonly from: string | null,
    private readonly to: string,
    private readonly manifest: Manifest | null,
    private readonly now: Fingerprints,
  ) {
    this.files = new Map(manifest?.files.map((file) => [file.path, file]));
  }

  /** A current generation that cannot be read is no reason not to build: then nothing is shared. */
  static async ofCurrent(home: string, to: string, now: Fingerprints): Promise<Reuse> {
    const id = await currentGeneration(home).catch(() => null);
    const dir = id === null ? null : generationDir(home, id);
    const manifest = dir === null ? null : await readManifest(dir).catch(() => null);
    return new Reuse(home, manifest ? dir : null, to, manifest, now);
  }

  /** Everything is made anew. */
  static readonly nothing = (home: string, to: string, now: Fingerprints): Reuse => new Reuse(home, null, to, null, now);

  /**
   * The manifest that serves, where it was made from the very same and every file of it is sound; null where there is something to build.
   * A gateway that could not serve it looks at it anew.
   */
  async unchanged(): Promise<Manifest | null> {
    if (this.manifest?.inputsHash !== this.now.inputs) return null;
    const { id } = this.manifest;
    const sound = await openGeneration(this.home, id).catch(() => null);
    if (sound) await pointAt(this.home, id);
    return sound?.manifest ?? null;
  }

  /** Those of the months that rest on something else than before. */
  changed(months: readonly string[]): readonly string[] {
    return months.filter((month) => this.manifest?.fingerprints[month] !== this.now.months[month]);
  }

  /** Months of base marts that are not what they were, by mart: of some no month of numbers is made. */
  changedBase(): MonthsOfMarts {
    const changed = Object.entries(this.now.base).filter(([name, print]) => this.manifest?.base?.[name] !== print);
    const parts = groupedBy(
      changed.map(([name]) => name.split('/') as [string, string]),
      ([mart]) => mart,
    );
    return new Map([...parts].map(([mart, own]) => [mart, own.map(([, month]) => month)]));
  }

  /** Shares a month's marts if nothing that they rest on changed. */
  async month(month: string, marts: readonly string[]): Promise<boolean> {
    if (this.manifest?.fingerprints[month] !== this.now.months[month]) return false;
    return this.share(marts.map((mart) => martFile(mart, month)));
  }

  /** Shares a month of a rollup; its month must have been shared. */
  async rollup(name: string, month: string): Promise<boolean> {
    if (this.manifest?.rollups[name] !== this.now.rollups[name]) return false;
    return this.share([rollupFile(name, month)]);
  }

  /** Shares a month of the point store; its month must have been shared. Phone numbers are in it by their keyed hash. */
  async points(month: string, keyVersion: string): Promise<boolean> {
    if (this.manifest?.keyVersion !== keyVersion) return false;
    return this.share([pointFile(month)]);
  }

  /** Shares a month of the operator's own churn scores. */
  async scores(month: string): Promise<boolean> {
    const name = `score/${month}`;
    if (this.manifest?.base?.[name] !== this.now.base[name]) return false;
    return this.share([martFile('number_score', month)]);
  }

  /** The entry of a shared file: its hash and rows are known. */
  known(path: string): ManifestFile | undefined {
    return this.shared.get(path);
  }

  private readonly shared = new Map<string, ManifestFile>();

  /** All or none. A link would carry a damaged file into the new generation, so each is read and compared first. */
  private async share(paths: readonly string[]): Promise<boolean> {
    const from = this.from;
    const entries = paths.map((path) => this.files.get(path));
    if (from === null || !entries.every((entry) => entry !== undefined)) return false;
    const hashes = await hashFiles(paths.map((path) => join(from, path))).catch(() => []);
    if (!entries.every((entry, at) => entry.sha256 === hashes[at])) return false;
    for (const entry of entries) {
      await linkFile(join(from, entry.path), join(this.to, entry.path));
      this.shared.set(entry.path, entry);
    }
    return true;
  }
}
