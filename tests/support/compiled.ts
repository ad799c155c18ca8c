import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { filesBelow, reachOf, root } from './imports.js';
import { kept } from './kept.js';

/** The console is no part of a process. */
const isSource = (file: string): boolean =>
  /\.[jt]s$/.test(file) && !/\.(test|contract|d)\.ts$/.test(file) && !/^(src|tests)\/console\//.test(file);

/**
 * A folder with `src/**.js` and the helpers of `tests/**` as they are in the repository, for tests that start processes: one through tsx
 * takes three times as long to start, and `dist` may be older than the sources.
 */
export function compiled(): Promise<string> {
  const sources = [...filesBelow('src'), ...filesBelow('tests')].filter(isSource);
  const make = async (folder: string) => {
    await build({
      absWorkingDir: root,
      entryPoints: sources,
      outdir: folder,
      outbase: '.',
      format: 'esm',
      platform: 'node',
      target: 'node20',
    });
    // What is found beside the sources, and what is imported.
    for (const name of ['sql', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  };
  return kept('compiled', [...sources, 'package.json'], make, root);
}

/**
 * A script and all that it imports in one file: it starts in half the time again, which counts where hundreds are killed. For scripts
 * that look for no file beside themselves.
 */
export function bundled(script: string): Promise<string> {
  const name = script.replace(/\W/g, '-');
  const make = async (folder: string) => {
    await build({
      absWorkingDir: root,
      entryPoints: [script],
      outfile: join(folder, 'script.js'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Native code stays where it is.
      external: ['libsql', 'pg-native', '@duckdb/node-api'],
      // For packages that are CommonJS.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  };
  const folder = kept(name, [...reachOf(script).files, 'package-lock.json'], make, root);
  return folder.then((made) => join(made, 'script.js'));
}
