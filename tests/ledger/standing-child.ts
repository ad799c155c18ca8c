import { writeSync } from 'node:fs';
import { openLedger } from '../../src/ledger/ledger.js';
import { settleStandingList } from '../../src/ledger/lists/settle-standing-list.js';
import { targetList } from './channel-samples.js';

/** Puts the file of a standing list's list in its place, says so, and does not come to the end of it. */
const [home, databaseUrl, standing_id, generation] = process.argv.slice(2);
const ledger = await openLedger({ home: home!, databaseUrl: databaseUrl || null });
const list = targetList({ standing_id: standing_id!, generation: generation! });
const line = { subject: 'li.wei', action: 'target list frozen', decision: 'ALLOWED' } as const;
await settleStandingList(
  ledger,
  list,
  () => [{ list, line }],
  async () => {
    writeSync(1, 'placed\n');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
);
