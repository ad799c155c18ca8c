import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { everything, groupBy, type Question } from '../../src/figures/question.js';
import { routeOf } from '../../src/figures/route.js';
import { developer } from '../../src/security/viewer.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { filterColumns, numberColumns } from '../../src/slices/columns.js';
import { managerOf } from '../support/viewers.js';

const { catalogue, contract, derived } = loadDefinitions(loadConfig({}, {}));
const columns = filterColumns(catalogue, numberColumns(contract, derived, 'BIGINT'));
const dimensions = [...catalogue.dimensions.values()];
const trees = [...catalogue.trees.values()].filter((tree) => tree.relation === 'PARTITION');
const marts = [...new Set([...catalogue.parts.values()].map(({ mart }) => mart))];
/** What is summed of each, and what is counted anew of numbers. */
const sources = [...marts.map((mart) => ({ mart, isDistinct: false })), { mart: 'number_state', isDistinct: true } as const];
/** A generation's rollups, those of one that was built before rollups of a mart were declared, and none at all. */
const rollups = [
  new Map(catalogue.rollups.map(({ name }, index) => [name, index])),
  ...marts.map((mart) => new Map(catalogue.rollups.filter((rollup) => rollup.mart !== mart).map(({ name }) => [name, 1]))),
  new Map<string, number>(),
];

test('of every measure, dimension and filter a route that misses the rollups says in a whole clause why, and names what it is about', () => {
  const names = [...dimensions.map(({ code }) => code), ...trees.map(({ code }) => code), ...columns.keys(), ...marts, 'events'];
  const isNamed = new RegExp(`\\b(${names.join('|')})\\b`);
  const groupings = [[], ...dimensions.map((dimension) => [groupBy(dimension)])];
  const filters = [{}, ...[...columns.keys()].map((field) => ({ [field]: { isNull: false } }))];
  const reasons = new Set<string>();
  const unsaid: Question[] = [];
  for (const source of sources)
    for (const by of groupings)
      for (const where of filters)
        for (const tree of by.length === 0 ? [null, ...trees] : [null])
          for (const rows of rollups)
            for (const viewer of [developer, managerOf(['HAILAN'])]) {
              const question: Question = { parts: [], months: ['2026-10'], by, tree, scope: { ...everything, where } };
              const { rollup, missReason } = routeOf(question, source, viewer, catalogue, columns, rows);
              if ((rollup === null) !== (missReason !== null)) unsaid.push(question);
              if (missReason !== null) reasons.add(missReason);
            }
  expect(unsaid).toEqual([]);
  expect(reasons.size).toBeGreaterThan(100);
  for (const reason of reasons) {
    expect(reason).toMatch(isNamed);
    expect(reason).toMatch(/\b(has|names|come)\b.* \S+$/);
    expect(reason).not.toMatch(/\b(has|with|names|of|no|and) *$/);
  }
});

test('what a route’s shape names is just what a rollup must have: one with it answers, unless an obstacle is named', () => {
  const groupings = [[], ...dimensions.map((dimension) => [groupBy(dimension)])];
  const filters = [{}, ...[...columns.keys()].map((field) => ({ [field]: { isNull: false } }))];
  const scopes = filters.map((where) => ({ ...everything, where }));
  const questions = [...groupings.map((by) => ({ by, scope: everything })), ...scopes.map((scope) => ({ by: [], scope }))];
  const seen = { hit: 0, never: 0 };
  for (const source of sources)
    for (const tree of [null, ...trees])
      for (const viewer of [developer, managerOf(['HAILAN'])])
        for (const asked of questions) {
          const question: Question = { parts: [], months: ['2026-10'], tree, ...asked };
          const { shape } = routeOf(question, source, viewer, catalogue, columns, new Map());
          const own = { name: 'own', mart: source.mart, dimensions: shape.dimensions, trees: shape.trees };
          const route = routeOf(question, source, viewer, { ...catalogue, rollups: [own] }, columns, new Map([['own', 1]]));
          expect(route.rollup).toEqual(shape.obstacle === null ? own : null);
          expect(route.shape).toEqual({ ...shape, rollup: shape.obstacle === null ? 'own' : null });
          seen[route.rollup ? 'hit' : 'never']++;
          const [first, ...others] = shape.dimensions;
          if (first === undefined) continue;
          const lacking = { ...catalogue, rollups: [{ ...own, dimensions: others }] };
          expect(routeOf(question, source, viewer, lacking, columns, new Map([['own', 1]])).rollup).toBeNull();
        }
  expect(Math.min(seen.hit, seen.never)).toBeGreaterThan(50);
});

test('a mart without rollups is said to have none', () => {
  const question: Question = { parts: [], months: ['2026-10'], by: [], tree: null, scope: everything };
  expect(
    routeOf(question, { mart: 'cohort_state', isDistinct: false }, developer, catalogue, columns, new Map()).missReason,
  ).toBe('cohort_state has no rollup');
});
