import { execFile } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { filesBelow, reachOf, root } from './imports.js';
import { kept } from './kept.js';

/** The console is no part of a process. */
const isSource = (file: string): boolean =>
  /\.[jt]s$/.test(file) && !/\.(test|contract|d)\.ts$/.test(file) && !/^(src|tests)\/console\//.test(file);

/** What is found beside the sources, and what is imported. */
function linkPackages(folder: string): void {
  for (const name of ['sql', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
}

/** The command as `npm run build` makes it of the sources as they are: `dist` may be older. */
export async function builtCommand(): Promise<string> {
  const sources = [...filesBelow('src').filter(isSource), 'src/main.cts', 'bundle.ts', 'package-lock.json'];
  const make = async (folder: string) => {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bundle.ts', join(folder, 'dist')], { cwd: root });
    linkPackages(folder);
  };
  return join(await kept('command', sources, make, root), 'dist/main.cjs');
}

/**
 * A folder with `src/**.js` and the helpers of `tests/**` as they are in the repository, for tests that start a process of a part of the
 * gateway: one through tsx takes three times as long to start.
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
    linkPackages(folder);
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
