import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FormulaTree } from '../../src/catalogue/types.js';
import { evaluateFormula, type Formula, substitute } from '../../src/methods/decompose/formula.js';
import type { Where } from '../../src/slices/where.js';
import { openWithFields } from '../support/fields.js';
import { type Data, type Gateway } from '../support/gateway.js';
import { baselines, childrenOf, mostlyLate, nodesOf, sum } from '../support/indicators.js';
import { type Field, whereOf } from '../support/reference.js';

let gateway: Gateway;
let fields: readonly Field[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
});
afterAll(() => gateway.close());

const trees = ['REVENUE', 'GROWTH', 'MARGIN', 'SUBSCRIBERS', 'CAMPAIGN'];
const measureOf = (tree: FormulaTree, code: string) =>
  code.split('.').at(-1) === tree.code ? tree.measure : code.split('.').at(-1)!;

/** A node's formula over its children, worked out from their figures; null where one has none. */
function expectedOf(tree: FormulaTree, nodes: readonly Data[], node: Data, figure: 'value' | 'baseline'): number | null {
  const children = childrenOf(nodes, node);
  const inputs = children.map((child) => child[figure] as number | null);
  const codes = children.map(({ code }) => code.split('.').at(-1));
  if (inputs.includes(null) || children.length === 0) return null;
  const formula = substitute(
    tree.formulas.get(node.level === 0 ? tree.measure : measureOf(tree, node.code))!,
    (code): Formula => ({ kind: 'variable', index: codes.indexOf(code) }),
  );
  return evaluateFormula(formula, inputs as number[]);
}

interface Asked {
  readonly tree: string;
  readonly month: string;
  readonly against: (typeof baselines)[number];
  readonly where: Where | undefined;
}
const asked = (): fc.Arbitrary<Asked> =>
  fc.record({
    tree: fc.constantFrom(...trees),
    month: mostlyLate(gateway.serving.coverage.months),
    against: fc.constantFrom(...baselines),
    where: fc.oneof(fc.constant(undefined), whereOf(fields, 1)),
  });

test('every parent equals its formula over its children within 1e-9, now and before', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(asked(), async (question) => {
      const tree = gateway.martlet.definitions.catalogue.trees.get(question.tree) as FormulaTree;
      const nodes = await nodesOf(gateway, { ...question });
      for (const node of nodes) {
        for (const figure of ['value', 'baseline'] as const) {
          if (figure === 'baseline' && question.against === 'TARGET') continue; // plans need not fit together
          const expected = expectedOf(tree, nodes, node, figure);
          if (expected === null || node[figure] === null) continue;
          compared++;
          const scale = Math.max(1, Math.abs(expected), ...childrenOf(nodes, node).map((child) => Math.abs(child[figure])));
          expect(Math.abs(node[figure] - expected)).toBeLessThanOrEqual(1e-9 * scale);
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(60);
});

test('leaf contributions sum to the root’s change within 1e-9, an inner node has the sum of its children’s, for every Baseline', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(asked(), async (question) => {
      const nodes = await nodesOf(gateway, { ...question });
      const [root] = nodes;
      expect(root.contribution).toBe(root.change);
      if (root.change === null) return;
      seen.add(`${question.tree} ${question.against}`);
      const explained = (node: Data) => childrenOf(nodes, node).filter(({ contribution }) => contribution !== null);
      const scale =
        Math.abs(root.value) + Math.abs(root.baseline) + sum(nodes.map(({ contribution }) => Math.abs(contribution ?? 0)));
      const leaves = nodes.filter((node) => node.contribution !== null && explained(node).length === 0);
      expect(Math.abs(sum(leaves.map(({ contribution }) => contribution)) - root.change)).toBeLessThanOrEqual(1e-9 * scale);
      for (const node of nodes.filter((candidate) => explained(candidate).length > 0)) {
        expect(explained(node)).toHaveLength(childrenOf(nodes, node).length);
        expect(Math.abs(sum(explained(node).map(({ contribution }) => contribution)) - node.contribution)).toBeLessThanOrEqual(
          1e-9 * scale,
        );
      }
    }),
    {
      numRuns: 40,
      examples: trees.flatMap((tree) =>
        baselines.map((against): [Asked] => [{ tree, month: '2026-10', against, where: undefined }]),
      ),
    },
  );
  for (const tree of trees)
    for (const against of baselines.filter((name) => name !== 'NONE' && name !== 'TARGET'))
      expect(seen).toContain(`${tree} ${against}`);
});

test('the whole is explained down to the leaves: no leaf of the four trees is without its contribution', async () => {
  for (const tree of trees) {
    const nodes = await nodesOf(gateway, { tree });
    const leaves = nodes.filter(({ relation }) => relation === null);
    expect(leaves.map(({ contribution }) => contribution)).not.toContain(null);
    expect(nodes[0].change).not.toBe(0);
  }
});
