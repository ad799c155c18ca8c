import type { ReactNode } from 'react';
import styles from './choice.module.css';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly name: ReactNode;
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  /** The name stands before it; else only readers of the screen hear it. */
  readonly showName?: boolean;
}

/** One of many: the browser's own list, which every keyboard and finger knows. */
export function Select<Value extends string>({ name, value, options, onChange, showName = false }: ChoiceProps<Value>) {
  return (
    <label className={styles.select}>
      <span className={showName ? styles.name : 'only-read'}>{name}</span>
      <select value={value} onChange={({ target }) => onChange(target.value as Value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** One of few, all of them seen. */
export function Switch<Value extends string>({ name, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.switch}>
      <legend className="only-read">{name}</legend>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.name}
        </button>
      ))}
    </fieldset>
  );
}
