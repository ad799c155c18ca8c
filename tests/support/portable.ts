import { notPortable, tellNotPortable } from '../../src/warehouse/portable.js';
import type { Statement } from '../../src/warehouse/statement.js';

/** What is DuckDB's alone, and why it may be. */
const exceptions: readonly {
  readonly why: string;
  readonly isOf: (statement: Statement) => boolean;
  /** Findings that may be; null: any. */
  readonly found: readonly string[] | null;
}[] = [
  {
    why: 'lists are judged by what decides at the counter, `number_ruled` and the contacts of the ledger, beside the gateway',
    isOf: ({ name }) => name.startsWith('freeze of a target list') || name === 'offers by rules as they would be',
    found: null,
  },
  {
    why: 'the snapshot of a list is a file of the gateway, verified when it is read',
    isOf: ({ reads }) => reads.some(({ source }) => source.startsWith('snapshot of list ')),
    found: ['read_parquet('],
  },
  {
    why: 'the file of a set was sent to the gateway',
    isOf: ({ name }) => name === 'numbers of a set by phone number',
    found: null,
  },
];

/** What is not portable in statements that another engine could be asked, each text once. */
export function tellDuckdbAlone(statements: readonly Statement[]): readonly string[] {
  const different = new Map(statements.filter(({ isNative }) => !isNative).map((one) => [one.sql, one]));
  return [...different.values()].flatMap((one) => {
    const may = exceptions.filter(({ isOf }) => isOf(one));
    if (may.some(({ found }) => found === null)) return [];
    const isExcepted = (found: string): boolean => may.some((each) => each.found?.includes(found));
    return notPortable(one.sql)
      .filter(({ found }) => !isExcepted(found))
      .map((each) => `${one.name}, line ${each.line}: ${tellNotPortable(each)}`);
  });
}
