import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { badInput } from '../errors.js';
import { monthsUpTo, shiftMonth } from '../lib/months.js';
import { text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { besideNumber } from './beside-number.js';
import { fitRetention } from './fit-retention.js';
import { fitWarningModel } from './fit-warning.js';
import { martFile, parquet, parquetFormat } from './mart-files.js';
import type { MonthFacts } from './months.js';
import { monthTokens } from './months.js';
import { type BuildPlan, fill } from './plan.js';
import { riskTokens } from './risk-tokens.js';
import { stageHorizon } from './stage-retention.js';

/** Earlier months that a month's SQL may read, as state_1 (the month before) to state_6; state_recent is all of them and the month. */
const HISTORY = 6;

/** Marts of what happened to a number and of its days, and their order: the look-ups' and, for the same file of the same data, the rest. */
const HAPPENED = {
  number_flow: 'number_id, day, scene, offer_id, campaign_id, agent_id, serving_channel_kind',
  number_event: 'number_id, "on", type, channel_id, staff_id, offer_id',
  number_contact: 'number_id, "on", contact_id',
  number_day: 'number_id, day',
  number_complaint: 'number_id, day, complaint_id',
} as const;

/** Smaller row groups let few rows use all threads, and large months keep what DuckDB reads best. */
const SMALL_MONTH = 500_000;

/** Builds months' marts into a folder on one builder; each statement's memory is bounded by a month and the few before it. */
export class MonthBuilder {
  constructor(
    readonly builder: Builder,
    private readonly plan: BuildPlan,
    readonly dir: string,
  ) {}

  /** The shape of number_state, for months that do not exist. Once, before the first month. */
  async prepare(): Promise<void> {
    const derived = this.plan.derived.map(({ name, type }) => `CAST(NULL AS ${type}) AS "${name}"`).join(', ');
    await this.builder.execute(
      `CREATE OR REPLACE TEMP TABLE state_empty AS SELECT *, ${derived} FROM base.number_month WHERE FALSE`,
    );
  }

  /** Writes a month's number_state with the value edges and retention in it; the earlier months' files lie in the folder already. */
  async state(facts: MonthFacts): Promise<void> {
    await this.history(facts);
    const sql = this.martSql(facts, await this.warning(facts));
    await this.builder.execute(`CREATE OR REPLACE TEMP TABLE off_books AS ${sql('off_books')}`);
    await this.builder.execute(`CREATE OR REPLACE TEMP TABLE plan_fit AS ${sql('plan_fit')}`);
    await this.features(facts, sql('number_feature'));
    await this.builder.execute(`CREATE OR REPLACE TEMP TABLE value_edge AS ${sql('value_edge')}`);
    await this.retention(facts, sql);
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW number_value AS ${sql('number_value')}`);
    await this.write('SELECT * FROM value_edge ORDER BY kind, customer_type', martFile('value_edge', facts.month));
    const rows = facts.rows < SMALL_MONTH ? 30_720 : 122_880;
    await this.write(`SELECT * FROM (${sql('number_state')}\n) ORDER BY number_id`, martFile('number_state', facts.month), rows);
    await this.assertShape(facts.month);
    await this.assertRows(facts);
  }

  /** Of few rows they are kept: to plan their SQL in each statement that reads them takes longer than to work them out. Of many they would take the memory. */
  private async features({ rows }: MonthFacts, sql: string): Promise<void> {
    const isKept = rows < SMALL_MONTH;
    if (isKept) await this.builder.execute(`CREATE OR REPLACE TEMP TABLE feature_row AS ${sql}`);
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW number_feature AS ${isKept ? 'FROM feature_row' : sql}`);
  }

  /** What is known by now of who left, the model that follows from it, and how it stands in number_state. */
  private async warning(facts: MonthFacts): Promise<Readonly<Record<string, string>>> {
    const { month, index } = facts;
    const sql = this.martSql(facts);
    await this.write(`SELECT * FROM (${sql('warning_sample')}\n) ORDER BY ALL`, martFile('warning_sample', month));
    const { warning } = this.plan;
    const known = monthsUpTo(month, Math.min(warning.months, index + 1));
    const samples = known.map((each) => join(this.dir, martFile('warning_sample', each)));
    const model = await fitWarningModel(this.builder, month, samples, warning);
    await this.write('SELECT * FROM warning_model ORDER BY place, bin', martFile('warning_model', month));
    return riskTokens(model, warning);
  }

  /** Who stayed in the month, of which stages of before, and the retention that follows from it and all months before. */
  private async retention({ month, index }: MonthFacts, sql: (mart: string) => string): Promise<void> {
    const order = 'ORDER BY join_month, customer_type';
    const { children: stages } = this.plan.trees.find(({ column }) => column === 'lifecycle')!;
    const files = (mart: string, months: readonly string[]) => months.map((each) => join(this.dir, martFile(mart, each)));
    // Who looked like declining in months that could not tell stands among the others, whose leaving would look like decline's.
    const judged = Math.min(stageHorizon, index - Math.max(...stages.map(({ rests }) => rests.lookback)));
    const past = judged > 0 ? parquet(files('number_state', monthsUpTo(shiftMonth(month, -1), judged))) : 'state_empty';
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW state_past AS SELECT month, number_id, stage, on_books FROM ${past}`);
    await this.builder.execute(`CREATE OR REPLACE TEMP TABLE renewal AS ${sql('renewal')}`);
    await this.write(`SELECT * FROM (${sql('retention_history')}\n) ${order}`, martFile('retention_history', month));
    await this.write(`SELECT * FROM (${sql('stage_history')}\n) ORDER BY stage, months_since`, martFile('stage_history', month));
    const known = monthsUpTo(month, index + 1);
    const sources = {
      histories: files('retention_history', known),
      stageHistories: files('stage_history', known),
      stages: stages.map(({ code }) => code),
    };
    await fitRetention(this.builder, month, sources, this.plan.retention);
    await this.write(`SELECT * FROM retention_curve ${order}`, martFile('retention_curve', month));
  }

  /** Writes what is made from a month's number_state: number_flow, cohort_state, number_event, number_contact, number_day, number_complaint and joiner_month. */
  async rest(facts: MonthFacts): Promise<void> {
    const sql = this.martSql(facts);
    await this.history(facts);
    await this.show('number_state', [facts.month]);
    const recent = Array.from({ length: Math.min(HISTORY, facts.index) + 1 }, (_, back) => shiftMonth(facts.month, -back));
    const files = recent.map((month) => join(this.dir, martFile('number_state', month)));
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW state_recent AS SELECT * FROM ${parquet(files)}`);
    await this.write(`SELECT * FROM (${sql('cohort_state')}\n) ORDER BY number_id`, martFile('cohort_state', facts.month));
    await this.write(`SELECT * FROM (${sql('joiner_month')}\n) ORDER BY number_id`, martFile('joiner_month', facts.month));
    for (const [mart, order] of Object.entries(HAPPENED))
      await this.write(`SELECT * FROM (${sql(mart)}\n) ORDER BY ${order}`, martFile(mart, facts.month));
    await this.open(facts);
  }

  /** Writes the leads of a month. What they became shows in later months: once, after all of these. */
  async leads(facts: MonthFacts): Promise<void> {
    const joiners = facts.months.map((month) => join(this.dir, martFile('joiner_month', month)));
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW joiner_month AS SELECT * FROM ${parquet(joiners)}`);
    await this.write(
      `SELECT * FROM (${this.martSql(facts)('lead_state')}\n) ORDER BY lead_id`,
      martFile('lead_state', facts.month),
    );
  }

  /** Writes the operator's own churn scores of a month, as they came. */
  async scores(month: string): Promise<void> {
    const select = `SELECT month, number_id, model, probability FROM base.score WHERE month = ${text(month)} ORDER BY model, number_id`;
    await this.write(select, martFile('number_score', month));
  }

  /** Makes the month's files relations by their marts' names, and the months before state_1 to state_6. */
  async open(facts: MonthFacts): Promise<void> {
    await this.history(facts);
    await this.openMonths([facts.month]);
  }

  /** Makes the files of months relations by their marts' names. */
  async openMonths(months: readonly string[]): Promise<void> {
    for (const mart of ['number_state', 'number_flow', 'number_day', 'cohort_state', 'retention_history'])
      await this.show(mart, months);
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW day_state AS ${besideNumber('number_day', 'number_state')}`);
  }

  /** Writes a SELECT as Parquet below the folder. */
  async write(select: string, file: string, rowGroup?: number): Promise<void> {
    const path = join(this.dir, file);
    await mkdir(dirname(path), { recursive: true });
    await this.builder.execute(`COPY (${select}\n) TO ${text(path)} (${parquetFormat(rowGroup)})`);
  }

  private martSql(facts: MonthFacts, risk: Readonly<Record<string, string>> = {}): (mart: string) => string {
    const tokens = new Map<string, string>(Object.entries({ ...monthTokens(facts), ...risk }));
    return (mart) => fill(this.plan.sql(mart), (token) => tokens.get(token) ?? null);
  }

  private async show(mart: string, months: readonly string[]): Promise<void> {
    const files = months.map((month) => join(this.dir, martFile(mart, month)));
    await this.builder.execute(`CREATE OR REPLACE TEMP VIEW ${mart} AS SELECT * FROM ${parquet(files)}`);
  }

  private async history({ month, index }: MonthFacts): Promise<void> {
    for (let back = 1; back <= HISTORY; back++) {
      const file = join(this.dir, martFile('number_state', shiftMonth(month, -back)));
      const source = back <= index ? parquet([file]) : 'state_empty';
      await this.builder.execute(`CREATE OR REPLACE TEMP VIEW state_${back} AS SELECT * FROM ${source}`);
    }
  }

  /** A number that stands twice would be joined to itself month after month, and its rows double each time: stop at once. */
  private async assertRows({ month }: MonthFacts): Promise<void> {
    const count = async (source: string): Promise<number> =>
      Number((await this.builder.query(`SELECT count(*) AS n FROM ${source}`))[0]?.n);
    const expected = await count(`base.number_month WHERE month = ${text(month)}`);
    const found = await count(parquet([join(this.dir, martFile('number_state', month))]));
    if (found === expected) return;
    throw badInput(
      `number_state of ${month} has ${found} rows, number_month ${expected}: a number stands twice in ${shiftMonth(month, -1)} or one of the months before, or a code of plan or channel does. Remove the doubles.`,
    );
  }

  /** Headers are what the catalogue knows of the columns; a header that says other than the SQL would mislead it. */
  private async assertShape(month: string): Promise<void> {
    const of = async (source: string): Promise<string[]> =>
      (await this.builder.query(`DESCRIBE SELECT * FROM ${source}`)).map((row) => `${row.column_name} ${row.column_type}`);
    const declared = await of('state_empty');
    const found = await of(parquet([join(this.dir, martFile('number_state', month))]));
    const wrong = declared.filter((column, index) => column !== found[index]);
    if (wrong.length > 0 || declared.length !== found.length) {
      const came = found.filter((column) => !declared.includes(column));
      throw new Error(
        `number_state is not as its headers say: expected ${wrong.join(', ') || 'no more columns'}, found ${came.join(', ') || 'none of them'}`,
      );
    }
  }
}
