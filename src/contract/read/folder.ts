import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { badInput } from '../../errors.js';

/** A file of the warehouse, as it was when it was looked at. */
export interface SourceFile {
  readonly path: string;
  /** Relative to the folder given, with "/". */
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What DuckDB would take for a pattern, and so read more than the one file. */
const GLOB = /[*?[\]]/;

/**
 * The real path of a folder that the operator names. Refuses NUL, URLs, patterns, what is not there and what is no
 * folder; `what` is how the message calls it.
 */
export function realFolder(dir: string, what: string): string {
  const shown = JSON.stringify(dir);
  if (dir.includes('\0')) throw badInput(`${what}: expected a path, found one with a NUL character: ${shown}.`);
  if (/^[a-z][a-z0-9+.-]+:/i.test(dir))
    throw badInput(`${what}: expected a folder of this machine, found the URL ${shown}. Copy or mount it, then give its path.`);
  if (GLOB.test(dir))
    throw badInput(`${what}: expected one folder, found a pattern: ${shown} (none of * ? [ ] may stand in it).`);
  if (!existsSync(dir)) throw badInput(`${what}: expected a folder, found nothing at ${shown}.`);
  if (!statSync(dir).isDirectory()) throw badInput(`${what}: expected a folder, found a file: ${shown}.`);
  return realpathSync(dir);
}

/**
 * All files below `dir`, in a fixed order. Names that begin with "." or "_" are passed over: writers keep their own
 * things there (_SUCCESS, _temporary). Links are followed as long as they stay in `root` (a real path); every link that leads out, and every
 * name that DuckDB would read as a pattern, goes to `refuse` instead.
 */
export function listSourceFiles(
  root: string,
  dir: string,
  refuse: (name: string, message: string) => void,
): readonly SourceFile[] {
  const files: SourceFile[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const name = relative(root, path).split(sep).join('/');
    const fault = faultOf(root, path, name);
    if (fault) {
      refuse(name, fault);
      return;
    }
    const stat = statSync(path);
    if (stat.isFile()) files.push({ path, name, size: stat.size, mtimeMs: stat.mtimeMs });
    if (!stat.isDirectory()) return;
    // A link back to a folder above would go round for ever.
    const real = realpathSync(path);
    if (seen.has(real)) return;
    seen.add(real);
    for (const entry of readdirSync(path).sort()) if (!/^[._]/.test(entry)) visit(join(path, entry));
  };
  visit(dir);
  return files;
}

function faultOf(root: string, path: string, name: string): string | null {
  if (GLOB.test(name)) return 'expected a plain name, found one of * ? [ ] in it, which would be read as a pattern: rename it';
  if (!lstatSync(path).isSymbolicLink()) return null;
  if (!existsSync(path)) return 'expected a file, found a link that leads nowhere: remove it or mend it';
  if (!inside(root, realpathSync(path)))
    return 'expected a file of this folder, found a link that leads out of it: copy the file here';
  return null;
}

const inside = (root: string, path: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
