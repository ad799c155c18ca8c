import type { ReactNode } from 'react';
import styles from './table.module.css';

export interface TableColumn<Row> {
  readonly name: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  /** Names its row. */
  readonly isHead?: boolean;
}

interface TableProps<Row> {
  /** What it is a table of, for readers of the screen. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string | number;
  /** Rows that add up others stand out. */
  readonly isTotal?: (row: Row) => boolean;
}

/** A table of rows that all stand on the page. */
export function Table<Row>({ caption, columns, rows, keyOf, isTotal }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, title, isFigure }) => (
              <th key={name} scope="col" className={isFigure ? styles.figure : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)} className={isTotal?.(row) ? styles.total : undefined}>
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell<Row>({ column: { cell, isHead, isFigure }, row }: { readonly column: TableColumn<Row>; readonly row: Row }) {
  if (isHead) return <th scope="row">{cell(row)}</th>;
  return <td className={isFigure ? styles.figure : undefined}>{cell(row)}</td>;
}
