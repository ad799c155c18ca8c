import type { Catalogue, FigureMart, Rollup } from '../catalogue/types.js';
import { text } from '../lib/quote.js';
import type { Row } from '../warehouse/engine.js';
import type { OfMonths } from './build-months.js';
import { checkRollup, type Findings, partSums, sharedRollup } from './checks.js';
import { rollupFile } from './mart-files.js';
import type { MonthBuilder } from './month-builder.js';
import type { MonthFacts } from './months.js';
import type { Reuse } from './reuse.js';

/** Rows of months that are rolled up in one statement: of few rows, most of a statement's time is its planning. A larger month goes alone. */
const ROWS_AT_ONCE = 30_720;

/** Makes or shares the rollups of each month, and then looks whether they add up to their marts. */
export class RollupBuilder implements OfMonths {
  /** Of freshly made rollups: what they must add up to, by month. */
  private readonly expected = new Map<Rollup, ReadonlyMap<string, Row>>();
  /** Months that are there and not rolled up yet. */
  private readonly due = new Map<Rollup, string[]>();
  private rows = 0;

  /** `rollups`: with the SELECT of some months of each. */
  constructor(
    private readonly rollups: ReadonlyMap<Rollup, string>,
    private readonly catalogue: Catalogue,
    private readonly reuse: Reuse,
    private readonly findings: Findings,
  ) {}

  /** A month whose marts are there. The lane may be open at other months afterwards. */
  async month(lane: MonthBuilder, { month, rows }: MonthFacts, shared: boolean): Promise<void> {
    const fresh: Rollup[] = [];
    for (const rollup of this.rollups.keys()) {
      if (shared && (await this.reuse.rollup(rollup.name, month))) sharedRollup(rollup, month, this.findings);
      else fresh.push(rollup);
    }
    for (const rollup of fresh) this.due.set(rollup, [...(this.due.get(rollup) ?? []), month]);
    if (fresh.length > 0) this.rows += rows;
    if (this.rows >= ROWS_AT_ONCE) await this.write(lane);
  }

  /** After the last month: writes what is still due, and adds what is wrong with the fresh ones to the findings. */
  async end(lane: MonthBuilder): Promise<void> {
    await this.write(lane);
    for (const rollup of this.rollups.keys()) {
      const expected = this.expected.get(rollup);
      if (expected) await checkRollup(lane.builder, lane.store.dir, rollup, expected, this.catalogue, this.findings);
    }
  }

  private async write(lane: MonthBuilder): Promise<void> {
    // Two lanes may write at a time, each what was due when it began.
    const due = [...this.due];
    this.due.clear();
    this.rows = 0;
    const sums = new Map<FigureMart, ReadonlyMap<string, Row>>();
    let open = '';
    for (const [rollup, months] of due) {
      if (open !== `${months}`) {
        await lane.openMonths(months);
        sums.clear();
        open = `${months}`;
      }
      // In order, so that the same data give the same file.
      const rolled = `SELECT * FROM (${this.rollups.get(rollup)}\n) ORDER BY ALL`;
      await lane.builder.execute(`CREATE OR REPLACE TEMP TABLE rolled AS ${rolled}`);
      for (const month of months)
        await lane.store.write(`SELECT * FROM rolled WHERE month = ${text(month)}`, rollupFile(rollup.name, month));
      const own = sums.get(rollup.mart) ?? (await partSums(lane.builder, rollup.mart, this.catalogue, months));
      sums.set(rollup.mart, own);
      this.expected.set(rollup, new Map([...(this.expected.get(rollup) ?? []), ...own]));
    }
    if (open) await lane.builder.execute('DROP TABLE rolled');
  }
}
