import type { Measure } from '../../../catalogue/types.js';
import { sliceOf } from '../../../figures/question.js';
import type { Figure } from '../../../figures/value.js';
import type { Slice } from '../../../slices/slice.js';
import { both, type Where } from '../../../slices/where.js';
import { noneOf, only } from '../../indicators/part-scope.js';
import { figureOver } from './figures.js';
import type { Group } from './groups.js';
import { baselineOf } from './period.js';
import type { AnalysisRequest } from './request.js';

/** A row of an analysis; figures are worked out when they are asked for, once. */
export interface AnalysisRow {
  readonly request: AnalysisRequest;
  readonly group: Group;
  /** null: all periods together. */
  readonly period: string | null;
  readonly isPartial: boolean;
  readonly figure: (measure: Measure) => Figure;
  readonly baseline: (measure: Measure) => Figure;
  /** Tells rows apart. */
  readonly key: string;
  /** Values of a dimension that this row leaves out as they stand for themselves; of an "other" row. */
  readonly shown: readonly (string | null)[];
}

export function rowOf(group: Group, request: AnalysisRequest, shown: readonly (string | null)[] = []): AnalysisRow {
  const { context, against, months } = request;
  const own = group.period?.months ?? months;
  const before = group.period ? baselineOf(group.period, against) : [];
  const none: Figure = { value: null, absence: 'NO_BASELINE' };
  return {
    request,
    group,
    period: group.period?.code ?? null,
    isPartial: group.period?.isPartial ?? false,
    figure: once((measure) => figureOver(measure, group.now, own, context)),
    baseline: once((measure) => (before.length > 0 ? figureOver(measure, group.before, before, context) : none)),
    key: JSON.stringify([group.period?.code ?? null, group.codes, group.other, group.totalOf]),
    shown,
  };
}

function once(work: (measure: Measure) => Figure): (measure: Measure) => Figure {
  const known = new Map<Measure, Figure>();
  return (measure) => {
    const figure = known.get(measure) ?? work(measure);
    known.set(measure, figure);
    return figure;
  };
}

/**
 * The numbers of a row; with a measure that counts numbers, just those it counts. Of a day or week those that have the measure's flow then
 * (the first selected one's, if none is named).
 */
export function sliceOfRow({ request, group, shown }: AnalysisRow, measure?: Measure): Slice {
  const { dimensions, scope, months } = request;
  const where = dimensions.reduce((all: Where, dimension, index) => {
    if (group.totalOf.includes(index)) return all;
    const own =
      group.other === index ? noneOf(dimension, shown) : only(request.measures[0]!, dimension, group.codes[index] ?? null);
    return both(all, own.where ?? {});
  }, {});
  const own = group.period?.months ?? months;
  const time =
    request.grain === 'DAY' || request.grain === 'WEEK' ? request.context.catalogue.dimensions.get(request.grain)! : null;
  const day =
    time && group.period ? { measure: measure ?? request.measures[0]!, dimension: time, code: group.period.code } : null;
  const narrow = { where, ...(measure ? { measure } : {}), ...(day ? { day } : {}) };
  return { ...sliceOf(scope, own[0]!, narrow), to: own.at(-1)! };
}
