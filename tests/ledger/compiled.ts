import { spawnSync } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './support.js';

const root = join(import.meta.dirname, '../..');

/** A script of this folder and what it imports, compiled: it starts in a fifth of the time that it takes through tsx. */
export function compiled(script: string): { readonly path: string; remove(): void } {
  const folder = newFolder();
  const options = [
    '--outDir',
    folder,
    '--rootDir',
    '.',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--noCheck',
    '--skipLibCheck',
  ];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, `tests/ledger/${script}.ts`, ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { path: join(folder, `tests/ledger/${script}.js`), remove: () => rmSync(folder, { recursive: true }) };
}
