import type { Names } from '../../catalogue/names.js';
import type { Measure } from '../../catalogue/types.js';
import { compare } from '../../figures/compare.js';
import { type Absence, outcomeIn } from '../../figures/figure.js';
import { meanOver, monthlyOf } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import { outcomeText } from '../../figures/outcome.js';
import { memo } from '../../lib/memo.js';
import { askSums } from '../ask-sums.js';
import { baselineFigure } from '../baseline-figure.js';
import { planOf } from '../plans.js';
import type { IndicatorSession } from '../session.js';
import type { SignalAnswer } from '../signals/signals.js';
import { type CauseValue, causesOf } from './causes.js';
import { type ChangePattern, patternOf, signalOf } from './change-pattern.js';
import { type Drivers, formulaDrivers } from './drivers.js';
import { baseOf, type DimensionEffectValue, effectsOf } from './effects.js';
import { baselineNames } from './figure-text.js';
import { movesTree, stockFlows } from './flows.js';
import { keepersOf } from './keepers.js';
import { type Parts, partsOfFigure } from './parts.js';
import { type ExplainArguments, type ExplainRequest, resolveExplain } from './request.js';
import { summaryOf } from './summary.js';
import { warningsOf } from './warnings.js';

/** A change and its reasons; each kind of reason is worked out when it is asked for, once. */
export interface ExplainAnswer {
  readonly request: ExplainRequest;
  readonly measure: Measure;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly change: number | null;
  readonly absence: Absence | null;
  readonly drivers: () => Promise<Drivers>;
  readonly effects: () => Promise<readonly DimensionEffectValue[]>;
  readonly causes: () => Promise<readonly CauseValue[]>;
  readonly warnings: () => Promise<readonly Names[]>;
  readonly signal: () => Promise<SignalAnswer | null>;
  readonly pattern: () => Promise<ChangePattern | null>;
  readonly summary: () => Promise<Names>;
}

const noDrivers: Drivers = { list: [], residual: 0, undefinedFor: null };

/** Why did a measure change? Errors: as `resolveExplain`. */
export async function explain(args: ExplainArguments, context: IndicatorSession): Promise<ExplainAnswer> {
  const request = await resolveExplain(args, context);
  const { measure, month, baselineMonths, scope } = request;
  const [rows, plan] = await Promise.all([
    askSums(request, [measure], [month, ...baselineMonths]),
    planOf(scope, month, context),
  ]);
  const comparison = compare(
    meanOver(measure, monthlyOf(rows), [month], knownOf(request)),
    baselineFigure(measure, request, rows, plan(measure)),
  );
  const { value, baseline, change, absence } = comparison;
  // Plans of parts need not add up to that of the whole, and figures are summed from parts that have none.
  const hasParts = change !== null && baselineMonths.length > 0;
  const parts = memo(() => partsFor(request));
  const drivers = memo(async () => {
    const tree = movesTree(request);
    return change === null ? noDrivers : tree ? stockFlows(request, tree, change) : formulaDrivers(request, change);
  });
  const effects = memo(async () => {
    if (!hasParts) return [];
    const each = request.by.map(async (dimension) => effectsOf(dimension, await parts().single(dimension), request));
    return (await Promise.all(each)).filter((effect) => effect !== null);
  });
  const causes = memo(async () => (hasParts && request.by.length > 0 ? causesOf(parts(), request) : []));
  const warnings = memo(async () =>
    change === null ? [missing(request, absence)] : warningsOf(measure, change, baseline!, await effects(), await drivers()),
  );
  const signal = memo(async () => (value === null ? null : signalOf(request)));
  const pattern = memo(async () => (hasParts ? patternOf(await causes(), await signal()) : null));
  const summary = memo(async () => {
    if (value === null || baseline === null || change === null) return missing(request, absence);
    const known = { drivers: await drivers(), causes: await causes(), pattern: await pattern(), signal: await signal() };
    return summaryOf({ request, value, baseline, change, ...known });
  });
  return { request, measure, value, baseline, change, absence, drivers, effects, causes, warnings, signal, pattern, summary };
}

/** Where a driver of the change changed: the same search for another measure. */
export async function causesOfDriver(request: ExplainRequest, measure: Measure): Promise<readonly CauseValue[]> {
  if (request.baselineMonths.length === 0 || request.by.length === 0) return [];
  const own = { ...request, measure };
  return causesOf(partsFor(own), own);
}

function partsFor(request: ExplainRequest): Parts {
  const { measure } = request;
  const base = baseOf(measure, request);
  return partsOfFigure(request, base ? [measure, base] : [measure], (singles) => keepersOf(singles, request, measure));
}

const missing = (request: ExplainRequest, absence: Absence | null): Names => {
  const { en, zh } = baselineNames(request);
  const outcome = absence === 'CUT_BY_OUTCOME' && outcomeIn(request.measure, [request.month], knownOf(request));
  const why = outcome
    ? outcomeText(request.measure, outcome)
    : { en: `${absence ?? 'the figure or its baseline is missing'}.`, zh: `${absence ?? '缺少当期值或基期值'}。` };
  return { en: `There is no change against ${en} to explain: ${why.en}`, zh: `没有可解释的相对${zh}的变动：${why.zh}` };
};
