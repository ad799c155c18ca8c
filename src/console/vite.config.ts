import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

let outDir = join(import.meta.dirname, '../../dist/console');

/** Beside each file its form for browsers that take it compressed: made once, when the console is built. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  configResolved: (config) => {
    outDir = resolve(config.root, config.build.outDir);
  },
  closeBundle() {
    const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|css|html|svg)$/.test(file));
    for (const file of files.map((each) => join(outDir, each))) {
      const bytes = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(bytes));
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    }
  },
};

/** `npm run console:dev` serves the sources and asks a gateway on its usual port. */
const gateway = process.env.CONSOLE_GATEWAY ?? 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [compressed],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // What is bundled is given out with the gateway: its licences go with it.
    license: { fileName: 'licences.md' },
    modulePreload: { polyfill: false },
    // The content policy lets nothing in but files of this host.
    assetsInlineLimit: 0,
  },
  server: { proxy: Object.fromEntries(['/graphql', '/session', '/sign-in', '/exports'].map((path) => [path, gateway])) },
});
