import { Select } from '../../controls/choice.tsx';
import type { ReportsQuery } from '../../graph/documents.ts';
import { useView } from '../../view/use-view.ts';
import styles from './reports.module.css';

type Option = ReportsQuery['reports'][number]['options'][number];

/** What can be asked of a report: lists where the values are known, else a field. All of it stands in the URL. */
export function ReportOptions({ options }: { readonly options: readonly Option[] }) {
  return options.map((option) => <OneOption key={option.name} option={option} />);
}

function OneOption({ option }: { readonly option: Option }) {
  const view = useView();
  const { name, description, type, values, least, most } = option;
  const value = view.get(`o.${name}`) ?? option.default ?? '';
  const set = (next: string) => view.set({ [`o.${name}`]: next === option.default ? null : next }, true);
  if (values)
    return (
      <Select
        name={description}
        value={value}
        onChange={set}
        options={values.map(({ code, label }) => ({ value: code, name: label }))}
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
