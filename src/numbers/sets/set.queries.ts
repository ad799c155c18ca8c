import { sql } from 'kysely';
import { normalMsisdnSql } from '../../security/msisdn.js';
import type { Session } from '../../session/session.js';
import { type Statement, statement } from '../../warehouse/statement.js';
import { compiled, fromNumbers, numberRows } from '../numbers.queries.js';
import type { SentFile } from './sent-file.js';

/** Of a number in a month ("1042@2026-10"), as lists of numbers call their rows, the number. */
const withoutMonth = (id: string): string => `regexp_replace(trim(${id}), '@[0-9]{4}-(0[1-9]|1[0-2])$', '')`;

/** Each row that is not blank: key (null for what can be none), score (null for none), is_bad_score. */
function rowsOf({ key, hasScores, relation }: SentFile, idType: string): string {
  const id = withoutMonth(key);
  // A cast would take 10.6 for 11.
  const number =
    idType === 'BIGINT'
      ? `case when regexp_full_match(${id}, '-?[0-9]{1,19}') then try_cast(${id} as bigint) end`
      : `nullif(${id}, '')`;
  const named = key === 'msisdn' ? normalMsisdnSql('msisdn') : number;
  const score = hasScores ? `nullif(trim(score), '')` : 'cast(null as varchar)';
  const value = `try_cast(${score} as double)`;
  return `
    select ${named} as key, ${value} as score, ${score} is not null and not coalesce(isfinite(${value}), false) as is_bad_score
    from ${relation} where ${key} is not null${hasScores ? ' or score is not null' : ''}`;
}

/** What is to be said of a file: rows, different numbers, and how many of each fault. */
export const checkSql = (file: SentFile, idType: string): string => `
  with sent as (${rowsOf(file, idType)}), own as (select key, min(score) as least, max(score) as most, count(score) as scored, count(*) as rows from sent group by key)
  select
    (select count(*) from sent) as rows,
    (select count(*) from sent where key is null) as without_key,
    (select count(*) from sent where is_bad_score) as bad_scores,
    (select count(*) from own where key is not null) as numbers,
    (select count(*) from own where key is not null and (least <> most or (scored > 0 and scored < rows))) as contradictory`;

/** The set's numbers with their scores, each once, in order. */
export const idsSql = (file: SentFile, idType: string): string =>
  `select key as number_id, min(score) as score from (${rowsOf(file, idType)}) group by key order by key`;

/**
 * The same of phone numbers: the numbers of the newest month that have them and that the viewer may see. One that changed hands within the month
 * is its present holder's.
 */
export function phonesStatement(file: SentFile, session: Session): Statement {
  const { viewer, manifest, coverage } = session;
  const months = coverage.months.slice(-1);
  const phone = sql.raw(normalMsisdnSql('number_state.msisdn'));
  const seen = numberRows(months, viewer, manifest).select([
    sql`number_state.number_id`.as('number_id'),
    sql`${phone}`.as('phone'),
    sql`row_number() over (partition by ${phone} order by coalesce(number_state.on_books, false) desc, number_state.joined_on desc nulls last, number_state.number_id)`.as(
      'place',
    ),
  ] as never);
  const held = compiled('numbers of a set by phone number', seen, fromNumbers(months, manifest));
  const text = `
    select number_id, min(score) as score
    from (${held.sql}) as held join (${rowsOf(file, manifest.idType)}) as sent on sent.key = held.phone
    where held.place = 1 group by number_id order by number_id`;
  return statement(held.name, text, held.parameters, held.reads);
}
