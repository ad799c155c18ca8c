import { defineConfig } from 'vitest/config';

// DuckDB waits in libuv's pool, which has 4 threads unless told otherwise before the process starts.
process.env.UV_THREADPOOL_SIZE ??= '16';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
