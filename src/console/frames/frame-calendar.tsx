import { daysOf } from '../../lib/months.js';
import { useFormat } from '../format/use-format.ts';
import { type Cell, columnOf, type Frame, type FrameChart, type FrameRow, numberOf, type PictureProps, reader } from './frame.ts';
import { FrameStacks } from './frame-stacks.tsx';
import styles from './frames.module.css';
import { HeatCell } from './heat-cell.tsx';
import { isDay, useCell } from './use-cell.ts';

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;

/** A sheet for each month: a field for each day, darker the greater its figure, which gives the day's slice. */
export function FrameCalendar({ frame, chart, caption }: PictureProps) {
  const format = useFormat();
  const textOf = useCell();
  const [period, size] = [reader(frame, chart.x), reader(frame, chart.y[0])];
  const column = columnOf(frame, chart.y[0]);
  const rowOf = rowsByDay(frame, chart, period);
  if (rowOf === null) return <FrameStacks frame={frame} chart={chart} caption={caption} />;
  const months = [...new Set([...rowOf.keys()].map((day) => day.slice(0, 7)))].sort();
  const sizes = [...rowOf.values()].map((row) => numberOf(size(row))).filter((each) => each !== null);
  const range = [Math.min(...sizes), Math.max(...sizes)] as const;
  return (
    <div className={styles.sheets}>
      {months.map((month) => (
        <table key={month} className={styles.heatmap}>
          <caption>
            {format.month(month)} · {column?.label}
          </caption>
          <thead>
            <tr>
              {weekdays.map((weekday) => (
                <th key={weekday} scope="col">
                  {format.weekday(weekday)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week) => (
              <tr key={week.find((day) => day !== null)}>
                {week.map((day, weekday) => {
                  const row = day ? rowOf.get(day) : undefined;
                  const figure = row ? numberOf(size(row)) : null;
                  return (
                    <HeatCell
                      key={weekdays[weekday]}
                      figure={figure}
                      range={range}
                      slice={row?.slice ?? null}
                      name={day ? `${format.day(day)}: ${textOf(figure, column)}` : ''}
                    >
                      {day && (
                        <>
                          <span className={styles.date}>{Number(day.slice(8))}</span> {row && textOf(figure, column)}
                        </>
                      )}
                    </HeatCell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

/**
 * The row of each day: where days are cut, that which is summed over all cuts. null where periods are no days, and where nobody says what
 * the cuts come to: nothing is added up here, as ratios and stocks do not.
 */
function rowsByDay(
  { rows }: Frame,
  { x, series }: FrameChart,
  period: (row: FrameRow) => Cell,
): ReadonlyMap<string, FrameRow> | null {
  const ofDays = rows.filter(({ totalOf }) => !totalOf.includes(x ?? ''));
  const most = Math.max(...ofDays.map(({ totalOf }) => totalOf.length));
  if ((series && most === 0) || !ofDays.every((row) => isDay(String(period(row))))) return null;
  return new Map(ofDays.filter(({ totalOf }) => totalOf.length === most).map((row) => [String(period(row)), row]));
}

/** Weeks of a month from Monday on, with null for what is another month's. */
function weeksOf(month: string): readonly (readonly (string | null)[])[] {
  const before = (new Date(`${month}-01`).getUTCDay() + 6) % 7;
  const fields = [...Array<null>(before).fill(null), ...daysOf(month)];
  const weeks = Array.from({ length: Math.ceil(fields.length / 7) }, (_, week) => fields.slice(week * 7, week * 7 + 7));
  return weeks.map((week) => [...week, ...Array<null>(7 - week.length).fill(null)]);
}
