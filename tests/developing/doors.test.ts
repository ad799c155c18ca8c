import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
  const readers = { 'campaigns/snapshot.ts': 'the door' };
  expect(beside(readers, found(/read_parquet|parquet_scan/i, (file) => floors.test(file)).keys())).toEqual([]);
  const path = {
    'campaigns/snapshot.ts': 'says where it is',
    'campaigns/lists/freeze.ts': 'puts it there',
  };
  expect(beside(path, found(/snapshotFile/).keys())).toEqual([]);
});
