import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { badInput, MartletError } from '../../errors.js';
import { madeBefore, sameRequest } from '../../ledger/keyed-tables.js';
import { insertNumberSet, numberSetsOf, removeEndedSets } from '../../ledger/number-sets.js';
import type { NumberSetRow } from '../../ledger/tables.js';
import { shiftDay } from '../../lib/days.js';
import { digestOf, makeDirectory, syncFile } from '../../lib/files.js';
import { listDirectory, snapshotFile } from '../../lib/snapshot-files.js';
import { requireAct, requireTier, seesInClear } from '../../security/grants.js';
import { keptRows } from '../../security/rows.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { dayOfSets, setNamed, setPlaceOf } from '../../session/sets.js';
import { isDate } from '../../slices/where.js';
import type { NumberSession } from '../session.js';
import { receive, tooLong } from './receive.js';
import { ofFile, readSent, type SentFile, type SetFormat, sentFile } from './sent-file.js';
import { checkSql, idsSql, phonesStatement } from './set.queries.js';

/** A set as it is sent. */
export interface NewNumberSet {
  readonly name: string;
  readonly purpose: string;
  /** The last day on which it can be used. */
  readonly expiresOn: string;
  readonly format: SetFormat;
  /** CSV or Parquet of number_id (or msisdn) and score. */
  readonly body: Readable;
  /** Of the body, where it is said. */
  readonly bytes: number | null;
  /** Its maker's own name for the request: sent again with it, no other set is made. */
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Keeps a set of numbers. Asked again with the same key, it gives the set that was made. Errors: FORBIDDEN (tier, act, phone numbers where
 * they are masked), BAD_USER_INPUT for a bad file with what was expected and what came, TOO_COSTLY for one that is too long, CONFLICT for the
 * same key with something else, and for too many sets.
 */
export async function createNumberSet(input: NewNumberSet, session: NumberSession): Promise<NumberSetRow> {
  const { viewer } = session;
  requireTier(viewer, 3);
  requireAct(viewer, 'MAKE_SETS');
  const { ledger, home, ...clock } = setPlaceOf(session);
  const today = dayOfSets(clock);
  const said = saidBy(input, today, session);
  if (input.bytes !== null && input.bytes > viewer.limits.setBytes) throw tooLong(viewer.limits.setBytes);
  await makeDirectory(listDirectory(home));
  await removeEndedSets(ledger, home, today);
  const id = randomUUID();
  const stem = join(listDirectory(home), `${id}.sent`);
  const [sent, made] = [`${stem}.${input.format}`, `${stem}.made`];
  try {
    const sha256 = await receive(input.body, sent, viewer.limits.setBytes);
    const request = keyedRequest(input.idempotencyKey, [said, input.format, sha256, keptRows(viewer.rows)], viewer);
    const known = await madeBefore(ledger.db, 'number_set', request);
    if (known) return setNamed(known.id, session);
    requireRoom((await numberSetsOf(ledger, viewer.subject, today)).length, viewer.limits.sets);
    const file = await sentFile(sent, input.format, session);
    const row: NumberSetRow = {
      id,
      ...said,
      ...(await written(file, input.format, made, session)),
      has_scores: Number(file.hasScores),
      cities: keptRows(viewer.rows),
      created_by: viewer.subject,
      created_at: clock.now().toISOString(),
      removed_at: null,
      idempotency_key: request?.key ?? null,
      request_hash: request?.hash ?? null,
    };
    const stored = await insertNumberSet(ledger, row, async () => {
      await rename(made, snapshotFile(home, id));
      await syncFile(listDirectory(home));
    });
    if (stored.id !== id) return sameRequest('number_set', stored, request!.hash);
    const { numbers, unmatched } = row;
    await writeAuditLine('set of numbers made', { set: id, name: row.name, by: file.key, unmatched }, session, numbers);
    return row;
  } finally {
    await rm(sent, { force: true });
    await rm(made, { force: true });
  }
}

function saidBy({ name, purpose, expiresOn }: NewNumberSet, today: string, { viewer: { limits } }: NumberSession) {
  const words = (field: string, value: string): string => {
    const text = value.trim();
    if (text.length > 0 && text.length <= limits.nameLetters) return text;
    throw badInput(`${field}: expected 1 to ${limits.nameLetters} letters, found ${text.length}.`);
  };
  const last = shiftDay(today, limits.setDays);
  if (!isDate(expiresOn) || expiresOn < today || expiresOn > last)
    throw badInput(
      `expiresOn: expected a day from ${today} (today) to ${last}, found ${JSON.stringify(expiresOn.slice(0, 20))}.`,
    );
  return { name: words('name', name), purpose: words('purpose', purpose), expires_on: expiresOn };
}

function requireRoom(found: number, most: number): void {
  if (found < most) return;
  throw new MartletError('CONFLICT', `Expected at most ${most} sets of yours that can be used, found them. Take one away first.`);
}

/** Checks what was sent, and writes the set's numbers into a file. Errors: FORBIDDEN, BAD_USER_INPUT, TOO_COSTLY. */
async function written(file: SentFile, format: SetFormat, path: string, session: NumberSession) {
  const { viewer, manifest } = session;
  if (file.key === 'msisdn' && !seesInClear(viewer, 'msisdn'))
    throw new MartletError(
      'FORBIDDEN',
      `msisdn: phone numbers are masked for ${viewer.subject}, and are not to be sent either. Send number_id as numbers tells it, or state a purpose for which you see them.`,
    );
  const numbers = await checked(file, format, session);
  const asked =
    file.key === 'msisdn' ? phonesStatement(file, session) : ofFile('numbers of a set', idsSql(file, manifest.idType));
  const rows = await session.write(asked, { path, format: 'parquet', ordered: true }, 'exports');
  const { sha256 } = await digestOf(path, new AbortController().signal);
  await syncFile(path);
  return { numbers: rows, unmatched: numbers - rows, content_hash: sha256 };
}

/** How many different numbers a file names. Errors: BAD_USER_INPUT with all that is wrong, TOO_COSTLY. */
async function checked(file: SentFile, format: SetFormat, session: NumberSession): Promise<number> {
  const { viewer, manifest } = session;
  const [found] = await readSent(ofFile('check of a set', checkSql(file, manifest.idType)), format, session);
  const of = (name: string): number => Number(found![name]);
  const { setRows } = viewer.limits;
  if (of('rows') > setRows)
    throw new MartletError(
      'TOO_COSTLY',
      `A set: expected at most ${setRows.toLocaleString('en')} rows, found ${of('rows')}. Send several sets.`,
    );
  const expected = file.key === 'msisdn' ? 'phone numbers' : manifest.idType === 'BIGINT' ? 'whole numbers like 1042' : 'ids';
  const problems = [
    of('rows') === 0 ? `expected at least one row, found none` : null,
    of('without_key') > 0
      ? `${file.key}: expected ${expected}, found something else, or nothing, in ${of('without_key')} row(s)`
      : null,
    of('bad_scores') > 0 ? `score: expected finite numbers or nothing, found something else in ${of('bad_scores')} row(s)` : null,
    of('contradictory') > 0 ? `score: expected one for a number, found several for ${of('contradictory')} number(s)` : null,
  ].filter((problem) => problem !== null);
  if (problems.length > 0)
    throw badInput(`The set's file: ${problems.join('; ')}. Mend the file and send it again: nothing of it was kept.`, {
      problems,
    });
  return of('numbers');
}
