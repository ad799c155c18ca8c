import { Select } from '../controls/choice.tsx';
import { useFormat } from '../format/use-format.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import { useStart } from './start.tsx';
import { useView } from './use-view.ts';

/** The month that the page is about: as the URL has it, else the newest. */
export function useMonth(): string {
  const { months } = useStart();
  const asked = useView().get('month');
  return asked && months.includes(asked) ? asked : months.at(-1)!;
}

export function MonthChoice() {
  const { months } = useStart();
  const words = useWords(common);
  const format = useFormat();
  const view = useView();
  const newest = months.at(-1)!;
  return (
    <Select
      name={words.month}
      value={useMonth()}
      onChange={(month) => view.set({ month: month === newest ? null : month }, true)}
      options={[...months].reverse().map((month) => ({ value: month, name: format.month(month) }))}
    />
  );
}

const baselines = ['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'TARGET', 'MEAN_OF_PRIOR_3', 'SEASONAL_NAIVE'] as const;
export type Against = (typeof baselines)[number];

const isAgainst = (text: string | null): text is Against => (baselines as readonly (string | null)[]).includes(text);

/** What figures are compared with: as the URL has it, else the month before. */
export function useAgainst(name = 'against'): Against {
  const asked = useView().get(name);
  return isAgainst(asked) ? asked : 'PREVIOUS_MONTH';
}

export function AgainstChoice({ without = [] }: { readonly without?: readonly Against[] }) {
  const words = useWords(common);
  const view = useView();
  return (
    <Select
      name={words.against}
      showName
      value={useAgainst()}
      onChange={(against) => view.set({ against: against === 'PREVIOUS_MONTH' ? null : against }, true)}
      options={baselines.filter((each) => !without.includes(each)).map((value) => ({ value, name: words[value] }))}
    />
  );
}
