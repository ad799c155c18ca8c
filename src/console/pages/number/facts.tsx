import { useFormat } from '../../format/use-format.ts';
import type { OneNumberQuery } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './number.module.css';
import { numberWords } from './number-words.ts';

export type OneNumberData = NonNullable<OneNumberQuery['number']>;
export type Columns = OneNumberQuery['catalogue']['filterColumns'];

/** Fields of a number under the names that the catalogue gives them. What is not known is a dash. */
export function Facts({ of, columns }: { readonly of: object; readonly columns: Columns }) {
  const textOf = useCellText(columns);
  const labels = new Map(columns.map(({ name, label }) => [name, label]));
  return (
    <dl className={styles.facts}>
      {Object.entries(of).flatMap(([name, value]) =>
        name === '__typename'
          ? []
          : [
              <div key={name}>
                <dt>{labels.get(name) ?? name}</dt>
                <dd>{textOf(name, value)}</dd>
              </div>,
            ],
      )}
    </dl>
  );
}

/** The operator's own columns, which come as text, as the values that they are. */
export const ownFacts = (
  own: OneNumberData['ownColumns'],
  columns: Columns,
): Readonly<Record<string, string | number | boolean | null>> =>
  Object.fromEntries(
    own.map(({ name, value }) => {
      const type = columns.find((each) => each.name === name)?.type;
      if (value === null || (type !== 'NUMBER' && type !== 'BOOLEAN')) return [name, value];
      return [name, type === 'NUMBER' ? Number(value) : value === 'true'];
    }),
  );

/** A value of a column in words. */
export function useCellText(columns: Columns) {
  const format = useFormat();
  const words = useWords(numberWords);
  return (name: string, value: unknown): string => {
    const column = columns.find((each) => each.name === name);
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (typeof value === 'number') return name === 'birthYear' ? String(value) : format.figure(value, column?.unit ?? null);
    const text = String(value);
    if (column?.type === 'DATE') return format.day(text);
    return column?.values?.find(({ code }) => code === text)?.label ?? text;
  };
}
