import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../lib/quote.js';
import { REENTRY_LAGS } from './arrivals.js';
import { type MonthNumber, monthName } from './calendar.js';
import { type Execute } from './sql.js';

const COPY_OPTIONS = 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880';

/** Where the marts and the state between months lie, and how they are written and read in SQL. */
export class Files {
  /** The written parts of the state, by month. */
  private readonly parts = new Map<MonthNumber, string[]>();
  private readonly leaving = new Map<MonthNumber, string>();

  constructor(
    private readonly dir: string,
    private readonly execute: Execute,
  ) {}

  /** Writes the rows of a query as a mart, or as one month of it. */
  async write(mart: string, query: string, month?: MonthNumber): Promise<void> {
    const file = this.file(mart, month);
    await mkdir(join(file, '..'), { recursive: true });
    await this.copy(query, file);
  }

  /** SQL that reads a mart's month back (without the month column, which is in the folder's name). */
  mart(name: string, month: MonthNumber): string {
    return `SELECT * FROM read_parquet(${text(this.file(name, month))}, hive_partitioning = false)`;
  }

  /**
   * Writes a part of the state. What stayed is a mere projection of ordered files and keeps their order; all else is sorted,
   * since joins with lists may lose the order.
   */
  async writeState(
    month: MonthNumber,
    part: 'first' | 'newcomers' | 'stayed' | 'leavers' | 'returned',
    query: string,
  ): Promise<void> {
    const file = this.stateFile(month, part);
    await this.copy(part === 'stayed' ? query : `SELECT * FROM (${query}) ORDER BY number_id`, file);
    if (part === 'leavers') this.leaving.set(month, file);
    else if (part !== 'newcomers') this.parts.set(month, [...(this.parts.get(month) ?? []), file]);
  }

  /** SQL that reads the state at a month's end, ordered by number_id. */
  state(month: MonthNumber): string {
    return this.read(this.parts.get(month)!);
  }

  /** SQL that reads who lives through a month: the state at the end of the month before, then the month's newcomers. */
  present(month: MonthNumber): string {
    return this.read([...this.parts.get(month - 1)!, this.stateFile(month, 'newcomers')]);
  }

  hasLeavers(month: MonthNumber): boolean {
    return this.leaving.has(month);
  }

  leavers(month: MonthNumber): string {
    return this.read([this.leaving.get(month)!]);
  }

  /** Removes the state of a month that nobody reads any more, and the leavers that can no longer return. */
  async forgetState(month: MonthNumber): Promise<void> {
    for (const file of [...(this.parts.get(month) ?? []), this.stateFile(month, 'newcomers')]) await rm(file, { force: true });
    const old = this.leaving.get(month - REENTRY_LAGS.length);
    if (old) await rm(old, { force: true });
  }

  /** Rows of a mart in all months. The runner gives no rows back, so the count comes by way of a file. */
  async count(mart: string): Promise<number> {
    const file = join(this.dir, '.state', 'count.csv');
    const all = join(this.dir, mart, '*', 'data.parquet');
    await this.execute(`COPY (SELECT count(*) FROM read_parquet(${text(all)})) TO ${text(file)} (FORMAT csv, HEADER false)`);
    return Number((await readFile(file, 'utf8')).trim());
  }

  async bytes(): Promise<number> {
    const found = await readdir(this.dir, { recursive: true, withFileTypes: true });
    const sizes = found.filter((f) => f.isFile()).map(async (f) => (await stat(join(f.parentPath, f.name))).size);
    return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
  }

  /** UNION ALL keeps the files' order; one read_parquet over a list was seen to give a small second file before the first. */
  private read(files: readonly string[]): string {
    return files.map((file) => `SELECT * FROM read_parquet(${text(file)})`).join(' UNION ALL ');
  }

  private stateFile(month: MonthNumber, part: string): string {
    return join(this.dir, '.state', `${monthName(month)}-${part}.parquet`);
  }

  private file(mart: string, month?: MonthNumber): string {
    return join(this.dir, mart, month === undefined ? '' : `month=${monthName(month)}`, 'data.parquet');
  }

  private copy(query: string, file: string): Promise<void> {
    return this.execute(`COPY (${query}) TO ${text(file)} (${COPY_OPTIONS})`);
  }
}
