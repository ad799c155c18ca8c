import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appendAudit, listAudit, verifyAudit } from '../../src/ledger/audit/audit.js';
import { withLedgerFaults } from '../../src/ledger/faults.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { openPostgres } from '../../src/ledger/postgres.js';
import { usualLimits } from '../../src/security/limits.js';
import { LookUps } from '../../src/security/look-ups.js';
import { Spending } from '../../src/security/spending.js';

/** The machine's clock alone is set: what only grows goes on. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());
const [hour, day] = [3_600_000, 86_400_000];
const jumps = fc.array(fc.constantFrom(-hour, day, 0), { minLength: 1, maxLength: 8 });

test('what a minute has is neither given again nor held back for hours when the clock is set', () => {
  fc.assert(
    fc.property(jumps, (all) => {
      const viewer = { subject: 'clerk', limits: { ...usualLimits, lookUpsPerMinute: 3, costPerMinute: 3 } };
      const [lookUps, spending] = [new LookUps(), new Spending()];
      const takes = [() => lookUps.take(viewer), () => spending.take(1, viewer)];
      let taken = 0;
      for (const jump of [0, 0, 0, ...all]) {
        vi.setSystemTime(Date.now() + jump);
        const waits = takes.map((take) => {
          try {
            take();
            return 0;
          } catch (error) {
            return (error as { details: { retryAfterMs: number } }).details.retryAfterMs;
          }
        });
        taken += 1;
        for (const wait of waits) expect(wait).toSatisfy((ms: number) => (taken <= 3 ? ms === 0 : ms > 0 && ms <= 60_000));
      }
    }),
    { numRuns: 50 },
  );
});

test('a ledger that fails is told in the log again after five seconds, whatever the clock says', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const told: string[] = [];
  // Nobody listens there.
  const dialect = withLedgerFaults(openPostgres('postgres://nobody@127.0.0.1:1/none'), { error: (_, text) => told.push(text) });
  const db = new Kysely({ dialect });
  const ask = () => expect(sql`select 1`.execute(db)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await ask();
  await ask();
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(6000);
  vi.setSystemTime(Date.now() - hour);
  await ask();
  expect(told).toHaveLength(2);
  await db.destroy();
});

test('the audit is read in the order in which it was written, and its chain holds, whatever the clock says', async () => {
  const home = mkdtempSync(join(tmpdir(), 'martlet-clock-'));
  const ledger = await openLedger({ home, databaseUrl: null });
  const actions = ['one', 'two', 'three', 'four'];
  for (const [index, action] of actions.entries()) {
    vi.setSystemTime(Date.now() + [0, day, -hour, -day][index]!);
    await appendAudit(ledger, { subject: 'li', action, decision: 'ALLOWED' });
  }
  const lines = await listAudit(ledger, { limit: 10 });
  expect(lines.map(({ action }) => action)).toEqual(actions);
  expect(await verifyAudit(ledger)).toMatchObject({ lines: 4 });
  await ledger.close();
  rmSync(home, { recursive: true });
});
