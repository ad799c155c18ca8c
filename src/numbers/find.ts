import { badInput } from '../errors.js';
import { requireTier } from '../security/grants.js';
import { knownMonth } from '../session/scope.js';
import type { Row } from '../warehouse/engine.js';
import { lookUp } from './look-up.js';
import { monthOfId, numberId } from './numbers.queries.js';
import type { NumberSession } from './session.js';

export interface FoundNumber {
  readonly id?: string | null | undefined;
  readonly msisdn?: string | null | undefined;
  readonly month?: string | null | undefined;
}

/** A number by just one of id and phone number, in the month asked for or that of its id; null where there is none that the viewer may see. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function findNumber(
  { id, msisdn, month: asked }: FoundNumber,
  fields: readonly string[],
  context: NumberSession,
): Promise<Row | null> {
  const { viewer, manifest, coverage, numbers } = context;
  requireTier(viewer, 3);
  const hasId = id !== undefined && id !== null;
  const hasMsisdn = msisdn !== undefined && msisdn !== null;
  if (hasId === hasMsisdn) throw badInput(`number: expected either id or msisdn, found ${hasId ? 'both' : 'neither'}.`);
  const month = knownMonth(asked ?? (hasId ? monthOfId(id) : undefined), coverage.months);
  const rowOf = async (own: string, more: readonly string[] = []): Promise<Row | null> =>
    (await numbers.rows.load({ id: own, months: [month], fields: [...new Set([...fields, ...more])] }))[0] ?? null;
  if (hasId) return rowOf(numberId(id, manifest.idType));
  const ids = await lookUp(msisdn!, context);
  const rows = await Promise.all(ids.map((own) => rowOf(own, ['onBooks', 'joinedOn'])));
  return rows.filter((row) => row !== null).sort(present)[0] ?? null;
}

/** A phone number that changed hands within the month is its present holder's. */
const present = (a: Row, b: Row): number =>
  Number(b.onBooks) - Number(a.onBooks) || String(b.joinedOn).localeCompare(String(a.joinedOn));
