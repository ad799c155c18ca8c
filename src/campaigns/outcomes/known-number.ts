import { badInput } from '../../errors.js';
import { numberId } from '../../numbers/numbers.queries.js';
import { seesNumber } from '../sees-number.js';
import type { CampaignSession } from '../session.js';

/** The id of a number that the marts have in some month and that the viewer may see. Errors: BAD_USER_INPUT. */
export async function knownNumber(asked: string, context: CampaignSession): Promise<string> {
  const { manifest, decisions, coverage, numbers } = context;
  const id = numberId(asked, manifest.idType);
  const profile = decisions.profiles.of(id);
  const isKnown = profile
    ? await seesNumber(id, context)
    : (await numbers.rows.load({ id, months: coverage.months, fields: [] })).length > 0;
  if (isKnown) return id;
  throw badInput(
    `number: expected the id of a number that you may see, found ${JSON.stringify(asked.slice(0, 60))}. Take it from claimWork, recommendations or numbers.`,
  );
}
