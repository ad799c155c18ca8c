// Builds a generation of the 50 customers that the guide ships (10 s): its commands run as they are printed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { martlet } from '../support/command.js';
import { blocks } from './support.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'martlet-guide-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The words of a line for a shell that has nothing but words and single quotes. */
const words = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

test('the snapshot with a churn flag, from its file to a rate', async () => {
  const [block] = blocks('sh', readFileSync('docs/your-warehouse.md', 'utf8'));
  const lines = block!.trim().split('\n').map(words);
  expect(lines.map(([npx, command]) => [npx, command])).toEqual(lines.map(() => ['npx', 'martlet']));
  const said: string[] = [];
  for (const [, , ...args] of lines) {
    // Only what is written lies elsewhere.
    const here = args.map((word) => (word === 'churn' ? join(dir, 'churn') : word));
    // As in a shell that a guide for clients has been followed in.
    const environment = {
      MARTLET_HOME: join(dir, 'home'),
      MARTLET_MEMORY: '2GB',
      MARTLET_URL: 'http://127.0.0.1:4000',
      MARTLET_API_KEY: 'k',
    };
    const { status, stdout, stderr } = await martlet(here, environment);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    said.push(stdout);
  }
  // 8 of 50 left, one had joined in the month: by hand 8 ÷ ((49 + 42) ÷ 2).
  expect(JSON.parse(said.at(-1)!).data.indicator.value).toBeCloseTo((100 * 8) / ((49 + 42) / 2), 9);
});
