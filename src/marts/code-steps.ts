import { monthsUpTo } from '../lib/months.js';
import { fitRetention, fitStages } from './fit-retention.js';
import { fitWarningModel, modelRows } from './fit-warning.js';
import type { MadeByCode } from './made-by-code.js';
import type { MartStore } from './mart-store.js';
import type { MonthFacts } from './months.js';
import type { BuildPlan } from './plan.js';
import { riskTokens } from './risk-tokens.js';

/** Where a step works. */
export interface AtWork {
  readonly store: Pick<MartStore, 'builder' | 'rows'>;
  readonly plan: BuildPlan;
  readonly facts: MonthFacts;
}

/** The marts whose headers say `made: by code`. What their sources have of the months before counts, too. */
export const codeSteps: ReadonlyMap<string, (at: AtWork) => Promise<MadeByCode>> = new Map([
  [
    'warning_model',
    async ({ store, plan: { warning }, facts: { month, index } }) => {
      const sample = (months: number) => store.rows('warning_sample', monthsUpTo(month, months));
      const samples = { all: sample(Math.min(warning.months, index + 1)), newest: sample(1) };
      const model = await fitWarningModel(store.builder, samples, warning);
      return { ...modelRows(month, model), tokens: riskTokens(model, warning) };
    },
  ],
  [
    'retention_curve',
    async ({ store, plan: { retention }, facts: { month, index } }) =>
      fitRetention(store.builder, month, store.rows('retention_history', monthsUpTo(month, index + 1)), retention),
  ],
  [
    'stage_retention',
    async ({ store, plan: { stages, retention }, facts: { month, index } }) => {
      const codes = stages.map(({ code }) => code);
      return fitStages(store.builder, store.rows('stage_history', monthsUpTo(month, index + 1)), codes, retention);
    },
  ],
]);
