import { lockName } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import type { ImpressionRow } from '../tables.js';

/** Offers of a decision that the customer was shown, as somebody tells it. */
export interface NewImpressions {
  readonly decision: string;
  readonly offers: readonly string[];
  readonly at: string;
  readonly subject: string;
}

/** Stores those that were not told before. */
export const addImpressions = (ledger: Ledger, { decision, offers, at, subject }: NewImpressions): Promise<void> =>
  ledger.transaction(async (transaction) => {
    await lockName(transaction, `impressions ${decision}`);
    const own = transaction.selectFrom('impression').select('offer').where('decision_id', '=', decision);
    const told = new Set((await own.execute()).map(({ offer }) => offer));
    const rows = [...new Set(offers)]
      .filter((offer) => !told.has(offer))
      .map((offer) => ({ decision_id: decision, offer, at, subject }));
    if (rows.length > 0) await transaction.insertInto('impression').values(rows).execute();
  });

/** In the order in which they were told. */
export const impressionsOf = ({ db }: Ledger, decision: string): Promise<readonly ImpressionRow[]> =>
  db.selectFrom('impression').selectAll().where('decision_id', '=', decision).orderBy('at').orderBy('offer').execute();
