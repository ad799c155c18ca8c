import type { Attached } from '../contract/read/attach.js';
import { text } from '../lib/quote.js';
import type { Findings } from './checks.js';
import type { MonthBuilder } from './month-builder.js';

/**
 * Looks whether marts that have the rows of a mart of the contract have those of all numbers of a month, and tells how much is left out
 * because its number has no row in the month. A freshly built month must be open; a shared one was looked at when it was built, and is only
 * told about.
 */
export async function checkHappened(
  { store, plan: { graph } }: MonthBuilder,
  month: string,
  { attached, shared }: { readonly attached: Attached; readonly shared: boolean },
  findings: Findings,
): Promise<void> {
  const count = async (source: string): Promise<number> =>
    Number((await store.builder.query(`SELECT count(*) AS n FROM ${source}`))[0]?.n);
  for (const { name: mart, rows: base } of [...graph.chain, ...graph.rest]) {
    if (base === null) continue;
    const found = await count(store.rows(mart, [month]));
    const ofNumbers = `base.${base} WHERE month = ${text(month)} AND number_id IN (SELECT number_id FROM number_state)`;
    const expected = shared ? found : await count(ofNumbers);
    const wrong = found === expected ? null : `${found} rows, expected ${expected}`;
    const all = attached.marts.get(base)?.months.get(month)?.rows ?? 0;
    const note = all > found ? `${all - found} of numbers without a row in the month are left out` : null;
    findings.add(`${mart} has the rows of number_state's numbers`, month, wrong, note);
  }
}
