import type { CampaignSession } from '../../campaigns/session.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import type { AskedBaseline } from '../../figures/baseline.js';
import type { Scope } from '../../figures/question.js';
import type { ScopeInput } from '../../session/scope.js';
import type { TimeGrain } from './period.js';

export interface Condition {
  readonly measure: string;
  readonly gt?: number | null | undefined;
  readonly gte?: number | null | undefined;
  readonly lt?: number | null | undefined;
  readonly lte?: number | null | undefined;
}

/** Just one of measure, dimension and period. */
export interface Order {
  readonly measure?: string | null | undefined;
  readonly dimension?: string | null | undefined;
  readonly period?: boolean | null | undefined;
  readonly desc?: boolean | null | undefined;
}

export interface TopPer {
  readonly dimension: string;
  readonly by: string;
  readonly n: number;
}

/** Have periods without rows a row? ZERO: one for each combination of values that occurs at all. */
export type Fill = 'NONE' | 'ZERO';

/** What is computed by what, and which rows of it are shown in which order. */
export interface AnalysisQuestion {
  /** In the order of the grouping. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
  readonly grain: TimeGrain;
  readonly against: AskedBaseline;
  readonly having?: readonly Condition[] | null | undefined;
  readonly orderBy?: readonly Order[] | null | undefined;
  readonly topPer?: TopPer | null | undefined;
  readonly totals: boolean;
  readonly fill: Fill;
  readonly cumulative: boolean;
}

/** The same with the numbers and months that it is about. */
export interface AnalysisArguments extends AnalysisQuestion, ScopeInput {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

type Defaulted = 'grain' | 'against' | 'totals' | 'fill' | 'cumulative';

/** The same, whose defaults are not filled in yet. */
export type AnalysisInput = Omit<AnalysisArguments, Defaulted> & {
  readonly [name in Defaulted]?: AnalysisArguments[name] | null | undefined;
};

export const withDefaults = ({ grain, against, totals, fill, cumulative, ...asked }: AnalysisInput): AnalysisArguments => ({
  ...asked,
  grain: grain ?? 'MONTH',
  against: against ?? 'NONE',
  totals: totals ?? false,
  fill: fill ?? 'NONE',
  cumulative: cumulative ?? false,
});

/** An analysis with its names resolved and its limits checked. */
export interface AnalysisRequest {
  readonly context: CampaignSession;
  readonly scope: Scope;
  /** Months asked for, oldest first. */
  readonly months: readonly string[];
  readonly grain: TimeGrain;
  readonly against: AskedBaseline;
  readonly dimensions: readonly Dimension[];
  /** What is shown … */
  readonly selected: readonly Measure[];
  /** … what decides on which rows there are and on their order … */
  readonly deciding: readonly Measure[];
  /** … and both: all that is computed. */
  readonly measures: readonly Measure[];
  readonly having: readonly (Condition & { readonly of: Measure })[];
  readonly orderBy: readonly { readonly by: Measure | Dimension | 'PERIOD'; readonly desc: boolean }[];
  readonly topPer: { readonly dimension: Dimension; readonly by: Measure; readonly n: number } | null;
  readonly totals: boolean;
  readonly fill: Fill;
  /** Figures are sums since the first period. */
  readonly cumulative: boolean;
}
