import { Select } from '../../controls/choice.tsx';
import type { Dimension, Measure, ReportsQuery } from '../../graph/documents.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import styles from './reports.module.css';

type Option = ReportsQuery['reports'][number]['options'][number];

/** What can be asked of a report: lists where the values are known, else a field. All of it stands in the URL. */
export function ReportOptions({ options }: { readonly options: readonly Option[] }) {
  return options.map((option) => <OneOption key={option.name} option={option} />);
}

function OneOption({ option }: { readonly option: Option }) {
  const view = useView();
  const { measure, dimension } = useStart();
  const { name, description, type, allowed, least, most } = option;
  const value = view.get(`o.${name}`) ?? option.default ?? '';
  const set = (next: string) => view.set({ [`o.${name}`]: next === option.default ? null : next }, true);
  const nameOf = (each: string) => {
    if (type === 'MEASURE') return measure(each as Measure)?.name ?? each;
    // Codes of an option are most often dimensions.
    return dimension(each as Dimension)?.name ?? each;
  };
  if (type === 'BOOLEAN' || allowed)
    return (
      <Select
        name={description}
        value={value}
        onChange={set}
        options={(allowed ?? ['true', 'false']).map((each) => ({ value: each, name: nameOf(each) }))}
      />
    );
  return (
    <label className={styles.option} title={description}>
      <span className="only-read">{description}</span>
      <input
        key={value}
        type={type === 'INTEGER' || type === 'NUMBER' ? 'number' : 'text'}
        min={least ?? undefined}
        max={most ?? undefined}
        defaultValue={value}
        placeholder={name}
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && set(currentTarget.value)}
        onBlur={({ target }) => target.value !== value && set(target.value)}
      />
    </label>
  );
}
