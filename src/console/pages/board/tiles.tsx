import type { TileFragment, TileYearFragment } from '../../graph/documents.ts';
import styles from './board.module.css';
import { Tile } from './tile.tsx';

interface TilesProps {
  readonly tiles: readonly TileFragment[];
  /** The same measures beside the year before, where that was answered. */
  readonly year: readonly TileYearFragment[] | null | undefined;
}

export function Tiles({ tiles, year }: TilesProps) {
  return (
    <ul className={styles.tiles}>
      {tiles.map((tile) => (
        <Tile
          key={tile.measure.code}
          tile={tile}
          year={year?.find(({ measure }) => measure.code === tile.measure.code) ?? null}
        />
      ))}
    </ul>
  );
}
