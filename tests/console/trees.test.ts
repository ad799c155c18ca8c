import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticksOf } from '../../src/console/charts/scale.ts';
import type { NodeFragment } from '../../src/console/graph/documents.ts';
import { shownLeaves, shownRows, treeOf } from '../../src/console/pages/tree/tree-rows.ts';
import { whatIfOf } from '../../src/console/pages/tree/use-what-if.ts';

/** A tree of contributions in which every parent's is the sum of its children's, as the graph gives it. */
function grown(seeds: readonly number[], code = 'R', level = 0): NodeFragment[] {
  const children =
    level < 2 ? seeds.slice(0, 3).flatMap((_, index) => [grown(seeds.slice(index + 1), `${code}.${index}`, level + 1)]) : [];
  const contribution = children.length > 0 ? children.reduce((sum, [first]) => sum + first!.contribution!, 0) : (seeds[0] ?? 1);
  const parent = level === 0 ? null : code.replace(/\.\d+$/, '');
  return [{ code, parent, level, contribution } as NodeFragment, ...children.flat()];
}

test('whatever is open, what is seen at the end of each branch adds up to the root’s change', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 5 }), fc.array(fc.nat(40)), (seeds, picks) => {
      const nodes = grown(seeds);
      const toggled = new Set(picks.map((pick) => nodes[pick % nodes.length]!.code));
      const root = treeOf(nodes, toggled, false)!;
      const sum = shownLeaves(root).reduce((all, { contribution }) => all + contribution!, 0);
      expect(sum).toBe(root.contribution);
      expect(shownRows(root).length).toBeLessThanOrEqual(nodes.length);
    }),
  );
  expect(shownRows(treeOf(grown([1, 2, 3]), new Set(), true)!)).toHaveLength(grown([1, 2, 3]).length);
});

test('ticks are round and within their range', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
      const ticks = ticksOf(low, low + span, 4);
      expect(ticks.length).toBeLessThanOrEqual(9);
      for (const tick of ticks) expect(tick >= low - span * 1e-6 && tick <= low + span * (1 + 1e-6)).toBe(true);
    }),
  );
});

test('what is set by hand is read from the URL, and what is no number is left out', () => {
  expect(whatIfOf('REVENUE.ARPU:48.5,X:,Y:abc,')).toEqual([{ node: 'REVENUE.ARPU', value: 48.5 }]);
});
