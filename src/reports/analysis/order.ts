import { compareKeys, type Key, naturalOrder } from '../../figures/order.js';
import type { AnalysisRequest } from './question.js';
import type { AnalysisRow } from './row.js';

/** What one step of an order looks at in a row, and how. */
interface Step {
  readonly keyOf: (row: AnalysisRow) => Key | typeof other;
  readonly compare: (a: Key, b: Key) => number;
}

/** The row of all that has no row of its own. */
const other = Symbol('other');

/** Rows in the request's order, then by period and the dimensions' natural order: no two are equal. Empty values come last either way, and "other" after them. */
export function inRowOrder(rows: readonly AnalysisRow[], request: AnalysisRequest): readonly AnalysisRow[] {
  const columns = stepsOf(request).map((step) => ranksOf(rows, step));
  const isBefore = (a: number, b: number) => {
    for (const ranks of columns) if (ranks[a] !== ranks[b]) return ranks[a]! - ranks[b]!;
    return 0;
  };
  return Array.from(rows.keys())
    .sort(isBefore)
    .map((row) => rows[row]!);
}

function stepsOf({ orderBy, dimensions }: AnalysisRequest): readonly Step[] {
  const asked = orderBy.map(({ by, desc }): Step => {
    if (by === 'PERIOD') return byPeriod(desc);
    if ('numerator' in by) return { keyOf: (row) => row.figure(by).value, compare: (a, b) => compareKeys(a, b, desc) };
    return byDimension(dimensions, dimensions.indexOf(by), desc);
  });
  return [...asked, byPeriod(false), ...dimensions.map((_, index) => byDimension(dimensions, index, false))];
}

const byPeriod = (desc: boolean): Step => ({ keyOf: ({ period }) => period, compare: (a, b) => compareKeys(a, b, desc) });

const byDimension = (dimensions: AnalysisRequest['dimensions'], index: number, desc: boolean): Step => ({
  keyOf: ({ group }) => (group.other === index ? other : (group.codes[index] ?? null)),
  compare: naturalOrder(dimensions[index]!, desc) as Step['compare'],
});

/** The place of each row's key among all keys: a key is compared once, and not in each comparison of two of its rows. */
function ranksOf(rows: readonly AnalysisRow[], { keyOf, compare }: Step): readonly number[] {
  const keys = rows.map(keyOf);
  const known = [...new Set(keys)].filter((key) => key !== other).sort(compare);
  const ranks = new Map<Key | typeof other, number>([...known.map((key, rank) => [key, rank] as const), [other, known.length]]);
  return keys.map((key) => ranks.get(key)!);
}
