import { isInWorkOf } from '../ledger/work/work.js';
import { citiesAlone } from '../security/rows.js';
import { channelsOf } from './channels.js';
import type { CampaignSession } from './session.js';

/**
 * May the viewer see the number as it is in the newest month? Its city is in memory; what else rows are granted by the engine is asked. One
 * that is gone is seen by who sees all.
 */
export async function seesNumber(id: string, context: CampaignSession): Promise<boolean> {
  const { viewer, decisions, numbers, coverage } = context;
  if (!(await isCustomerOf(id, context))) return false;
  const cities = citiesAlone(viewer.rows);
  if (cities === null) return true;
  if (cities) return cities.includes(decisions.profiles.of(id)?.city ?? '');
  return (await numbers.rows.load({ id, months: coverage.months.slice(-1), fields: [] })).length > 0;
}

/** May the viewer ask about the customer alone? */
export async function isCustomerOf(id: string, context: CampaignSession): Promise<boolean> {
  const { customers, subject } = context.viewer;
  if (customers === 'any') return true;
  const { ledger, now } = channelsOf(context);
  return isInWorkOf(ledger, subject, id, now().toISOString());
}
