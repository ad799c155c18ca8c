import { build } from 'rolldown';

// `npm run build`: the gateway and the packages that it runs on, in few files, as to find and read them one by one is half the time of a command. Each lies
// in `dist` itself (or the folder that is named), where `main.cjs` is the command: what is found beside the folder (`sql`) is found from there. Types are
// not looked at: `npm run types`.

const dir = process.argv[2] ?? 'dist';

/** Native code stays where it is, what may be missing is not looked for, and of OpenTelemetry there is one for all who ask for it. */
const external = [/^@duckdb\//, 'libsql', 'pg-native', 'class-validator', /^@opentelemetry\//];

await build([
  {
    cwd: import.meta.dirname,
    input: { cli: 'src/cli.ts', 'table-writer': 'src/exports/table-writer.js', day: 'src/demo/day/main.ts' },
    platform: 'node',
    external,
    output: { dir, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  },
  {
    cwd: import.meta.dirname,
    input: 'src/main.cts',
    platform: 'node',
    external: './cli.js',
    output: { dir, format: 'cjs', entryFileNames: 'main.cjs' },
  },
]);
