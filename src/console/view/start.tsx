import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { TimeZone } from '../../lib/time-zone.js';
import type { Act, Dimension, Measure, SlicePartsFragment, StartQuery, StartWithSliceQuery } from '../graph/documents.ts';
import type { Session } from '../graph/session.ts';
import { useLocale } from '../settings/settings.ts';

export type MeasureInfo = StartQuery['catalogue']['measures'][number] & { readonly name: string };
export type DimensionInfo = StartQuery['catalogue']['dimensions'][number] & { readonly name: string };

/** What every page knows: who looks, at which data, and the words of the catalogue. */
export interface Start {
  readonly session: Session;
  readonly me: StartQuery['me'];
  readonly generation: StartQuery['generation'];
  /** The operator's. */
  readonly timeZone: TimeZone;
  /** The oldest first. */
  readonly months: readonly string[];
  readonly measures: readonly MeasureInfo[];
  readonly dimensions: readonly DimensionInfo[];
  measure(code: Measure): MeasureInfo;
  dimension(code: Dimension): DimensionInfo;
  /** May the viewer ask for this tier? 1 indicators, 2 reports, 3 numbers, 4 channels. */
  sees(tier: number): boolean;
  /** What is known of a slice without asking. */
  toldOf(slice: string): SlicePartsFragment | null;
  /** May the viewer do this? */
  may(act: Act): boolean;
}

type StartData = StartQuery | StartWithSliceQuery;

const context = createContext<Start | null>(null);

interface ProvideStartProps {
  readonly data: StartData;
  readonly session: Session;
  /** That the console was opened with. */
  readonly slice: string | null;
  readonly children: ReactNode;
}

export function ProvideStart({ data, session, slice, children }: ProvideStartProps) {
  const locale = useLocale();
  const start = useMemo(() => startOf(data, session, slice, locale === 'ZH' ? 'zh' : 'en'), [data, session, slice, locale]);
  return <context.Provider value={start}>{children}</context.Provider>;
}

export function useStart(): Start {
  const start = useContext(context);
  if (!start) throw new Error('useStart: expected to stand within ProvideStart');
  return start;
}

function startOf(data: StartData, session: Session, slice: string | null, language: 'en' | 'zh'): Start {
  const { me, generation, catalogue } = data;
  const told = 'slice' in data ? data.slice : null;
  const measures = catalogue.measures.map((each) => ({ ...each, name: each[language] }));
  const dimensions = catalogue.dimensions.map((each) => ({ ...each, name: each[language] }));
  const measureOf = new Map(measures.map((each) => [each.code, each]));
  const dimensionOf = new Map(dimensions.map((each) => [each.code, each]));
  return {
    session,
    me,
    generation,
    timeZone: new TimeZone(generation.timeZone),
    months: catalogue.months,
    measures,
    dimensions,
    measure: (code) => measureOf.get(code)!,
    dimension: (code) => dimensionOf.get(code)!,
    sees: (tier) => me.tiers.includes(tier),
    toldOf: (handle) => (handle === slice ? (told ?? null) : null),
    may: (act) => me.acts.includes(act),
  };
}
