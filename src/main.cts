#!/usr/bin/env node
// DuckDB's calls wait in libuv's pool. Its size is read when it is first used, which loading an ES module already does; a CommonJS
// entry sets it before.
process.env.UV_THREADPOOL_SIZE ??= '16';
import('./cli.js');
