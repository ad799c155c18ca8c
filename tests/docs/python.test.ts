// Some 15 s: a gateway, and the Python package's own tests against it, with pandas and polars.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen, purpose, run } from './support.js';

const directory = 'docs/examples/python';
const python = process.env.TEST_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import odata, pandas, polars, pyarrow, pytest']).status === 0;

describe.skipIf(!hasPython)('the Python package (TEST_PYTHON names an interpreter that has its extra "test")', () => {
  let gateway: Listening;
  beforeAll(async () => {
    gateway = await listen({ acts: ['EXPORT', 'MAKE_SETS'] });
  });
  afterAll(() => gateway.close());

  test('its own tests pass, and none is left out', async () => {
    const env = { ...gateway.environment, MARTLET_PURPOSE: purpose, PYTHONPATH: directory, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, stdout, stderr } = await run(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `${directory}/tests`], {
      env,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expect.stringMatching(/\n\d+ passed in /), stderr: '' });
  });
});
