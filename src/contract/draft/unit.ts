import type { Guess } from './guess.js';
import type { Vocabulary } from './vocabulary.js';

/** How many of the extract's unit make one of the contract's. */
export interface Unit {
  readonly per: number;
  /** What it is, for people; null: the contract's own, as far as anybody can tell. */
  readonly words: string | null;
  readonly isCertain: boolean;
}

/** A month's median beyond it is of the smaller unit: nobody uses 500 GB or calls 1,500 minutes a month. */
const usual: Readonly<Record<string, { readonly most: number; readonly per: number; readonly words: string }>> = {
  GB: { most: 500, per: 1024, words: 'MB' },
  min: { most: 1500, per: 60, words: 'seconds' },
  share: { most: 1, per: 100, words: 'percent' },
};
/** Whole amounts whose median is beyond it are fen: few pay 1,000 yuan a month. */
const mostYuan = 1000;

/** The unit of each guess: its header says it, or how large its values are. */
export function unitsOf(guesses: readonly Guess[], vocabulary: Vocabulary): ReadonlyMap<Guess, Unit> {
  const money = guesses.filter(({ column, from }) => column.unit === 'CNY' && from.form.kind === 'number');
  const isFen =
    money.every(({ from }) => from.form.kind === 'number' && from.form.scale === 0) &&
    money.some(({ from }) => (from.median ?? 0) > mostYuan);
  return new Map(guesses.map((guess) => [guess, unitOf(guess, isFen, vocabulary)]));
}

function unitOf({ column, from }: Guess, isFen: boolean, vocabulary: Vocabulary): Unit {
  const said = vocabulary.unitOf(from.name, column.unit);
  if (said) return { per: said.per, words: said.unit, isCertain: true };
  if (column.unit === 'CNY' && isFen) return { per: 100, words: 'fen: whole numbers, and large ones', isCertain: false };
  const { most, per, words } = usual[column.unit ?? ''] ?? { most: Number.POSITIVE_INFINITY, per: 1, words: '' };
  if ((from.median ?? 0) > most) return { per, words: `${words}: they are too large for ${column.unit}`, isCertain: false };
  return { per: 1, words: null, isCertain: true };
}
