import { sql } from 'kysely';
import type { Scene } from '../../catalogue/offers/types.js';
import { isCappedBy } from '../../decisions/contact-state.js';
import { units } from '../../decisions/list-statement.js';
import type { ListUnit } from '../../ledger/tables.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { builder, isOneOf } from '../../warehouse/builder.js';
import { byNumber, type Parameter, type Statement, statement } from '../../warehouse/statement.js';
import { channelsOf, today } from '../channels.js';
import { ownContacts } from '../contact-states.js';
import type { CampaignSession } from '../session.js';

/**
 * Of numbers of a list that has one of each household or customer those whose household or customer was reached, by whichever of its numbers, as often as the caps
 * allow. Of a list of numbers none.
 */
export async function cappedTogether(
  per: ListUnit,
  ids: readonly string[],
  scene: Scene,
  context: CampaignSession,
): Promise<ReadonlySet<string>> {
  const key = units[per];
  if (key === null) return new Set();
  const { ledger, ...channels } = channelsOf(context);
  const day = today(channels);
  const rows = await context.run(togetherStatement(key, ids, context), 'channels');
  const together = groupedBy(rows, ({ id }) => id as string);
  const contactsOf = await ownContacts(ledger, [...new Set(rows.map(({ other }) => other as string))], day, context);
  const isCapped = (id: string): boolean => {
    const contacts = (together.get(id) ?? []).flatMap(({ other }) => contactsOf(other as string));
    return isCappedBy(contacts, scene, day, context.catalogue);
  };
  return new Set(ids.filter(isCapped));
}

/** Each of these numbers with every number that is contacted together with it. It is told to nobody, so that it is under no viewer's policy. */
function togetherStatement(key: 'draw' | 'customer', ids: readonly string[], { manifest }: CampaignSession): Statement {
  const query = builder
    .selectFrom('number_ruled as own')
    .innerJoin('number_ruled as other', `other.${key}`, `own.${key}` as never)
    .where(isOneOf('own.number_id', ids, manifest))
    .select([sql`cast(own.number_id as varchar)`.as('id'), sql`cast(other.number_id as varchar)`.as('other')])
    .compile();
  return statement(`numbers together with ${ids.length}`, query.sql, query.parameters as Parameter[], [byNumber('number_ruled')]);
}
