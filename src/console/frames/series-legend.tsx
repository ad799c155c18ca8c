import chartStyles from '../charts/charts.module.css';
import styles from './frames.module.css';

const colours = 8;

/** The colour of a series by its place; those beyond the palette share the last, grey one. */
export const seriesColour = (at: number): string => `var(--series-${Math.min(at, colours - 1) + 1})`;

/** Which colour is whose: names in the order of the picture, so that the order tells as well. */
export function SeriesLegend({ series }: { readonly series: readonly string[] }) {
  return (
    <ul className={styles.legend}>
      {series.map((name, at) => (
        <li key={name} className={chartStyles.key}>
          <span className={chartStyles.swatch} style={{ background: seriesColour(at) }} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}
