import { join } from 'node:path';
import { type FileProblem, FileProblems, listYaml, readYaml } from '../catalogue/yaml.js';
import { notPortable, tellNotPortable } from '../warehouse/portable.js';

/** Keys of the catalogue's entries whose texts are SQL: of dimensions, parts, nodes of trees, rules of offers. */
const keysOfSql: ReadonlySet<PropertyKey> = new Set([
  'sql',
  'count',
  'distinct',
  'weigh',
  'sum',
  'NOT_PROVIDED',
  'IMMATURE',
  'when',
]);

/** What of the SQL in catalogues' files is DuckDB's alone: they work, but not where another engine has the marts. */
export function notPortableIn(directories: readonly string[]): readonly FileProblem[] {
  const problems = new FileProblems();
  for (const directory of directories) {
    for (const name of listYaml(directory)) {
      const { value, at } = readYaml(join(directory, name), directory, new FileProblems());
      for (const { path, text } of textsIn(value, [])) {
        const { file, line } = at(path);
        // What goes over several lines begins below its key.
        const above = text.trim().includes('\n') ? line : line - 1;
        for (const found of notPortable(text))
          problems.add({ file, line: above + found.line }, `${path.join('.')}: ${tellNotPortable(found)}`);
      }
    }
  }
  return problems.list;
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

function textsIn(value: unknown, path: readonly PropertyKey[]): readonly Found[] {
  if (typeof value === 'string') return keysOfSql.has(path.at(-1) ?? '') ? [{ path, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]));
}
