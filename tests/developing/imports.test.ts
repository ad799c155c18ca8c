import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importFaults } from './check-imports.js';
import { floors } from './import-rules.js';
import { circles, type Import, importsIn, importsOf } from './imports.js';

const { files, imports } = importsIn(join(import.meta.dirname, '../../src'));

test('imports of src point down, know only their packages and run in no circle', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(importFaults(files, imports)).toEqual([]);
});

test('the table of floors itself has no circle, and names no floor that is not there', () => {
  const arrows = new Map(Object.entries(floors).map(([floor, below]) => [floor, new Set(below)]));
  expect(circles(arrows)).toEqual([]);
  const known = new Set([...Object.keys(floors), 'wiring']);
  expect(
    Object.values(floors)
      .flat()
      .filter((floor) => !known.has(floor)),
  ).toEqual([]);
});

test('what no folder uses is not allowed either: the table says what is', () => {
  const used = new Set(imports.map(({ from, to }) => `${from.split('/')[0]} ${to.includes('/') ? to.split('/')[0] : 'wiring'}`));
  const unused = Object.entries(floors)
    .flatMap(([floor, below]) => below.map((each) => `${floor} ${each}`))
    .filter((pair) => !used.has(pair));
  expect(unused.filter((pair) => !pair.endsWith(' lib'))).toEqual([]);
});

/** A wrong import of each kind, added to the real ones, is found, and nothing else is. */
const wrong: readonly (readonly [string, readonly Import[], string])[] = [
  [
    'upwards',
    [{ from: 'ledger/ledger.ts', to: 'decisions/judge.ts', isPackage: false, isType: false }],
    'ledger may import only lib',
  ],
  [
    'upwards, of a type',
    [{ from: 'numbers/find.ts', to: 'faces/graph/shared/page.types.ts', isPackage: false, isType: true }],
    'numbers may import only',
  ],
  [
    'sideways',
    [{ from: 'figures/figure.ts', to: 'decisions/why.ts', isPackage: false, isType: true }],
    'figures may import only',
  ],
  [
    'of the wiring',
    [{ from: 'serving/generations.ts', to: 'martlet.ts', isPackage: false, isType: true }],
    'serving may import only',
  ],
  ['of the demo', [{ from: 'cli/demo.ts', to: 'demo/demo.ts', isPackage: false, isType: false }], 'cli may import only'],
  [
    'of GraphQL',
    [{ from: 'indicators/drill.ts', to: 'graphql', isPackage: true, isType: true }],
    'only faces/graph, faces/mcp, server, console may know it',
  ],
  [
    'of the engine',
    [{ from: 'warehouse/duckdb/engine.ts', to: '@duckdb/node-api', isPackage: true, isType: false }],
    'only warehouse/duckdb/session.ts',
  ],
  [
    'in a circle of files',
    [{ from: 'figures/sums.ts', to: 'figures/figure.ts', isPackage: false, isType: true }],
    'files import each other: figures/',
  ],
  [
    'in a circle of folders',
    [
      { from: 'methods/value/shifted-beta-geometric.ts', to: 'methods/detect/xmr.ts', isPackage: false, isType: true },
      { from: 'methods/detect/poisson.ts', to: 'methods/value/lorenz.ts', isPackage: false, isType: true },
    ],
    'folders import each other: methods/detect, methods/value',
  ],
];
test.each(wrong)('an import %s is found', (_, added, message) => {
  const faults = importFaults(files, [...imports, ...added]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(message);
});

test('a folder that is not in the table is found', () => {
  expect(importFaults([...files, 'helpers/dates.ts'], imports)).toEqual([
    'src/helpers: not in the table of floors. Add it there with what it may import.',
  ]);
});

test('imports are read as TypeScript reads them', () => {
  const text = `import a from './a.js';
    import type { B } from '../b/b.js';
    import { type C, type D } from "./c.js";
    import { type E, f } from '@apollo/server/plugin/disabled';
    export { g } from './g.js';
    const x = "import h from './h.js'"; // import i from './i.js'`;
  expect(importsOf('one/two.ts', text)).toEqual([
    { from: 'one/two.ts', to: 'one/a.ts', isPackage: false, isType: false },
    { from: 'one/two.ts', to: 'b/b.ts', isPackage: false, isType: true },
    { from: 'one/two.ts', to: 'one/c.ts', isPackage: false, isType: true },
    { from: 'one/two.ts', to: '@apollo/server', isPackage: true, isType: false },
    { from: 'one/two.ts', to: 'one/g.ts', isPackage: false, isType: false },
  ]);
});
