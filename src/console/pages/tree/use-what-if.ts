import { useMemo } from 'react';
import { useView } from '../../view/use-view.ts';

export interface Otherwise {
  readonly node: string;
  readonly value: number;
}

/** Leaves that are set by hand, as the URL has them: "REVENUE.ARPU.DATA_ARPU.DOU:20". */
export function useWhatIf() {
  const view = useView();
  const text = view.get('whatif') ?? '';
  const whatIf = useMemo(() => whatIfOf(text), [text]);
  const set = (node: string, value: number | null) => {
    const others = whatIf.filter((each) => each.node !== node);
    const next = value === null ? others : [...others, { node, value }];
    view.set({ whatif: next.map((each) => `${each.node}:${each.value}`).join(',') });
  };
  return { whatIf, set };
}

export const whatIfOf = (text: string): readonly Otherwise[] =>
  text.split(',').flatMap((each) => {
    const [node, value] = each.split(':');
    return node && value && Number.isFinite(Number(value)) ? [{ node, value: Number(value) }] : [];
  });
