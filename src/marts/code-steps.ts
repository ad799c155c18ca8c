import { monthsUpTo } from '../lib/months.js';
import type { Builder } from '../warehouse/duckdb.js';
import { fitRetention, fitStages } from './fit-retention.js';
import { fitWarningModel } from './fit-warning.js';
import type { MonthFacts } from './months.js';
import type { BuildPlan } from './plan.js';
import { riskTokens } from './risk-tokens.js';

/** Where a step works. */
export interface AtWork {
  readonly builder: Builder;
  readonly plan: BuildPlan;
  readonly facts: MonthFacts;
  /** The files of a mart in months. */
  readonly files: (mart: string, months: readonly string[]) => readonly string[];
}

/** Makes the table of a month's mart, and gives the tokens that it tells SQL, if any. */
type CodeStep = (at: AtWork, table: string) => Promise<Readonly<Record<string, string>>>;

/** The marts whose headers say `made: by code`. What their sources have of the months before counts, too. */
export const codeSteps: ReadonlyMap<string, CodeStep> = new Map<string, CodeStep>([
  [
    'warning_model',
    async ({ builder, plan: { warning }, facts: { month, index }, files }, table) => {
      const samples = files('warning_sample', monthsUpTo(month, Math.min(warning.months, index + 1)));
      return riskTokens(await fitWarningModel(builder, { table, month }, samples, warning), warning);
    },
  ],
  [
    'retention_curve',
    async ({ builder, plan: { retention }, facts: { month, index }, files }, table) => {
      await fitRetention(builder, { table, month }, files('retention_history', monthsUpTo(month, index + 1)), retention);
      return {};
    },
  ],
  [
    'stage_retention',
    async ({ builder, plan: { stages, retention }, facts: { month, index }, files }, table) => {
      const histories = files('stage_history', monthsUpTo(month, index + 1));
      const codes = stages.map(({ code }) => code);
      await fitStages(builder, table, histories, codes, retention);
      return {};
    },
  ],
]);
