import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { PartitionNode } from '../../src/catalogue/types.js';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { HandMade } from '../marts/support.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { nodesOf } from '../support/indicators.js';

/** The columns that a warehouse must have, and revenue: no use, allowance, reason for leaving or operator ported in from. */
const provided = new Set(['status', 'joined_on', 'revenue']);
let gateway: Gateway;
beforeAll(async () => {
  const home = mkdtempSync(join(inject('scratch'), 'left-over-'));
  const made = new HandMade(join(home, 'warehouse'));
  const rows = [
    `(1, DATE '2020-01-01', 'ACTIVE', 60)`,
    `(2, DATE '2026-02-01', 'ACTIVE', 30)`,
    `(3, DATE '2025-10-01', 'ACTIVE', 30)`,
    `(4, DATE '2020-01-01', 'CANCELLED', 0)`,
    `(5, DATE '2020-01-01', 'ACTIVE', 5)`,
  ];
  for (const month of ['2026-01', '2026-02'])
    await made.add(
      'number_month',
      month,
      'number_id, joined_on, status, revenue',
      rows.filter((_, at) => at !== 1 || month === '2026-02').join(', '),
    );
  await createMartlet(loadConfig({ MARTLET_HOME: home, MARTLET_WAREHOUSE: made.dir }, {})).build();
  gateway = await openGateway(home);
});
afterAll(() => gateway?.close());

test('what a rule that nobody can tell leaves over is not told either, down to the leaves', async () => {
  const nodes = new Map((await nodesOf(gateway, { tree: 'LIFECYCLE' })).map((node) => [node.code, node]));
  const { catalogue } = gateway.martlet.definitions;
  const tree = catalogue.trees.get('LIFECYCLE')!;
  if (tree.relation !== 'PARTITION') throw new Error('LIFECYCLE is a partition');
  /** By hand from the rules' words: the columns that a rule names. */
  const lacks = ({ rests }: PartitionNode): boolean => rests.needs.some((need) => !provided.has(need));
  const walk = (list: readonly PartitionNode[], above: string, isUnknown: boolean): void => {
    for (const [at, node] of list.entries()) {
      const isLast = at === list.length - 1;
      const isLacking = isUnknown || (isLast ? list.slice(0, -1).some(lacks) : lacks(node));
      const found = nodes.get(`${above}.${node.code}`)!;
      expect([found.code, found.absence, found.value === null]).toEqual([
        found.code,
        isLacking ? 'NOT_PROVIDED' : null,
        isLacking,
      ]);
      walk(node.children, `${above}.${node.code}`, isLacking);
    }
  };
  walk(tree.children, 'LIFECYCLE', false);
  for (const code of ['MATURE.BALANCED', 'GROWTH.WITHIN_PLAN', 'NEW.PURE_NEW', 'OFF_NET.TRUE_LEAVE'])
    expect(nodes.get(`LIFECYCLE.${code}`)).toMatchObject({ value: null, absence: 'NOT_PROVIDED', contribution: null });
  expect(nodes.get('LIFECYCLE')).toMatchObject({ value: 5, absence: null });
  expect(nodes.get('LIFECYCLE.NEW')).toMatchObject({ value: 1, absence: null });
});
