import { Bars } from '../charts/bars.tsx';
import { useFormat } from '../format/use-format.ts';
import { SliceActions } from '../view/slice-actions.tsx';
import { useWords } from '../words/use-words.ts';
import { columnOf, detailRows, numberOf, type PictureProps, reader } from './frame.ts';
import { frameWords } from './frame-words.ts';
import styles from './frames.module.css';
import { useCell } from './use-cell.ts';

/** So many bars can be looked over. */
const most = 30;

/** A bar for each row by the first figure, the greatest first; other figures stand beside it. */
export function FrameBars({ frame, chart, caption }: PictureProps) {
  const words = useWords(frameWords);
  const format = useFormat();
  const textOf = useCell();
  const [first, ...others] = chart.y;
  const main = columnOf(frame, first);
  const [name, size] = [reader(frame, chart.x), reader(frame, first)];
  const rows = [...detailRows(frame)].sort(
    (one, other) => (numberOf(size(other)) ?? -Infinity) - (numberOf(size(one)) ?? -Infinity),
  );
  return (
    <>
      <p className={styles.what}>
        {main?.label}
        {others.map((each) => ` · ${columnOf(frame, each)?.label ?? each}`).join('')}
      </p>
      <Bars
        label={caption}
        bars={rows.slice(0, most).map((row, index) => ({
          key: String(index),
          name: textOf(name(row)),
          size: numberOf(size(row)),
          slice: row.slice ?? null,
          figure: textOf(size(row), main),
          note: (
            <>
              {others.map((each) => (
                <span key={each}>{textOf(reader(frame, each)(row), columnOf(frame, each))}</span>
              ))}
              <SliceActions slice={row.slice} name={textOf(name(row))} />
            </>
          ),
        }))}
      />
      {rows.length > most && <p className={styles.what}>{words.first(format.count(most), format.count(rows.length))}</p>}
    </>
  );
}
