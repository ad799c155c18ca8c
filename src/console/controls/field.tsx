import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'number' | 'date' | 'datetime-local';
  /** Beside the name: what is meant, or what holds where nothing is said. */
  readonly hint?: string;
  /** Behind the value. */
  readonly unit?: string;
  readonly isRequired?: boolean;
  readonly least?: number;
  readonly most?: number;
}

/** Something to be written in, under its name. */
export function Field({ name, value, onChange, type = 'text', hint, unit, isRequired = false, least, most }: FieldProps) {
  return (
    <Labelled name={name} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <span className={styles.input}>
          <input
            id={id}
            type={type}
            value={value}
            required={isRequired}
            min={least}
            max={most}
            step={type === 'number' ? 'any' : undefined}
            aria-describedby={hint ? `${id}-hint` : undefined}
            onChange={({ target }) => onChange(target.value)}
          />
          {unit && <span className={styles.unit}>{unit}</span>}
        </span>
      )}
    </Labelled>
  );
}

/** A name above whatever is chosen or written in; `children` is given the id that the name speaks of. */
export function Labelled(props: { readonly name: string; readonly hint?: string; readonly children: (id: string) => ReactNode }) {
  const { name, hint, children } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{name}</label>
      {children(id)}
      {hint && (
        <span id={`${id}-hint`} className={styles.hint}>
          {hint}
        </span>
      )}
    </div>
  );
}
