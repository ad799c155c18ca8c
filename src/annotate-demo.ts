import type { Config } from './config.js';
import { monthNumber } from './demo/calendar.js';
import { outageDays } from './demo/outage.js';
import { STORIES } from './demo/stories.js';
import { insertAnnotation } from './ledger/annotations.js';
import { openLedger } from './ledger/ledger.js';

/** Says of the demo operator what people of it would have said: that its network was down. Done again, it adds nothing. */
export async function annotateDemo(
  { home, databaseUrl }: Pick<Config, 'home' | 'databaseUrl'>,
  months: readonly string[],
): Promise<void> {
  const [from, until] = outageDays(monthNumber(months.at(-1)!));
  if (!months.includes(from.slice(0, 7))) return;
  const ledger = await openLedger({ home, databaseUrl });
  try {
    await insertAnnotation(ledger, {
      id: 'demo-outage',
      kind: 'OUTAGE',
      first_day: from,
      last_day: until,
      scope: JSON.stringify({ where: { city: { eq: STORIES.outage.city } }, nodes: [], counted: [] }),
      text_en: 'Shiyao: the network was down after a cut of the trunk cable',
      text_zh: '石瑶：干线光缆中断，网络故障',
      cities: null,
      created_by: 'demo',
      created_at: `${until}T10:00:00.000Z`,
      removed_by: null,
      removed_at: null,
      idempotency_key: 'demo-outage',
      request_hash: '',
    });
  } finally {
    await ledger.close();
  }
}
