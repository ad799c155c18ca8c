import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { badInput } from '../errors.js';
import { monthsUpTo, shiftMonth } from '../lib/months.js';
import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { assertColumns, assertRows, assertShape } from './assert-columns.js';
import { besideNumber } from './beside-number.js';
import { codeSteps } from './code-steps.js';
import { HISTORY, STATE } from './graph.js';
import type { Mart } from './mart.js';
import { martFile, parquet, parquetFormat } from './mart-files.js';
import type { MonthFacts } from './months.js';
import { monthTokens } from './months.js';
import { type BuildPlan, fill } from './plan.js';
import { stageHorizon } from './stage-retention.js';

/** Relations of a month that its checks and its phone numbers are looked for in. */
const LOOKED_AT = [STATE, 'state_1', 'state_6', 'number_flow', 'cohort_state', 'retention_history'];
/** And marts of which rollups are made. */
const ROLLED_UP = [STATE, 'cohort_state', 'number_flow', 'number_day'];

/** A month of few rows has smaller row groups in number_state, so that they use all threads; those of large months are as DuckDB reads them best. */
const SMALL_MONTH = 500_000;

/** Builds months' marts into a folder on one builder; each statement's memory is bounded by a month and the few before it. */
export class MonthBuilder {
  /** Relations that are open, and at which month. */
  private readonly opened = new Set<string>();
  private at = '';

  constructor(
    readonly builder: Builder,
    readonly plan: BuildPlan,
    readonly dir: string,
  ) {}

  /** The shape of number_state, for months that do not exist. Once, before the first month. Errors: BAD_USER_INPUT for a mart that nothing makes. */
  async prepare(): Promise<void> {
    const { chain, rest } = this.plan.graph;
    for (const { name, made, at } of [...chain, ...rest])
      if (made === 'code' && !codeSteps.has(name))
        throw badInput(`${at.get('made')}: made by code: expected one of ${[...codeSteps.keys()].join(', ')}, found ${name}.`);
    const derived = this.plan.derived.map(({ name, type }) => `CAST(NULL AS ${type}) AS "${name}"`).join(', ');
    await this.builder.execute(
      `CREATE OR REPLACE TEMP TABLE state_empty AS SELECT *, ${derived} FROM base.number_month WHERE FALSE`,
    );
  }

  /** Makes what the next month rests on, number_state above all; the earlier months' files lie in the folder already. */
  async state(facts: MonthFacts): Promise<void> {
    await this.make(this.plan.graph.chain, facts);
    const [file] = this.files(STATE, [facts.month]);
    await assertShape(this.builder, file!);
    await assertRows(this.builder, file!, facts.month);
  }

  /** Makes what else there is of a month, and opens it. */
  async rest(facts: MonthFacts): Promise<void> {
    await this.make(this.plan.graph.rest, facts);
    await this.open(facts);
  }

  /** Makes the month of what every build makes, once all months are there. */
  async everyBuild(facts: MonthFacts): Promise<void> {
    await this.make(this.plan.graph.everyBuild, facts, facts.months);
  }

  /** One after the other; what they read is open at the month, or at all of those given. */
  private async make(marts: readonly Mart[], facts: MonthFacts, months: readonly string[] = [facts.month]): Promise<void> {
    let tokens: Readonly<Record<string, string>> = monthTokens(facts);
    for (const mart of marts) {
      await this.show(mart.sources, facts, months);
      const table = `${mart.name}_rows`;
      const told = await codeSteps.get(mart.name)?.({ builder: this.builder, plan: this.plan, facts, files: this.files }, table);
      tokens = { ...tokens, ...told };
      const select = mart.made === 'code' ? `FROM ${table}` : fill(this.plan.sql(mart.name), (token) => tokens[token] ?? null);
      if (mart.kind === 'file') await this.keep(mart, select, facts);
      else await this.relate(mart, select, facts, table);
    }
    const kept = marts.filter(({ name, kind }) => kind === 'file' && name !== STATE);
    await assertColumns(this.builder, new Map(kept.map((mart) => [this.files(mart.name, [facts.month])[0]!, mart])));
  }

  private async keep({ name, order }: Mart, select: string, { month, rows }: MonthFacts): Promise<void> {
    const by = order[0] === 'all columns' ? 'ALL' : order.map(ident).join(', ');
    const rowGroup = name === STATE && rows < SMALL_MONTH ? 30_720 : undefined;
    await this.write(`SELECT * FROM (${select}\n) ORDER BY ${by}`, martFile(name, month), rowGroup);
  }

  /**
   * By their names all are views, as a name may not change from a table to a view. A view that several marts read is kept where it has few
   * rows: to plan its SQL in each statement that reads it takes longer than to work them out. Of many rows it would take the memory.
   */
  private async relate({ name, kind, made }: Mart, select: string, { rows }: MonthFacts, table: string): Promise<void> {
    const isKept = kind === 'table' || (this.plan.graph.readers(name) > 1 && rows < SMALL_MONTH);
    if (isKept && made !== 'code') await this.builder.execute(`CREATE OR REPLACE TEMP TABLE ${table} AS ${select}`);
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW ${name} AS ${isKept ? `FROM ${table}` : select}`);
  }

  /** Writes the operator's own churn scores of a month, as they came. */
  async scores(month: string): Promise<void> {
    const select = `SELECT month, number_id, model, probability FROM base.score WHERE month = ${text(month)} ORDER BY model, number_id`;
    await this.write(select, martFile('number_score', month));
  }

  /** Makes the month's files relations by their marts' names, and the months before state_1 and on. */
  async open(facts: MonthFacts): Promise<void> {
    await this.show(LOOKED_AT, facts);
  }

  /** Makes the files of months relations by their marts' names. */
  async openMonths(months: readonly string[]): Promise<void> {
    this.at = '';
    for (const mart of ROLLED_UP) await this.view(mart, `FROM ${parquet(this.files(mart, months))}`);
    await this.view('day_state', besideNumber('number_day', STATE));
  }

  /** Writes a SELECT as Parquet below the folder. */
  async write(select: string, file: string, rowGroup?: number): Promise<void> {
    const path = join(this.dir, file);
    await mkdir(dirname(path), { recursive: true });
    await this.builder.execute(`COPY (${select}\n) TO ${text(path)} (${parquetFormat(rowGroup)})`);
  }

  private readonly files = (mart: string, months: readonly string[]): readonly string[] =>
    months.map((month) => join(this.dir, martFile(mart, month)));

  /** Opens what is read of files: marts of the months, and number_state of other months. */
  private async show(names: readonly string[], facts: MonthFacts, months: readonly string[] = [facts.month]): Promise<void> {
    const at = `${facts.month} of ${months}`;
    if (this.at !== at) this.opened.clear();
    this.at = at;
    for (const name of names) {
      const source = this.sourceOf(name, facts, months);
      if (source && !this.opened.has(name)) await this.view(name, source);
      this.opened.add(name);
    }
  }

  private sourceOf(name: string, { month, index }: MonthFacts, months: readonly string[]): string | null {
    const states = (from: string, count: number) => parquet(this.files(STATE, monthsUpTo(from, count)));
    const back = Number(/^state_(\d)$/.exec(name)?.[1]);
    if (back) return `FROM ${back <= index ? states(shiftMonth(month, -back), 1) : 'state_empty'}`;
    if (name === 'state_recent') return `FROM ${states(month, Math.min(HISTORY, index) + 1)}`;
    if (name === 'state_past') {
      // Who looked like declining in months that could not tell stands among the others, whose leaving would look like decline's.
      const judged = Math.min(stageHorizon, index - Math.max(...this.plan.stages.map(({ rests }) => rests.lookback)));
      const past = judged > 0 ? states(shiftMonth(month, -1), judged) : 'state_empty';
      return `SELECT month, number_id, stage, on_books FROM ${past}`;
    }
    return this.plan.graph.files.includes(name) ? `FROM ${parquet(this.files(name, months))}` : null;
  }

  private async view(name: string, source: string): Promise<void> {
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW ${name} AS ${source}`);
  }
}
