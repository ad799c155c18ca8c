import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '../..');

/** What a file and all that it imports are made of; imports that are types only do not count. */
export interface Reach {
  /** Paths from the repository's root. */
  readonly files: ReadonlySet<string>;
  /** Packages and modules of Node, as they are named: "libsql", "node:fs". */
  readonly packages: ReadonlySet<string>;
}

const statements = /^(?:import|export)\s(?!type\s)(?:([^'"`;]*?)\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm;
const onlyTypes = (names: string | undefined): boolean =>
  names !== undefined && /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names.trim());

const known = new Map<string, readonly string[]>();

/** What a file names in its imports. */
function importsOf(file: string): readonly string[] {
  const before = known.get(file);
  if (before) return before;
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(statements)]
    .filter(([, names]) => !onlyTypes(names))
    .map(([, , from, later]) => from ?? later!);
  known.set(file, found);
  return found;
}

/** Follows the imports of a file (a path from the root) through the whole repository. */
export function reachOf(file: string): Reach {
  const files = new Set([file]);
  const packages = new Set<string>();
  for (const at of files)
    for (const name of importsOf(at))
      if (name.startsWith('.')) files.add(join(dirname(at), name).replace(/\.js$/, '.ts'));
      else packages.add(name);
  return { files, packages };
}

/** All files below a folder, as paths from the root, sorted. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .sort();
