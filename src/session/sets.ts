import { badInput, MartletError } from '../errors.js';
import { numberSetById } from '../ledger/number-sets.js';
import type { NumberSetRow } from '../ledger/tables.js';
import { digestNow, snapshotFile } from '../lib/snapshot-files.js';
import { seesOthersLists } from '../security/grants.js';
import { areAmong, rowsKept } from '../security/rows.js';
import type { Viewer } from '../security/viewer.js';
import type { Session, SetPlace } from './session.js';

/** Errors: BAD_USER_INPUT where no ledger is kept. */
export function setPlaceOf({ sets }: Pick<Session, 'sets'>): SetPlace {
  if (sets) return sets;
  throw badInput('Sets of numbers need a ledger: start "martlet serve" and ask it over HTTP.');
}

/** The operator's day now. */
export const dayOfSets = ({ now, timeZone }: Pick<SetPlace, 'now' | 'timeZone'>): string => timeZone.localTime(now()).day;

/**
 * A set is its maker's. Lists that are made of it are frozen and looked at by others: who has to do with everybody's lists may use it as well,
 * where he sees all numbers that its maker saw.
 */
const mayUse = (viewer: Viewer, { created_by, cities }: NumberSetRow): boolean =>
  created_by === viewer.subject || (seesOthersLists(viewer) && areAmong(rowsKept(cities), viewer.rows));

/** A set that can be used today. Errors: FORBIDDEN where there is none such that the viewer may use, STALE_SLICE for one that is over. */
export async function setNamed(id: string, session: Pick<Session, 'viewer' | 'sets'>): Promise<NumberSetRow> {
  const place = setPlaceOf(session);
  const row = await numberSetById(place.ledger, id);
  if (!row || !mayUse(session.viewer, row))
    throw new MartletError(
      'FORBIDDEN',
      `set: expected the id of a set that you may use, found ${JSON.stringify(id.slice(0, 60))}. Take one from numberSets, or send it in by POST /sets.`,
    );
  if (row.removed_at === null && row.expires_on >= dayOfSets(place)) return row;
  const why = row.removed_at === null ? `it could be used until ${row.expires_on}` : 'it was taken away';
  throw new MartletError('STALE_SLICE', `The set ${id} can no longer be used: ${why}. Send it in anew by POST /sets.`);
}

/** Every question that names a set asks this first. Errors: as `setNamed`; INTERNAL for a file that is missing or not what was sent. */
export async function requireSet(id: string, session: Session): Promise<void> {
  const { content_hash } = await setNamed(id, session);
  const sha256 = await digestNow(snapshotFile(setPlaceOf(session).home, id));
  if (sha256 === content_hash) return;
  throw new MartletError(
    'INTERNAL',
    `The file of the set ${id} is ${sha256 === null ? 'missing' : 'damaged'}. Nothing is read from it. Restore lists/${id}.parquet below MARTLET_HOME from a backup, or send the set in anew.`,
  );
}
