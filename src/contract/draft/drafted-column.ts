import { engineType } from '../engine-type.js';
import type { ContractColumn, ContractMart } from '../types.js';
import { type DraftedSql, type ExpressionContext, expressionOf } from './expression.js';
import type { Extract } from './extracts.js';
import type { Guess } from './guess.js';
import { monthOfExtract } from './month.js';
import type { ColumnProfile } from './profile.js';
import { type Unit, unitsOf } from './unit.js';

/** A extract, as the part of a mart that it gives. */
export interface GuessedExtract {
  readonly extract: Extract;
  readonly profiles: readonly ColumnProfile[];
  readonly guesses: readonly Guess[];
}

/** A column of a drafted mapping. `from` is null where no column of the extract is it. */
export interface DraftedColumn {
  readonly column: ContractColumn;
  readonly from: ColumnProfile | null;
  readonly extract: string;
  readonly isCertain: boolean;
  readonly why: string;
  /** What somebody must look at, as it stands in the mapping. */
  readonly todo: string | null;
  readonly sql: string;
}

export type DraftContext = Omit<ExpressionContext, 'mart' | 'month'> & {
  /** The month of files that do not say theirs. */
  readonly snapshot: string | null;
};

/** The contract's columns that an extract gives; of number_month also those that it lacks and must have. */
export function draftColumns(mart: ContractMart, { extract, guesses }: GuessedExtract, context: DraftContext): DraftedColumn[] {
  const units = unitsOf(guesses, context.vocabulary);
  const draft = (guess: Guess, month: string): DraftedColumn => {
    const unit = units.get(guess)!;
    const { sql, todo } = expressionOf(guess, unit, { ...context, mart, month });
    const doubts = doubtsOf(guess, unit, todo);
    return {
      column: guess.column,
      from: guess.from,
      extract: extract.name,
      isCertain: doubts.length === 0,
      why: unit.words ? `${guess.why}; in ${unit.words}` : guess.why,
      todo: doubts.length === 0 ? null : `TODO: ${JSON.stringify(guess.from.name)}: ${doubts.join('; ')}`,
      sql,
    };
  };
  const made = (column: ContractColumn, sql: string, why: string, isCertain: boolean): DraftedColumn => ({
    column,
    from: null,
    extract: extract.name,
    isCertain,
    why,
    todo: isCertain ? null : `TODO: ${why}`,
    sql,
  });
  const own = guesses.find(({ column }) => column.name === mart.partition);
  const day = mart.required ? undefined : guesses.find(({ column }) => column.type === 'DATE' && column.required);
  const dayMonth = day
    ? { sql: `strftime(${draft(day, '').sql}, '%Y-%m')`, why: `the day (${day.column.name})`, isCertain: true }
    : null;
  const told = mart.partition && !own ? (dayMonth ?? monthOfExtract(extract, context.snapshot)) : null;
  const month = own ? draft(own, '').sql : (told?.sql ?? '');
  const lacking = mart.required
    ? [...mart.columns.values()].filter(
        (column) => column.required && column.name !== mart.partition && !guesses.some((guess) => guess.column === column),
      )
    : [];
  return [
    ...(told ? [made(mart.columns.get(mart.partition!)!, month, told.why, told.isCertain)] : []),
    ...guesses.map((guess) => draft(guess, month)),
    ...lacking.map((column) =>
      made(
        column,
        `CAST(NULL AS ${engineType(column.type, context.idType)})`,
        `${column.name} is required, and nothing like it was found`,
        false,
      ),
    ),
  ];
}

const doubtsOf = ({ isCertain, why }: Guess, unit: Unit, todo: DraftedSql['todo']): readonly string[] => [
  ...(isCertain ? [] : [`a guess: ${why}`]),
  ...(unit.isCertain ? [] : [`in ${unit.words}`]),
  ...(todo === null ? [] : [todo]),
];
