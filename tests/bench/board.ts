import { demo } from '../support/demo.js';
import { openConsole } from '../walk/console.js';

/**
 * Milliseconds from the navigation to the board as it stands, nothing of it loading, and what the browser waited for: five times by somebody who
 * just signed in and has nothing kept; the first of them on a gateway that has just begun. `npm run bench:board`
 */
const large = { numbers: 100_000, months: 15, seed: 1 };
const opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'), demo(large));

for (let run = 1; run <= 5; run++) {
  const page = await opened.as('planner', 'EN');
  const begun = Date.now();
  const waits: string[] = [];
  page.on('requestfinished', (request) => {
    const { startTime, responseEnd } = request.timing();
    const from = startTime - begun;
    waits.push(`${new URL(request.url()).pathname.replace(/.*\//, '')} ${from.toFixed()}–${(from + responseEnd).toFixed()}`);
  });
  await page.goto('/');
  await page.locator('[data-measure]').first().waitFor();
  await page.locator('[data-loading], [aria-busy=true]').first().waitFor({ state: 'detached' });
  console.log(`${run}: ${Date.now() - begun} ms (${waits.join(', ')})`);
  await page.context().close();
}
await opened.close();
