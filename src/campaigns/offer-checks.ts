import { offerRules, offerSql } from '../catalogue/offers/offers.js';
import type { Offer } from '../catalogue/offers/types.js';
import type { NumberColumns } from '../slices/columns.js';
import type { Row } from '../warehouse/engine.js';
import type { Check } from '../warehouse/generations.js';

interface Reader {
  query(sql: string): Promise<readonly Row[]>;
}

/** Is every offer's rule SQL that the engine takes? It is run over a number_state of no rows, so that no generation is needed. */
export async function offerChecks(reader: Reader, offers: Iterable<Offer>, columns: NumberColumns): Promise<readonly Check[]> {
  const none = [...columns.values()].map(({ name, type }) => `cast(null as ${type}) as "${name}"`).join(', ');
  const faults: string[] = [];
  const all = [...offers];
  for (const offer of all) {
    const sql = offerSql(offer);
    for (const rule of offerRules) {
      const fault = await reader.query(`select ${sql[rule]} from (select ${none}) where false`).then(
        () => null,
        (error: Error) => error.message.split('\n')[0],
      );
      if (fault) faults.push(`${offer.source.file}:${offer.source.line}: ${offer.code}: ${rule}: ${fault}`);
    }
  }
  const detail = faults.length === 0 ? `${all.length} offers` : faults.join('; ');
  return [{ name: 'rules of offers are SQL', ok: faults.length === 0, detail }];
}
