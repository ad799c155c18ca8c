/** Rows of one statement when a table is read to its end: few enough that other work gets its turn between two. */
export const pageSize = 5000;

/** All rows that `page` gives, at most `pageSize` after the last one (null: from the beginning) at a time. */
export async function* rowsOfPages<Row>(page: (after: Row | null) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  let after: Row | null = null;
  do {
    const rows: readonly Row[] = await page(after);
    yield* rows;
    after = rows.length < pageSize ? null : rows.at(-1)!;
  } while (after !== null);
}

/** Rows of one statement when many are written or named: their values stay far below both engines' limits. */
const chunkSize = 1000;

/** The values in parts that one statement can carry. */
export function* chunksOf<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < values.length; from += chunkSize) yield values.slice(from, from + chunkSize);
}
