import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { filesOf, LongestFirst } from './tests/support/projects.js';

// DuckDB waits in libuv's pool, which has 4 threads unless told otherwise before the process starts.
process.env.UV_THREADPOOL_SIZE ??= '16';

const globalSetup = ['tests/support/scratch.ts'];

export default defineConfig({
  // graphql has no `exports`: Node takes its CommonJS entry, Vite would take the other one, and two copies refuse each other's types.
  resolve: { alias: { graphql: 'graphql/index.js' } },
  test: {
    setupFiles: ['tests/support/seed.ts'],
    pool: 'forks',
    // Vitest's own default leaves a core to its main process, which has little to do.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // No test is about time: the bound ends one that hangs, on machines whose cores are all busy with other tests.
    testTimeout: 600_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: filesOf('unit'), isolate: false } },
      { extends: true, test: { name: 'gateway', include: filesOf('gateway'), isolate: false, globalSetup } },
      { extends: true, test: { name: 'alone', include: filesOf('alone'), globalSetup } },
    ],
  },
});
