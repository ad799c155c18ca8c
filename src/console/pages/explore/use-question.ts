import type { AnalysisInput, Dimension, Measure } from '../../graph/documents.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';

export const grains = ['MONTH', 'QUARTER', 'YEAR', 'WEEK', 'DAY', 'TOTAL'] as const;
export const baselines = ['NONE', 'PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'TARGET'] as const;
export type Grain = (typeof grains)[number];
export type Compared = (typeof baselines)[number];

/** The question as the URL has it: by itself, revenue and churn of the newest month by city. */
export interface Question {
  readonly measures: readonly Measure[];
  readonly dimensions: readonly Dimension[];
  readonly grain: Grain;
  readonly from: string;
  readonly to: string;
  readonly compared: Compared;
  readonly hasTotals: boolean;
}

export function useQuestion(): Question {
  const view = useView();
  const { measures, dimensions, months } = useStart();
  const newest = view.get('month') ?? months.at(-1)!;
  const to = view.get('to') ?? newest;
  const asked = view.list('measures').filter((each): each is Measure => measures.some(({ code }) => code === each));
  const by = view.get('by') === 'none' ? [] : view.list('by');
  return {
    measures: asked.length > 0 ? asked : ['REVENUE', 'CHURN_RATE'],
    dimensions: view.get('by') ? by.filter((each): each is Dimension => dimensions.some(({ code }) => code === each)) : ['CITY'],
    grain: grains.find((each) => each === view.get('grain')) ?? 'MONTH',
    from: view.get('from') ?? to,
    to,
    compared: baselines.find((each) => each === view.get('compared')) ?? 'NONE',
    hasTotals: view.get('totals') !== 'no',
  };
}

/** The same as the graph's input. */
export const inputOf = (question: Question, slice: string | null): AnalysisInput => ({
  measures: question.measures,
  dimensions: question.dimensions,
  grain: question.grain,
  ...(slice ? { slice } : { from: question.from, to: question.to }),
  against: question.compared,
  totals: question.hasTotals && question.dimensions.length > 0,
});

/** The same as a file of the catalogue: a report of one's own. */
export function reportOf(question: Question): string {
  const { measures, dimensions, grain, compared, hasTotals } = question;
  return [
    'code: MY_REPORT',
    'en: My report',
    'zh: 我的报表',
    'description: {en: What it tells, zh: 说明}',
    `measures: [${measures.join(', ')}]`,
    `dimensions: [${dimensions.join(', ')}]`,
    ...(grain === 'MONTH' ? [] : [`grain: ${grain}`]),
    ...(compared === 'NONE' ? [] : [`against: ${compared}`]),
    ...(hasTotals ? ['totals: true'] : []),
    ...(dimensions[0] ? [`chart: {kind: BAR, x: ${dimensions[0]}, y: [${measures[0]}]}`] : []),
    '',
  ].join('\n');
}
