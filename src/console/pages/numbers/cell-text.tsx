import { useFormat } from '../../format/use-format.ts';
import { useWords } from '../../words/use-words.ts';
import type { FilterColumn } from './columns.ts';
import styles from './numbers.module.css';
import { numbersWords } from './numbers-words.ts';

interface CellTextProps {
  readonly value: unknown;
  readonly info: FilterColumn | undefined;
}

/** A value of a number in its row: figures by their unit, codes by their names, what is not known as a dash. */
export function CellText({ value, info }: CellTextProps) {
  const format = useFormat();
  const words = useWords(numbersWords);
  const isNumber = info?.type === 'NUMBER';
  return <td className={isNumber ? styles.figure : undefined}>{textOf()}</td>;
  function textOf() {
    if (value === null || value === undefined) return <span className={styles.soft}>–</span>;
    if (typeof value === 'boolean') return value ? words.yes : <span className={styles.soft}>{words.no}</span>;
    if (typeof value === 'number') return info?.name === 'birthYear' ? value : format.bare(value, info?.unit ?? null);
    const code = String(value);
    if (info?.type === 'DATE') return format.day(code);
    return info?.values?.find((each) => each.code === code)?.label ?? code;
  }
}
