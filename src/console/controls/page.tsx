import { type ReactNode, useEffect } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Where it lies, from the top down: links back. */
  readonly crumbs?: ReactNode;
  readonly lead?: ReactNode;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title, what it is set to, and its parts. */
export function Page({ title, crumbs, lead, controls, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · martlet`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.titles}>
          {crumbs && (
            <div className={styles.crumbs} data-screen-only>
              {crumbs}
            </div>
          )}
          <h1>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {controls && (
          <div className={styles.controls} data-screen-only>
            {controls}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}
