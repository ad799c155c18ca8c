import { writeSync } from 'node:fs';
import { appendAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { entry } from './support.js';

const [home, databaseUrl, count] = process.argv.slice(2);
const ledger = await openLedger({ home: home!, databaseUrl: databaseUrl || null });
for (let done = 0; done < Number(count); done++) {
  const { operation } = await appendAudit(ledger, entry());
  writeSync(1, `${operation}\n`);
}
await ledger.close();
