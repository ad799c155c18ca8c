import { didYouMean, suggestions } from '../../catalogue/suggestions.js';
import { ident, text } from '../../lib/quote.js';
import { counted, type Problem } from '../problem.js';
import type { FoundMart, Survey } from '../read/found.js';
import type { ContractColumn } from '../types.js';

/** A question about the rows of one mart, asked together with all others in one pass. */
export interface Probe extends Pick<Problem, 'column' | 'kind' | 'severity'> {
  /** Predicate over one row of `checked.<mart>` that is true of what is wrong. */
  readonly bad: string;
  /** VARCHAR over such a row: a value or an id to look for; its smallest and greatest are shown. */
  readonly sample: string;
  /** What was expected and what was found; `sample` is safe to show. */
  say(count: number, sample: string): string;
  /** Of so many rows, is this many worth a word? Default: any. */
  matters?(count: number, rows: number): boolean;
}

const MONTH = "'\\d{4}-(0[1-9]|1[0-2])'";

/** Something by which the owner finds a row again, and which tells nobody who it is. */
function rowId({ mart, columns }: FoundMart): string {
  const name = ['number_id', ...mart.key].find(
    (key) => columns.get(key)?.usable && mart.columns.get(key)?.sensitivity !== 'personal',
  );
  return name ? `'${name} ' || CAST(${ident(name)} AS VARCHAR)` : 'CAST(NULL AS VARCHAR)';
}

/** All probes of a mart: required values, codes, references, formats of months, and the contract's own checks. */
export function probesOf(found: FoundMart, survey: Survey, measures?: readonly string[]): readonly Probe[] {
  const { mart } = found;
  const id = rowId(found);
  const columns = [...mart.columns.values()].filter((column) => found.columns.get(column.name)?.usable);
  const checks = mart.checks.map(
    (check): Probe => ({
      kind: 'failed-check',
      severity: 'error',
      bad: `NOT (${check.sql})`,
      sample: id,
      say: (count) => `${check.names.en}: expected ${check.sql}, found ${counted(count, 'row')} where it does not hold`,
    }),
  );
  return [...columns.flatMap((column) => columnProbes(column, id, survey, measures, mart.name)), ...checks];
}

function columnProbes(
  column: ContractColumn,
  id: string,
  survey: Survey,
  measures: readonly string[] | undefined,
  mart: string,
): readonly Probe[] {
  const name = ident(column.name);
  const probes: Probe[] = [];
  const value = column.sensitivity === 'personal' ? id : `left(CAST(${name} AS VARCHAR), 40)`;
  const add = (probe: Omit<Probe, 'column' | 'sample'> & { sample?: string }): void =>
    void probes.push({ column: column.name, sample: value, ...probe });
  if (column.required)
    add({
      kind: 'null-in-required',
      severity: 'error',
      bad: `${name} IS NULL`,
      sample: id,
      say: (count) => `${column.name}: expected a value in every row, found none in ${counted(count, 'row')}`,
    });
  if (column.codes) {
    const list = column.codes.join(', ');
    add({
      kind: 'unknown-code',
      severity: 'error',
      bad: `${name} NOT IN (${column.codes.map(text).join(', ')})`,
      say: (count) => `${column.name}: expected one of ${list}, found others in ${counted(count, 'row')}`,
    });
  }
  if (column.type === 'MONTH')
    add({
      kind: 'bad-month',
      severity: 'error',
      bad: `NOT regexp_full_match(${name}, ${MONTH})`,
      say: (count, sample) => `${column.name}: expected months as 2026-10, found others in ${counted(count, 'row')} (${sample})`,
    });
  const target = column.references ? survey.marts.get(column.references) : undefined;
  const key = target?.mart.key[0];
  if (target?.relation && key && target.columns.get(key)?.usable)
    add({
      kind: 'orphan-reference',
      severity: 'warning',
      bad: `${name} IS NOT NULL AND ${name} NOT IN (SELECT ${ident(key)} FROM checked.${ident(target.mart.name)} WHERE ${ident(key)} IS NOT NULL)`,
      say: (count, sample) =>
        `${column.name}: expected a ${key} of ${target.mart.name}, found others in ${counted(count, 'row')} (${sample})`,
    });
  if (mart === 'target' && column.name === 'measure' && measures)
    add({
      kind: 'unknown-code',
      severity: 'warning',
      bad: `${name} NOT IN (${['', ...measures].map(text).join(', ')})`,
      say: (count, sample) =>
        `${column.name}: expected codes of measures, found others in ${counted(count, 'row')} (${sample}).${didYouMean(suggestions(sample.split(', ')[0]!, measures))}`,
    });
  if (column.name === 'number_id' && !survey.phoneIds) add(phoneProbe(name, survey));
  return probes;
}

/** A phone number in the place of the surrogate would pass every mask: number_id counts as harmless. */
function phoneProbe(name: string, { idType }: Survey): Omit<Probe, 'column' | 'sample'> {
  const bad =
    idType === 'BIGINT'
      ? `(${name} BETWEEN 13000000000 AND 19999999999 OR ${name} BETWEEN 8613000000000 AND 8619999999999)`
      : `regexp_full_match(${name}, '(\\+?86)?[ -]?1[3-9](?:[ -]?[0-9]){9}')`;
  return {
    kind: 'personal-id',
    severity: 'error',
    bad,
    say: (count) =>
      `number_id: expected a surrogate, as it is shown in clear (MARTLET_PHONE_IDS=allow lets phone numbers pass), found what looks like one in ${counted(count, 'row')}`,
    matters: (count, rows) => count * 2 > rows,
  };
}
