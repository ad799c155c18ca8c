import { Select } from '../../controls/choice.tsx';
import { type Against, useAgainst } from '../../view/month.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { treeWords } from './tree-words.ts';

const choices: readonly Against[] = ['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'TARGET', 'MEAN_OF_PRIOR_3'];

/** The second comparison beside the first; null: none. */
export function useAlso(): Against | null {
  const asked = useView().get('also');
  const first = useAgainst();
  return choices.find((each) => each === asked && each !== first) ?? null;
}

export function AlsoChoice() {
  const words = useWords(treeWords);
  const names = useWords(common);
  const view = useView();
  const against = useAgainst();
  return (
    <Select
      name={words.also}
      showName
      value={useAlso() ?? ''}
      onChange={(also) => view.set({ also }, true)}
      options={[
        { value: '', name: names.none },
        ...choices.filter((each) => each !== against).map((value) => ({ value, name: names[value] })),
      ]}
    />
  );
}
