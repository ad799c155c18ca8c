import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { loadMarts } from '../../src/marts/mart.js';
import { importsIn } from './imports.js';

const root = join(import.meta.dirname, '../../src');
const { files } = importsIn(root);

/** The lines of src that a pattern is in, by file; comments are left out. */
function found(pattern: RegExp, where: (file: string) => boolean = () => true): ReadonlyMap<string, readonly string[]> {
  const lines = (file: string) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/\*|\*|\/\/)/.test(line) && pattern.test(line));
  return new Map(
    files
      .filter(where)
      .map((file) => [file, lines(file)] as const)
      .filter(([, own]) => own.length > 0),
  );
}

/** Files beside those that are allowed, each with a reason; what is allowed and not there any more is a fault too. */
function beside(allowed: Readonly<Record<string, string>>, places: Iterable<string>): readonly string[] {
  const used = [...places];
  return [
    ...used.filter((file) => !(file in allowed)),
    ...Object.keys(allowed).flatMap((file) => (used.includes(file) ? [] : [`${file}: allowed, but not needed any more`])),
  ].sort();
}

test('a list’s snapshot is read through one door, which looks whether it is what was frozen', () => {
  const floors = /^(campaigns|exports|faces|reports|numbers|indicators|session|server|cli|decisions)\//;
  const readers = {
    'campaigns/snapshot.ts': 'the door',
    'numbers/sets/sent-file.ts': 'a set as it was sent: it is written anew before anybody reads it',
  };
  expect(beside(readers, found(/read_parquet|parquet_scan/i, (file) => floors.test(file)).keys())).toEqual([]);
  const path = {
    'lib/snapshot-files.ts': 'says where it is',
    'campaigns/snapshot.ts': 'the door',
    'session/sets.ts': 'looks whether the file of a set is what was sent',
    'numbers/sets/create.ts': 'puts the file of a set there',
    'ledger/number-sets.ts': 'removes those of sets that are over',
    'campaigns/lists/freeze.ts': 'puts it there',
    'cli/backup.ts': 'copies it whole, where it is what was frozen',
    'cli/restore.ts': 'puts it back',
    'cli/doctor-findings.ts': 'looks whether it is what was frozen',
    'cli/retain.ts': 'removes those of lists that are not kept any longer',
  };
  expect(beside(path, found(/snapshotFile/).keys())).toEqual([]);
});

test('statements are run by serving alone, which bounds them, hears who leaves, and tells the route', () => {
  const outside = (file: string) => !/^(serving|warehouse|demo)\//.test(file);
  const callers = {
    'decisions/past.ts': 'reads past contacts while a generation is opened: there is no request yet',
    'decisions/profiles.ts': 'reads all numbers while a generation is opened: there is no request yet',
    'server/health.ts': 'asks whether the engine answers at all: nobody is shown anything',
    'exports/jobs/runner.ts': 'writes files long after their requests, with a signal of its own',
    'cli/sql.ts': 'free SQL of who sees everything, on an engine of its own',
    'exports/table-file.ts': 'writes a table that is at hand: no mart is read',
  };
  expect(beside(callers, found(/\bengine\)?[!?]?\.(run|stream|export|describe)\(/, outside).keys())).toEqual([]);
  // Who is given no engine can call none.
  const holders = {
    ...callers,
    'decisions/decisions.ts': 'hands it to profiles.ts and past.ts',
    'exports/session.ts': 'what files are written with after the request: export alone',
    'cli/query-explain.ts': 'an engine that stops before the warehouse',
    'cli/sql-engine.ts': 'opens the engine that cli/sql.ts asks',
  };
  const { 'server/health.ts': _, 'cli/sql.ts': __, 'exports/table-file.ts': ___, ...typed } = holders;
  expect(beside(typed, found(/\bWarehouseEngine\b/, outside).keys())).toEqual([]);
});

test('a statement of src says what it reads, but for those that read no mart', () => {
  const none = {
    'server/health.ts': 'select 1',
    'exports/table-statement.ts': 'a table that is at hand',
    'warehouse/trino/export.ts': 'rows that Trino has answered',
  };
  const unsaid = files.filter((file) => {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022);
    let found = false;
    const visit = (node: ts.Node): void => {
      const isMade = ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'statement';
      if (isMade && node.arguments.length < 4) found = true;
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
  expect(beside(none, unsaid)).toEqual([]);
});

test('a mart is read through `readable`, and beside it only where there is no viewer or its rows are cut already', () => {
  const floors = (file: string) => !/^(marts|contract|demo|warehouse|catalogue|ledger|methods)\//.test(file);
  const kept = [...loadMarts(join(sqlDirectory, 'marts')).values()].flatMap(({ name, kind }) => (kind === 'file' ? [name] : []));
  const marts = `(${[...kept, 'number_score', 'flow_state', 'day_state', 'complaint_state', 'number_ruled'].join('|')})`;
  const named = new RegExp(`\\b(from|join) +${marts}\\b|\\bserving\\.(number|mart|rollup|retention|value)_|read_parquet`, 'i');
  // What `readable` is given, and what a statement says that it reads.
  const lines = found(named, floors);
  const raw = [...lines].filter(([, own]) => own.some((line) => !/readable\(|byNumber|asItIs|source: '/.test(line)));
  const allowed = {
    'figures/formula-checks.ts': 'checks a generation while it is built',
    'figures/route.ts': 'names the rollup that `readable` is given',
    'figures/fact-sql.ts': 'facts beside a row that `readable` has cut',
    'serving/serving.ts': 'gives the marts their names when a generation is opened',
    'serving/labels.ts': 'names of codes, which are nobody’s',
    'decisions/decisions.ts': 'groups of numbers, read when a generation is opened',
    'decisions/acceptance.ts': 'counts of contacts, read when a generation is opened',
    'decisions/rules.ts': 'the view in which rules are evaluated, made when a generation is opened',
    'decisions/contact-state-sql.ts': 'households of numbers that a freeze weighs: no viewer is shown one',
    'decisions/past.ts': 'past contacts, into memory, when a generation is opened: no viewer is shown one',
    'decisions/profiles.ts': 'all profiles, into memory, when a generation is opened; who asks is checked when one is used',
    'decisions/list-statement.ts': 'what becomes of numbers that `readable` has let through',
    'campaigns/lists/contact-sources.ts': 'contacts that the policy weighs in a freeze: no viewer is shown one',
    'campaigns/results/arms.queries.ts': 'orders of a list’s own numbers, as counts alone; the list is seen whole or not at all',
    'campaigns/snapshot.ts': 'the door to what was frozen',
    'reports/methods/cell-potential.queries.ts': 'hours of cells, and channels in them, beside cells that `readable` has cut',
    'numbers/sets/sent-file.ts': 'a set as it was sent',
    'reports/methods/warning-quality.queries.ts': 'scores beside rows that `readable` has cut, and what their models are called',
    'numbers/related.queries.ts': 'retention curves have no city; ids by phone number are read under the policy afterwards',
  };
  expect(
    beside(
      allowed,
      raw.map(([file]) => file),
    ),
  ).toEqual([]);
});
