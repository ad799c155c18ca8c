import { Link } from 'wouter';
import { Sparkline } from '../../charts/sparkline.tsx';
import { Change } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { StatusMark } from '../../figures/status-mark.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { TileFragment, TileYearFragment } from '../../graph/documents.ts';
import { useStart } from '../../view/start.tsx';
import { useLinks } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { boardWords } from './board-words.ts';
import styles from './tile.module.css';

/** One KPI: its value, what it was a month and a year before, its plan, and its year as a line. */
export function Tile({ tile, year }: { readonly tile: TileFragment; readonly year: TileYearFragment | null }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const { measure } = useStart();
  const linkTo = useLinks();
  const { code, unit, higherIsBetter, formula } = tile.measure;
  const { name } = measure(code);
  return (
    <li className={styles.tile} data-slice={tile.slice} data-measure={code} data-signal={tile.signal.isSignal === true}>
      <h2 className={styles.name}>
        <Link href={linkTo(`/why/${code}`)} className={styles.link} title={`${name} = ${formula}`} aria-label={words.tile(name)}>
          {name}
        </Link>
        {tile.signal.isSignal && (
          <span className={styles.signal} title={words.signalTitle}>
            <span aria-hidden="true">●</span>
            <span className="only-read">{words.signal}</span>
          </span>
        )}
      </h2>
      <p className={styles.value}>
        <Figure value={tile.value} unit={unit} absence={tile.absence} size="large" />
      </p>
      <Sparkline points={tile.trend} unit={unit} name={name} />
      <dl className={styles.against}>
        <div>
          <dt>{words.onMonth}</dt>
          <dd>
            <Change {...tile} rate={tile.changeRate} unit={unit} higherIsBetter={higherIsBetter} show="rate" />
          </dd>
        </div>
        <div>
          <dt>{words.onYear}</dt>
          <dd>
            <Change
              change={year?.change}
              rate={year?.changeRate}
              absence={year?.absence}
              unit={unit}
              higherIsBetter={higherIsBetter}
              show="rate"
            />
          </dd>
        </div>
      </dl>
      <p className={styles.plan}>
        <StatusMark status={tile.status} />
        {tile.attainment != null && (
          <span title={words.ofPlan(format.share(tile.attainment))}>{format.share(tile.attainment)}</span>
        )}
      </p>
      {isUnderWay(tile) && (
        <p className={styles.pace}>{words.pace(format.share(tile.pace.share!), format.figure(tile.pace.projected!, unit))}</p>
      )}
      {tile.coverage != null && tile.coverage < 0.995 && (
        <p className={styles.pace}>{words.partial(format.share(tile.coverage))}</p>
      )}
    </li>
  );
}

/** Of a month that is over there is nothing to project. */
const isUnderWay = ({ pace }: TileFragment): boolean => pace.share != null && pace.share < 1 && pace.projected != null;
