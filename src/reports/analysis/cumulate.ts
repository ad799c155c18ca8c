import { type Group, merged } from './groups.js';
import type { Period } from './period.js';

/** Running sums: each cell with all of its kind since the first period, and its baseline with theirs. What is of all periods stays. */
export function cumulate(groups: readonly Group[]): readonly Group[] {
  const sums = new Map<string, Group>();
  const byTime = [...groups].sort((a, b) => ((a.period?.code ?? '') < (b.period?.code ?? '') ? -1 : 1));
  return byTime.map((group) => {
    if (!group.period) return group;
    const kind = JSON.stringify([group.codes, group.other, group.totalOf]);
    const before = sums.get(kind);
    const sum = before ? merged([before, group], { ...group, period: since(before.period!, group.period) }) : group;
    sums.set(kind, sum);
    return sum;
  });
}

const since = (earlier: Period, period: Period): Period => ({
  ...period,
  months: [...new Set([...earlier.months, ...period.months])],
  before: [...new Set([...earlier.before, ...period.before])],
});
