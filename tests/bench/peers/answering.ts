import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Asked, Row } from './questions.js';

// A peer's process: a line of stdin is what is asked, a line of file descriptor 3 what came of it (packages write what they like to stdout).

const [folder = '', data = ''] = process.argv.slice(2);

/** Packages of the peer's own folder, not of this project: they have no types here. */
export const packages = createRequire(resolve(folder, 'package.json'));

/** The file or the database that the peer reads. */
export { data };

/** Answers until stdin ends. `ask` is timed with its answer written as JSON, as the graph's is; `rows` of it are compared, untimed. */
export async function answering<Answer>(
  ask: (asked: Asked) => Promise<Answer>,
  rows: (answer: Answer) => readonly Row[],
): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line) as Asked;
    const start = performance.now();
    const answer = await ask(asked);
    JSON.stringify(answer);
    const ms = performance.now() - start;
    writeSync(3, `${JSON.stringify({ ms, rows: rows(answer) })}\n`);
  }
}
