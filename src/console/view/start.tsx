import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Act, Dimension, Measure, StartQuery } from '../graph/documents.ts';
import type { Session } from '../graph/session.ts';
import { useLocale } from '../settings/settings.ts';

export type MeasureInfo = StartQuery['catalogue']['measures'][number] & { readonly name: string };
export type DimensionInfo = StartQuery['catalogue']['dimensions'][number] & { readonly name: string };

/** What every page knows: who looks, at which data, and the words of the catalogue. */
export interface Start {
  readonly session: Session;
  readonly me: StartQuery['me'];
  readonly generation: StartQuery['generation'];
  /** The oldest first. */
  readonly months: readonly string[];
  readonly measures: readonly MeasureInfo[];
  readonly dimensions: readonly DimensionInfo[];
  measure(code: Measure): MeasureInfo;
  dimension(code: Dimension): DimensionInfo;
  /** May the viewer ask for this tier? 1 indicators, 2 reports, 3 numbers, 4 channels. */
  sees(tier: number): boolean;
  /** May the viewer do this? */
  may(act: Act): boolean;
}

const context = createContext<Start | null>(null);

export function ProvideStart(props: { readonly data: StartQuery; readonly session: Session; readonly children: ReactNode }) {
  const { data, session, children } = props;
  const locale = useLocale();
  const start = useMemo(() => startOf(data, session, locale === 'ZH' ? 'zh' : 'en'), [data, session, locale]);
  return <context.Provider value={start}>{children}</context.Provider>;
}

export function useStart(): Start {
  const start = useContext(context);
  if (!start) throw new Error('useStart: expected to stand within ProvideStart');
  return start;
}

function startOf({ me, generation, catalogue }: StartQuery, session: Session, language: 'en' | 'zh'): Start {
  const measures = catalogue.measures.map((each) => ({ ...each, name: each[language] }));
  const dimensions = catalogue.dimensions.map((each) => ({ ...each, name: each[language] }));
  const measureOf = new Map(measures.map((each) => [each.code, each]));
  const dimensionOf = new Map(dimensions.map((each) => [each.code, each]));
  return {
    session,
    me,
    generation,
    months: catalogue.months,
    measures,
    dimensions,
    measure: (code) => measureOf.get(code)!,
    dimension: (code) => dimensionOf.get(code)!,
    sees: (tier) => me.tiers.includes(tier),
    may: (act) => me.acts.includes(act),
  };
}
