// node src/bundle.mjs FILE FOLDER: a compiled program and what it imports in a few files. The command's 1,500 modules take longer to be found and read one
// by one than most of its answers; each subcommand still loads no more than it needs.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const [file, outdir] = process.argv.slice(2);
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [file],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Names of classes are those of the graph's types and of errors.
  keepNames: true,
  // Native code, and what starts threads of files of its own. type-graphql would take class-validator, which is not there.
  external: ['@duckdb/node-api', 'libsql', 'pg', 'fastify', 'pino', '@fastify/*', '@opentelemetry/*', 'class-validator'],
  // For packages that are CommonJS.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
});
