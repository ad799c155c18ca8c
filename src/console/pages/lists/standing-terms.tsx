import { Select } from '../../controls/choice.tsx';
import { Field } from '../../controls/field.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useView, type View } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { standingWords } from './standing-words.ts';

/** Is a list of each generation asked for, and by which terms? As the URL has it; null: one list. */
export function standingTermsIn(view: View) {
  if (view.get('often') !== 'EACH') return null;
  const [size, budget] = [view.get('approveSize'), view.get('approveBudget')];
  return {
    onlyNew: view.get('whom') !== 'ANYBODY',
    expiresAfterDays: Number(view.get('days') ?? 30),
    approveUpTo: size && budget ? { size: Number(size), budget: Number(budget) } : null,
  };
}

/** What a standing list says beyond the terms of one list. */
export function StandingTerms() {
  const words = useWords(standingWords);
  const view = useView();
  const format = useFormat();
  const field = (name: string, usual = '') => ({
    value: view.get(name) ?? usual,
    onChange: (value: string) => view.set({ [name]: value }),
  });
  return (
    <>
      <Field name={words.days} type="number" least={1} unit={words.day} isRequired {...field('days', '30')} />
      <Select
        name={words.whom}
        showName
        value={view.get('whom') ?? 'NEW'}
        options={[
          { value: 'NEW', name: words.onlyNew },
          { value: 'ANYBODY', name: words.anybody },
        ]}
        onChange={(value) => view.set({ whom: value })}
      />
      <Field
        name={words.approveSize}
        type="number"
        least={1}
        hint={words.bothOrNone}
        isRequired={view.get('approveBudget') !== null}
        {...field('approveSize')}
      />
      <Field
        name={words.approveBudget}
        type="number"
        least={0}
        unit={format.unit('CNY')}
        hint={words.bothOrNone}
        isRequired={view.get('approveSize') !== null}
        {...field('approveBudget')}
      />
    </>
  );
}
