import type { Catalogue, FigureMart, Rollup } from '../catalogue/types.js';
import type { Row } from '../warehouse/engine.js';
import { checkRollup, type Findings, partSums, sharedRollup } from './checks.js';
import { rollupFile } from './mart-files.js';
import type { MonthBuilder } from './month-builder.js';
import type { MonthFacts } from './months.js';
import type { Reuse } from './reuse.js';

/** Makes or shares the rollups of each month, and then looks whether they add up to their marts. */
export class RollupBuilder {
  /** Of freshly made rollups: what they must add up to, by month. */
  private readonly expected = new Map<Rollup, Map<string, Row>>();

  /** `rollups`: with the SELECT of a month of each. */
  constructor(
    private readonly builder: MonthBuilder,
    private readonly rollups: ReadonlyMap<Rollup, string>,
    private readonly catalogue: Catalogue,
    private readonly reuse: Reuse,
    private readonly findings: Findings,
  ) {}

  /** A month whose marts are there; they are open where the month is not shared. */
  async month(facts: MonthFacts, shared: boolean): Promise<void> {
    const { month } = facts;
    let open = !shared;
    const sums = new Map<FigureMart, Row>();
    for (const [rollup, sql] of this.rollups) {
      if (shared && (await this.reuse.rollup(rollup.name, month))) {
        sharedRollup(rollup, month, this.findings);
        continue;
      }
      if (!open) await this.builder.open(facts);
      open = true;
      // In order, so that the same data give the same file.
      await this.builder.write(`SELECT * FROM (${sql}\n) ORDER BY ALL`, rollupFile(rollup.name, month));
      const sum = sums.get(rollup.mart) ?? (await partSums(this.builder.builder, rollup.mart, this.catalogue));
      sums.set(rollup.mart, sum);
      this.expected.set(rollup, (this.expected.get(rollup) ?? new Map<string, Row>()).set(month, sum));
    }
  }

  /** Adds what is wrong with the fresh ones to the findings. */
  async check(): Promise<void> {
    const { builder, dir } = this.builder;
    for (const [rollup, expected] of this.expected)
      await checkRollup(builder, dir, rollup, expected, this.catalogue, this.findings);
  }
}
