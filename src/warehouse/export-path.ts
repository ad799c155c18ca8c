import { dirname, resolve } from 'node:path';

/** Errors: for a file that does not lie directly in one of the directories. */
export function checkExportPath(directories: readonly string[], path: string): void {
  if (directories.some((directory) => dirname(resolve(path)) === resolve(directory))) return;
  throw new Error(`Expected a file directly in ${directories.join(' or ') || 'a directory for exports'}, found ${path}.`);
}
