import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../format/use-format.ts';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { CellText } from './cell-text.tsx';
import { columns, type NumberBoard } from './columns.ts';
import styles from './numbers.module.css';
import { numbersWords } from './numbers-words.ts';
import type { usePages } from './use-pages.ts';

const rowHeight = 28;
/** So many rows before the last loaded one the next page is fetched. */
const ahead = 60;

interface NumberTableProps {
  readonly pages: ReturnType<typeof usePages>;
  readonly shown: readonly NumberBoard[];
}

/** The table: only rows that are seen are drawn, and pages come as somebody scrolls. */
export function NumberTable({ pages, shown }: NumberTableProps) {
  const words = useWords(numbersWords);
  const format = useFormat();
  const linkTo = useLinks();
  const view = useView();
  const { first, rows, more, hasMore } = pages;
  const scroll = useRef<HTMLDivElement>(null);
  const infoOf = useMemo(() => new Map(first?.catalogue?.filterColumns.map((each) => [each.name, each])), [first]);
  const seen = columns.filter(({ board }) => shown.includes(board));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - ahead) more();
  }, [last, rows.length, hasMore, more]);
  const [sorted, direction] = (view.get('sort') ?? '').split(':');
  const sort = (name: string) => {
    const next = sorted !== name ? `${name}:desc` : direction === 'desc' ? `${name}:asc` : null;
    view.set({ sort: next });
  };
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={scroll} className={styles.scroll} aria-label={words.number} tabIndex={0}>
      <table className={styles.table} aria-rowcount={first?.numbers?.totalCount ?? -1}>
        <thead>
          <tr>
            <th scope="col">{words.number}</th>
            {seen.map(({ name }) => {
              const label = infoOf.get(name)?.label ?? name;
              return (
                <th
                  key={name}
                  scope="col"
                  className={infoOf.get(name)?.type === 'NUMBER' ? styles.figure : undefined}
                  aria-sort={sorted !== name ? undefined : direction === 'desc' ? 'descending' : 'ascending'}
                >
                  <button type="button" className={styles.sort} title={words.sortBy(label)} onClick={() => sort(name)}>
                    {label}
                    {infoOf.get(name)?.unit && <span> {format.unit(infoOf.get(name)!.unit!)}</span>}
                    {sorted === name && <span aria-hidden="true">{direction === 'desc' ? ' ↓' : ' ↑'}</span>}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {above > 0 && (
            <tr style={{ height: above }}>
              <td colSpan={seen.length + 1} />
            </tr>
          )}
          {items.map(({ index }) => {
            const row = rows[index]!;
            return (
              <tr key={row.id} aria-rowindex={index + 2} style={{ height: rowHeight }}>
                <th scope="row">
                  <Link href={linkTo(`/n/${encodeURIComponent(row.numberId)}`)}>{row.msisdn ?? row.numberId}</Link>
                </th>
                {seen.map(({ name, of }) => (
                  <CellText key={name} value={of(row)} info={infoOf.get(name)} />
                ))}
              </tr>
            );
          })}
          {below > 0 && (
            <tr style={{ height: below }}>
              <td colSpan={seen.length + 1} />
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
