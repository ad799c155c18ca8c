import { ident, text, texts } from '../../lib/quote.js';
import { engineType, type IdType } from '../engine-type.js';
import type { ContractMart } from '../types.js';
import type { Guess } from './guess.js';
import { type ColumnProfile, plainNumber } from './profile.js';
import type { Unit } from './unit.js';
import type { Vocabulary } from './vocabulary.js';

/** SQL of a contract column, and what somebody must look at in it. */
export interface DraftedSql {
  readonly sql: string;
  readonly todo: string | null;
}

export interface ExpressionContext {
  readonly mart: ContractMart;
  readonly vocabulary: Vocabulary;
  readonly idType: IdType;
  /** SQL of the month that a row is of. */
  readonly month: string;
  /** The key of numbers that have nothing but a phone number. */
  readonly key: string;
}

/** How a contract column is made of the extract's. */
export function expressionOf(guess: Guess, unit: Unit, context: ExpressionContext): DraftedSql {
  const { column, from } = guess;
  const { value, form, type } = from;
  if (guess.as === 'leaving flag') return leaving(guess, context);
  if (guess.as === 'tenure')
    return sure(`CAST(CAST(${context.month} || '-01' AS DATE) - to_months(CAST(${value} AS INTEGER)) AS DATE)`);
  if (guess.as === 'key of the phone number') return sure(`substr(sha256(${text(context.key)} || ${phone(from)}), 1, 16)`);
  if (column.name === 'msisdn') return sure(phone(from));
  if (column.type === 'MONTH') return sure(monthText(from));
  if (column.type === 'DATE')
    return {
      sql: `CAST(${instant(from)} AS DATE)`,
      todo: form.kind === 'date' && !form.isSure ? `day and month may also stand the other way round` : null,
    };
  if (column.type === 'BOOLEAN') return type === 'BOOLEAN' ? sure(ident(from.name)) : flag(guess, context.vocabulary);
  if (column.codes) return codes(guess, context);
  if (column.type === 'ID') return sure(context.idType === 'BIGINT' ? `CAST(${value} AS BIGINT)` : value);
  if (form.kind === 'number' && /^(INTEGER|BIGINT|DECIMAL)/.test(column.type)) return sure(amount(from, column.type, unit.per));
  return sure(type === 'VARCHAR' ? value : `CAST(${ident(from.name)} AS ${engineType(column.type, context.idType)})`);
}

const sure = (sql: string): DraftedSql => ({ sql, todo: null });

/** The digits of a phone number without the country's; masked ones stay as they are. */
const phone = ({ value, form }: ColumnProfile): string =>
  form.kind === 'phone' ? `right(regexp_replace(${value}, '[^0-9]', '', 'g'), 11)` : value;

function instant({ name, type, value, form }: ColumnProfile): string {
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return ident(name);
  const formats = 'formats' in form ? form.formats : [];
  return `strptime(${value}, ${formats.length === 1 ? text(formats[0]!) : texts(formats)})`;
}

/** The month as the contract writes it. */
const monthText = (from: ColumnProfile): string =>
  from.form.kind === 'month' && from.form.formats.join() === '%Y-%m' ? from.value : `strftime(${instant(from)}, '%Y-%m')`;

/** Powers of ten are multiplied as decimals, which is exact; other units are rounded row by row. */
function amount({ name, type, value, form }: ColumnProfile, asked: string, per: number): string {
  const number = type === 'VARCHAR' && form.kind === 'number' ? plainNumber(value, form) : ident(name);
  if (per === 1) return `CAST(${number} AS ${asked})`;
  const scale = form.kind === 'number' ? Math.min(form.scale, 4) : 0;
  const tenths = Math.log10(per);
  if (Number.isInteger(tenths))
    return `CAST(CAST(${number} AS DECIMAL(18, ${scale})) * ${(1 / per).toFixed(tenths)} AS ${asked})`;
  return `CAST(CAST(${number} AS DOUBLE) / ${per} AS ${asked})`;
}

const rowsText = (rows: number): string => `-- ${rows.toLocaleString('en-US')} row${rows === 1 ? '' : 's'}`;

/** A CASE with every value that was found: what it stands for, how many rows have it. */
function caseOf(
  from: ColumnProfile,
  type: 'VARCHAR' | 'BOOLEAN',
  of: (value: string) => { readonly sql: string; readonly note?: string },
): string {
  const lines = (from.values ?? []).map(({ value, rows }) => {
    const { sql, note } = of(value);
    return `    WHEN ${text(value)} THEN ${sql} ${rowsText(rows)}${note ? `. ${note}` : ''}`;
  });
  const cases = [`CASE ${from.value}`, ...lines, '  END'].join('\n');
  // Of nothing but NULLs it would be an INTEGER.
  const isOpen = (from.values ?? []).every(({ value }) => of(value).sql === 'NULL');
  return isOpen ? `CAST(${cases} AS ${type})` : cases;
}

function codes({ column, from }: Guess, { mart, vocabulary }: ExpressionContext): DraftedSql {
  const known = (value: string): string | null => vocabulary.codeOf(mart, column, value);
  const unknown = (from.values ?? []).filter(({ value }) => known(value) === null);
  const asked = column.codes!.join(', ');
  if ((from.values ?? []).every(({ value }) => known(value) === value)) return sure(from.value);
  const sql = caseOf(from, 'VARCHAR', (value) => {
    const code = known(value);
    return code === null ? { sql: 'NULL', note: `TODO: one of ${asked}` } : { sql: text(code) };
  });
  return {
    sql,
    todo: unknown.length > 0 ? `what is ${unknown.map(({ value }) => text(value)).join(', ')}? One of ${asked}` : null,
  };
}

/** Yes or no. Beside a known no whatever else there is counts as yes, and is said to be a guess. */
function flag({ from }: Guess, vocabulary: Vocabulary): DraftedSql {
  const answer = (value: string): boolean | null => {
    const word = value.toLowerCase();
    if (vocabulary.file.yes.includes(word)) return true;
    return vocabulary.file.no.some((no) => word === no || word.startsWith(`${no} `)) ? false : null;
  };
  const values = from.values ?? [];
  const open = values.filter(({ value }) => answer(value) === null);
  const hasNo = values.some(({ value }) => answer(value) === false);
  const sql = caseOf(from, 'BOOLEAN', (value) => {
    const known = answer(value);
    if (known !== null) return { sql: String(known) };
    return { sql: hasNo ? 'true' : 'NULL', note: hasNo ? 'TODO: a guess' : 'TODO: true or false' };
  });
  return { sql, todo: open.length > 0 ? `is each of ${open.map(({ value }) => text(value)).join(', ')} a yes?` : null };
}

/** Who left in the month is CANCELLED; where nobody can tell yes from no, the fewer are. */
function leaving({ from }: Guess, { vocabulary }: ExpressionContext): DraftedSql {
  const values = from.values ?? [];
  const yes = values.find(({ value }) => [...vocabulary.file.yes, ...vocabulary.file.leavingFlags].includes(value.toLowerCase()));
  const left = yes ?? values.at(-1);
  const sql = caseOf(from, 'VARCHAR', (value) => ({ sql: value === left?.value ? "'CANCELLED'" : "'ACTIVE'" }));
  return { sql, todo: yes ? null : `that ${text(left?.value ?? '')} means leaving is a guess: the fewer rows have it` };
}
