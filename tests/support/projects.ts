import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { filesBelow, reachOf, root } from './imports.js';

/** What a pure test never loads: warehouse, ledger, server, other processes. Named as packages, so that no move of a file matters. */
const heavy = ['@duckdb/node-api', 'libsql', 'pg', 'fastify', 'node:child_process'];

/** A test says in a comment why it cannot share a process with others: "// Alone: …". */
const alone = /^\/\/ Alone: \S/m;

const kindOf = (file: string): 'unit' | 'alone' | 'gateway' => {
  const { packages } = reachOf(file);
  if (!heavy.some((name) => packages.has(name))) return 'unit';
  return alone.test(readFileSync(join(root, file), 'utf8')) ? 'alone' : 'gateway';
};

const tests = filesBelow('tests').filter((file) => /\.test\.tsx?$/.test(file));
const kinds = new Map(tests.map((file) => [file, kindOf(file)]));
/** The test files of a project. What a test imports decides: nobody keeps a list, and none can be wrong. */
export const filesOf = (kind: ReturnType<typeof kindOf>): string[] => tests.filter((file) => kinds.get(file) === kind);

/**
 * The longest of all on a cold start, as ends of paths: begun last, one of them would keep one worker busy and the other idle. The first two
 * each make a fixture that others need, so that no worker waits for the other's.
 */
const longest: readonly string[] = [
  'tests/indicators/explain/stories.test.ts',
  'tests/numbers/reconcile.test.ts',
  'tests/ledger/postgres.test.ts',
  'tests/ledger/sqlite.test.ts',
  'tests/server/generations.test.ts',
  'tests/serving/cluster.test.ts',
  'tests/indicators/signals/seasonal.test.ts',
  'tests/marts/crash.test.ts',
  'tests/marts/incremental.test.ts',
  'tests/demo/day/play.test.ts',
  'tests/cli/cli.test.ts',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = longest.findIndex((end) => moduleId.endsWith(end));
  return at === -1 ? longest.length : at;
};
const order = ['alone', 'gateway', 'unit'];

/** By project, as a worker that is shared ends when a file of another project comes in between; in each the longest first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // By what vitest remembers of earlier runs; of the first, by the files' sizes.
    const sorted = await super.sort(files);
    const projectOf = (spec: TestSpecification) => order.indexOf(spec.project.name);
    return sorted.sort((one, other) => projectOf(one) - projectOf(other) || rank(one) - rank(other));
  }
}
