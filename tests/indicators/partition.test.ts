import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, openGateway } from '../support/gateway.js';
import { baselines, childrenOf, mostlyLate, nodesOf, sum, thousandths } from '../support/indicators.js';
import { type Field, fieldsOf, holds, type PlainRow, plainRows, whereOf } from '../support/reference.js';

let gateway: Gateway;
let rows: readonly PlainRow[];
let fields: readonly Field[];
let months: readonly string[];
beforeAll(async () => {
  gateway = await openGateway();
  months = gateway.serving.coverage.months;
  rows = await plainRows(gateway, months.at(-1)!);
  fields = fieldsOf(gateway, rows);
});
afterAll(() => gateway.close());

// None that counts leaving: of the nodes, which leaving decides, it has no figure (outcome.test.ts).
const additive = [
  'NUMBERS',
  'CLOSING_SUBSCRIBERS',
  'COMPLAINTS',
  'GROSS_ADDS',
  'AVERAGE_SUBSCRIBERS',
  'REVENUE',
  'DATA_VOLUME',
  'ARREARS',
  'CONTRIBUTION_MARGIN',
];
const ratios = ['ARPU', 'DOU', 'PRICE_PER_GB', 'SATISFACTION', 'NPS', 'FIVE_G_PENETRATION', 'DUAL_DROP_SHARE'];
const question = (measures: readonly string[], against: readonly (typeof baselines)[number][] = baselines) =>
  fc.record({
    measure: fc.constantFrom(...measures),
    month: mostlyLate(months),
    against: fc.constantFrom(...against),
    where: fc.oneof(fc.constant(undefined), whereOf(fields, 1)),
  });

test('children of every PARTITION node sum to it exactly: counts, and money to the fen', async () => {
  let parents = 0;
  await fc.assert(
    fc.asyncProperty(question(additive), async (asked) => {
      const nodes = await nodesOf(gateway, { tree: 'LIFECYCLE', ...asked });
      for (const node of nodes.filter(({ relation, value }) => relation === 'PARTITION' && value !== null)) {
        const children = childrenOf(nodes, node);
        parents++;
        expect(sum(children.map(({ value }) => thousandths(value)))).toBe(thousandths(node.value));
        // A child has no figure only where its rule could not hold yet.
        for (const child of children) expect(child.value === null).toBe(child.value === null && child.absence !== null);
        if (node.value) expect(sum(children.map(({ share }) => share))).toBeCloseTo(1, 9);
        if (asked.against === 'TARGET') {
          // Plans are for the whole and for cities, not for stages: the root has a change, and nothing below explains it.
          expect(children.map(({ contribution }) => contribution)).toEqual(children.map(() => null));
        } else if (node.contribution !== null) {
          expect(sum(children.map(({ contribution }) => contribution))).toBeCloseTo(node.contribution, 6);
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(parents).toBeGreaterThan(200);
});

test('contributions to a ratio add up over the children of every node, the leaves’ to the root’s change', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(question(ratios, ['PREVIOUS_MONTH', 'MEAN_OF_PRIOR_3', 'SEASONAL_NAIVE']), async (asked) => {
      const nodes = await nodesOf(gateway, { tree: 'LIFECYCLE', ...asked });
      const [root] = nodes;
      if (root.change === null) return;
      compared++;
      const scale = Math.abs(root.value) + Math.abs(root.baseline) + sum(nodes.map(({ contribution }) => Math.abs(contribution)));
      const leaves = nodes.filter(({ relation }) => relation === null);
      expect(Math.abs(sum(leaves.map(({ contribution }) => contribution)) - root.change)).toBeLessThanOrEqual(1e-9 * scale);
      for (const node of nodes.filter(({ relation }) => relation !== null)) {
        const below = sum(childrenOf(nodes, node).map(({ contribution }) => contribution));
        expect(Math.abs(below - node.contribution)).toBeLessThanOrEqual(1e-9 * scale);
      }
    }),
    { numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(5);
});

test('Z1: every node counts the rows, and the fen, that plain JavaScript finds', async () => {
  await fc.assert(
    fc.asyncProperty(whereOf(fields, 2), async (where) => {
      const kept = rows.filter((row) => holds(where, row) === true);
      const numbers = await nodesOf(gateway, { tree: 'LIFECYCLE', where, against: 'NONE' });
      const revenue = await nodesOf(gateway, { tree: 'LIFECYCLE', where, against: 'NONE', measure: 'REVENUE' });
      for (const [index, node] of numbers.entries()) {
        const path = node.code.split('.').slice(1).join('.');
        const own = kept.filter(({ lifecycle }) => path === '' || lifecycle === path || String(lifecycle).startsWith(`${path}.`));
        expect([node.code, node.value]).toEqual([node.code, own.length]);
        expect(thousandths(revenue[index].value)).toBe(sum(own.map(({ fen }) => Number(fen))) * 10);
      }
    }),
    { numRuns: 25 },
  );
});
