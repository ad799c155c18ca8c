import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { ZodType } from 'zod';
import { readText } from '../lib/files.js';
import { inBothLanguages, type SourceLocation } from './names.js';

/** Problems of all files are gathered and shown together. */
export interface FileProblem extends SourceLocation {
  readonly message: string;
}

export class FileProblems {
  readonly list: FileProblem[] = [];

  add(source: SourceLocation, message: string): void {
    this.list.push({ file: source.file, line: source.line, message });
  }
}

/** A parsed file that still knows where each value stands. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  at(path: readonly PropertyKey[]): SourceLocation;
}

/** All YAML files below a directory, in a fixed order; `file` is shown relative to `root`. */
export function listYaml(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && statSync(join(dir, name)).isFile())
    .sort();
}

/** Parses one file, its names in both languages; syntax errors become problems and the value is then undefined. */
export function readYaml(path: string, root: string, problems: FileProblems): YamlFile {
  const file = relative(root, path) || path;
  const counter = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: counter, merge: true });
  for (const error of document.errors) {
    problems.add({ file, line: error.linePos?.[0].line ?? 1 }, error.message.split('\n')[0] ?? error.message);
  }
  return {
    file,
    value: document.errors.length > 0 ? undefined : inBothLanguages(document.toJS()),
    at: (path) => {
      for (let length = path.length; length >= 0; length--) {
        const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
        if (node?.range) return { file, line: counter.linePos(node.range[0]).line };
      }
      return { file, line: 1 };
    },
  };
}

/** The file's value as the schema says, or undefined with a problem for each fault, at its line. */
export function parseYaml<T>(file: YamlFile, schema: ZodType<T>, problems: FileProblems): T | undefined {
  return file.value === undefined ? undefined : parseItem(file, [], file.value, schema, problems);
}

/** The same for a part of a file: one bad entry does not void those beside it. */
export function parseItem<T>(
  file: YamlFile,
  path: readonly PropertyKey[],
  item: unknown,
  schema: ZodType<T>,
  problems: FileProblems,
): T | undefined {
  const result = schema.safeParse(item);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const where = [...path, ...issue.path];
    problems.add(file.at(where), `${where.length > 0 ? `${where.join('.')}: ` : ''}${issue.message}`);
  }
  return undefined;
}
