#!/usr/bin/env node
// DuckDB's calls wait in libuv's pool. Its size is read when it is first used, which loading an ES module already does; a CommonJS
// entry sets it before.
process.env.UV_THREADPOOL_SIZE ??= '16';
// GraphQL.js checks every value of every answer as for a developer unless told otherwise, which costs as much as the answer.
process.env.NODE_ENV ??= 'production';
import('./cli.js');
