import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const treeQuery = `query ($tree: ID!, $month: YearMonth!, $where: SliceFilter) {
  indicatorTree(tree: $tree, month: $month, where: $where) { nodes { code relation value sensitivity } }
}`;

/** What the root would be with a leaf's value set by hand; all in one document. */
async function rootsWith(tree: string, given: Data, leaves: readonly Data[], shift: number): Promise<readonly number[]> {
  const text = leaves.map(({ code, value }, index) => {
    const whatIf = `{ node: "${code}", value: ${value + shift * stepOf(value)} }`;
    return `r${index}: indicatorTree(tree: "${tree}", month: $month, where: $where, whatIf: [${whatIf}]) { root { value } }`;
  });
  const data = await dataOf(gateway, `query ($month: YearMonth!, $where: SliceFilter) { ${text.join('\n')} }`, given);
  return leaves.map((_, index) => data[`r${index}`].root.value);
}
const stepOf = (value: number) => 1e-4 * (Math.abs(value) || 1);

const trees = () =>
  [...gateway.martlet.definitions.catalogue.trees.values()]
    .filter(({ relation }) => relation !== 'PARTITION')
    .map(({ code }) => code);

test('a leaf’s sensitivity is what a small step of it does to the root, in every formula tree', async () => {
  let compared = 0;
  for (const given of [{ month: '2026-10' }, { month: '2026-03', where: { city: { eq: 'HAILAN' } } }])
    for (const tree of trees()) {
      const { nodes } = (await dataOf(gateway, treeQuery, { tree, ...given })).indicatorTree;
      const [root] = nodes;
      expect(root.sensitivity).toBe(1);
      const leaves = nodes.filter(({ relation, value }: Data) => relation === null && value !== null);
      const [up, down] = [await rootsWith(tree, given, leaves, 1), await rootsWith(tree, given, leaves, -1)];
      for (const [index, { code, value, sensitivity }] of leaves.entries()) {
        const slope = (up[index]! - down[index]!) / (2 * stepOf(value));
        const rounding = (1e-14 * Math.abs(root.value)) / stepOf(value);
        expect([code, Math.abs(slope - sensitivity) <= 1e-6 * Math.abs(sensitivity) + 10 * rounding]).toEqual([code, true]);
        compared++;
      }
    }
  expect(compared).toBeGreaterThan(40);
});

test('an inner node’s is the chain rule: ARPU’s is the average base, revenue’s 1; partition trees have none', async () => {
  const { nodes } = (await dataOf(gateway, treeQuery, { tree: 'REVENUE', month: '2026-10' })).indicatorTree;
  const of = (end: string) => nodes.find(({ code }: Data) => code.endsWith(end));
  expect(of('.ARPU').sensitivity).toBeCloseTo(of('.AVERAGE_SUBSCRIBERS').value, 6);
  expect(of('.DATA_ARPU').sensitivity).toBeCloseTo(of('.AVERAGE_SUBSCRIBERS').value, 6);
  expect(of('.DOU').sensitivity).toBeCloseTo(of('.AVERAGE_SUBSCRIBERS').value * of('.PRICE_PER_GB').value, 6);
  const partition = (await dataOf(gateway, treeQuery, { tree: 'LIFECYCLE', month: '2026-10' })).indicatorTree.nodes;
  expect(new Set(partition.map(({ sensitivity }: Data) => sensitivity))).toEqual(new Set([null]));
});
