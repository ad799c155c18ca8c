import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';

interface PanelProps {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** Buttons and choices at its right. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Its content goes to its edges, as a table's. */
  readonly isFlush?: boolean;
}

/** A part of a page under a heading of its own. */
export function Panel({ title, note, actions, children, isFlush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {note && <span className={styles.note}>{note}</span>}
        {actions && (
          <div className={styles.actions} data-screen-only>
            {actions}
          </div>
        )}
      </header>
      <div className={isFlush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
