import { defineConfig } from 'vitest/config';

// DuckDB waits in libuv's pool, which has 4 threads unless told otherwise before the process starts.
process.env.UV_THREADPOOL_SIZE ??= '16';

export default defineConfig({
  // graphql has no `exports`: Node takes its CommonJS entry, Vite would take the other one, and two copies refuse each other's types.
  resolve: { alias: { graphql: 'graphql/index.js' } },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    setupFiles: ['tests/support/seed.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
