import { badInput } from '../errors.js';
import { monthsUpTo, shiftMonth } from '../lib/months.js';
import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { castType } from '../warehouse/spelled.js';
import { assertColumns, assertRows, assertShape } from './assert-columns.js';
import { besideNumber } from './beside-number.js';
import { codeSteps } from './code-steps.js';
import type { FileStore } from './file-store.js';
import { HISTORY, STATE } from './graph.js';
import type { Mart } from './mart.js';
import type { MartStore } from './mart-store.js';
import type { MonthFacts } from './months.js';
import { monthTokens } from './months.js';
import { type BuildPlan, fill } from './plan.js';
import { stageHorizon } from './stage-retention.js';

/** Relations of a month that its checks and its phone numbers are looked for in. */
const LOOKED_AT = [STATE, 'state_1', 'state_6', 'number_flow', 'cohort_state', 'retention_history'];
/** And marts of which rollups are made. */
const ROLLED_UP = [STATE, 'cohort_state', 'number_flow', 'number_day'];

/** Builds months' marts into a store, one statement after the other; on DuckDB each one's memory is bounded by a month and the few before it. */
export class MonthBuilder<Store extends MartStore = FileStore> {
  /** Relations that are open, and at which month. */
  private readonly opened = new Set<string>();
  private at = '';

  constructor(
    readonly store: Store,
    readonly plan: BuildPlan,
  ) {}

  get builder(): Builder {
    return this.store.builder;
  }

  /** The shape of number_state, for months that do not exist. Once, before the first month. Errors: BAD_USER_INPUT for a mart that nothing makes. */
  async prepare(): Promise<void> {
    const { chain, rest } = this.plan.graph;
    for (const { name, made, at } of [...chain, ...rest])
      if (made === 'code' && !codeSteps.has(name))
        throw badInput(`${at.get('made')}: made by code: expected one of ${[...codeSteps.keys()].join(', ')}, found ${name}.`);
    const derived = this.plan.derived.map(({ name, type }) => `CAST(NULL AS ${castType(type)}) AS ${ident(name)}`).join(', ');
    await this.store.table('state_empty', `SELECT *, ${derived} FROM base.number_month WHERE FALSE`);
  }

  /** Makes what the next month rests on, number_state above all; the earlier months are in the store already. */
  async state(facts: MonthFacts): Promise<void> {
    await this.make(this.plan.graph.chain, facts);
    await assertShape(this.store, facts.month);
    await assertRows(this.store, facts.month);
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
      const made = await codeSteps.get(mart.name)?.({ store: this.store, plan: this.plan, facts });
      if (made) await this.store.fill(table, made.columns, made.rows);
      tokens = { ...tokens, ...made?.tokens };
      const select = made ? `SELECT * FROM ${table}` : fill(this.plan.sql(mart.name), (token) => tokens[token] ?? null);
      if (mart.kind === 'file') await this.store.keep(mart, facts, select);
      else await this.relate(mart, select, facts, table);
    }
    const kept = marts.filter(({ name, kind }) => kind === 'file' && name !== STATE);
    await assertColumns(this.store, kept, facts.month);
  }

  /**
   * By their names all are views, as a name may not change from a table to a view. A view that several marts read is kept where it has few
   * rows: to plan its SQL in each statement that reads it takes longer than to work them out.
   */
  private async relate({ name, kind, made }: Mart, select: string, { rows }: MonthFacts, table: string): Promise<void> {
    const isKept = kind === 'table' || (this.plan.graph.readers(name) > 1 && rows < this.store.smallMonth);
    if (isKept && made !== 'code') await this.store.table(table, select);
    await this.store.view(name, isKept ? `SELECT * FROM ${table}` : select);
  }

  /** Writes the operator's own churn scores of a month, as they came. */
  async scores(month: string): Promise<void> {
    const select = `SELECT month, number_id, model, probability FROM base.score WHERE month = ${text(month)}`;
    await this.store.keep({ name: 'number_score', order: ['model', 'number_id'] }, { month, rows: 0 }, select);
  }

  /** Makes what is kept of the month relations by their marts' names, and the months before state_1 and on. */
  async open(facts: MonthFacts): Promise<void> {
    await this.show(LOOKED_AT, facts);
  }

  /** Makes what is kept of months relations by their marts' names. */
  async openMonths(months: readonly string[]): Promise<void> {
    this.at = '';
    for (const mart of ROLLED_UP) await this.store.view(mart, `SELECT * FROM ${this.store.rows(mart, months)}`);
    await this.store.view('day_state', besideNumber('number_day', STATE));
  }

  /** Opens what is kept: marts of the months, and number_state of other months. */
  private async show(names: readonly string[], facts: MonthFacts, months: readonly string[] = [facts.month]): Promise<void> {
    const at = `${facts.month} of ${months}`;
    if (this.at !== at) this.opened.clear();
    this.at = at;
    for (const name of names) {
      const source = this.sourceOf(name, facts, months);
      if (source && !this.opened.has(name)) await this.store.view(name, source);
      this.opened.add(name);
    }
  }

  private sourceOf(name: string, { month, index }: MonthFacts, months: readonly string[]): string | null {
    const all = (relation: string) => `SELECT * FROM ${relation}`;
    const states = (from: string, count: number) => this.store.rows(STATE, monthsUpTo(from, count));
    const back = Number(/^state_(\d)$/.exec(name)?.[1]);
    if (back) return all(back <= index ? states(shiftMonth(month, -back), 1) : 'state_empty');
    if (name === 'state_recent') return all(states(month, Math.min(HISTORY, index) + 1));
    if (name === 'state_past') {
      // Who looked like declining in months that could not tell stands among the others, whose leaving would look like decline's.
      const judged = Math.min(stageHorizon, index - Math.max(...this.plan.stages.map(({ rests }) => rests.lookback)));
      const past = judged > 0 ? states(shiftMonth(month, -1), judged) : 'state_empty';
      return `SELECT month, number_id, stage, on_books FROM ${past}`;
    }
    return this.plan.graph.files.includes(name) ? all(this.store.rows(name, months)) : null;
  }
}
