import DataLoader from 'dataloader';
import type { Viewer } from '../../security/viewer.js';
import type { Row } from '../../warehouse/engine.js';
import type { Manifest } from '../../warehouse/generations.js';
import type { Statement } from '../../warehouse/statement.js';
import { type ColumnGroup, numbersStatement } from './numbers.queries.js';

/** A number in a month, and what of it is asked for. The id as `numberId` gives it. */
export interface NumberKey {
  readonly id: string;
  readonly month: string;
  readonly groups: readonly ColumnGroup[];
}

export type NumbersLoader = DataLoader<NumberKey, Row | null, string>;

/** Numbers by id and month, null for those that are not there or not to be seen; all of a tick and month are one statement. */
export function numbersLoader(
  run: (statement: Statement) => Promise<readonly Row[]>,
  viewer: Viewer,
  manifest: Manifest,
): NumbersLoader {
  return new DataLoader<NumberKey, Row | null, string>(
    async (keys) => {
      const rowsOf = async (month: string): Promise<readonly (readonly [string, Row])[]> => {
        const asked = keys.filter((key) => key.month === month);
        const ids = [...new Set(asked.map(({ id }) => id))];
        const groups = [...new Set(asked.flatMap((key) => key.groups))];
        const rows = await run(numbersStatement({ ids, month, groups }, viewer, manifest));
        return rows.map((row) => [`${month} ${row.number_id}`, row]);
      };
      const months = [...new Set(keys.map(({ month }) => month))];
      const found = new Map((await Promise.all(months.map(rowsOf))).flat());
      return keys.map(({ month, id }) => found.get(`${month} ${id}`) ?? null);
    },
    { cacheKeyFn: ({ id, month, groups }) => [id, month, ...groups].join(' ') },
  );
}
