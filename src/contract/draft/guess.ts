import type { Contract, ContractColumn, ContractMart } from '../types.js';
import type { Extract } from './extracts.js';
import type { ColumnProfile } from './profile.js';
import { isList, type Vocabulary } from './vocabulary.js';

/** A column of the contract, and what of the extract it is taken from. */
export interface Guess {
  readonly column: ContractColumn;
  readonly from: ColumnProfile;
  /** Its name says it, and its values are of that kind. */
  readonly isCertain: boolean;
  /** Why, in a few words. */
  readonly why: string;
  /** What it is made of, where that is no column of this name and kind. */
  readonly as: 'itself' | 'leaving flag' | 'tenure' | 'key of the phone number';
}

/** Names at least so near are those of the column; less near ones are guessed by. */
const named = 0.9;
const near = 0.55;

/** The mart that an extract's columns are of, by its columns' names and its own; null where none of them is called like any mart's. */
export function likeliestMart(contract: Contract, extract: Extract, vocabulary: Vocabulary): ContractMart | null {
  const scored = [...contract.marts.values()].map((mart) => ({
    mart,
    score: likeness(mart, extract, vocabulary) ?? Number.NEGATIVE_INFINITY,
  }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score === Number.NEGATIVE_INFINITY ? null : best.mart;
}

function likeness(mart: ContractMart, extract: Extract, vocabulary: Vocabulary): number | null {
  const headers = [...extract.columns.keys()];
  const columns = [...mart.columns.values()].filter((column) => column.name !== mart.partition);
  const found = columns.map((column) => {
    const names = vocabulary.namesOf(mart, column);
    return { column, score: Math.max(0, ...headers.map((header) => vocabulary.nearest(header, names).score)) };
  });
  const hits = found.filter(({ score }) => score >= named);
  if (hits.length === 0) return null;
  const file = vocabulary.canonical(extract.name.replace(/\.\w+( |$)/g, ' '));
  const called = [mart.name, mart.names.zh, ...(vocabulary.file.marts[mart.name] ?? [])].map((name) =>
    vocabulary.canonical(name),
  );
  const longest = Math.max(0, ...called.filter((name) => file.includes(name)).map((name) => name.length));
  // "id, name" is the list of whatever the file or the columns are called after.
  if (
    isList(mart) &&
    longest === 0 &&
    !headers.some((header) => called.some((name) => vocabulary.canonical(header).includes(name)))
  )
    return null;
  // Who has a key of its own that nothing says cannot be it; a few shared columns say little of a mart with many.
  const lacking = found.filter(({ column, score }) => column.required && score < near).length;
  return (
    hits.length +
    3 * (longest > 0 ? 1 + longest / 100 : 0) -
    2 * lacking -
    (isList(mart) && headers.length > columns.length + 3 ? 3 : 0)
  );
}

/** Which column of the extract each column of the mart is: the likeliest pairs first, each column once. */
export function guessColumns(mart: ContractMart, profiles: readonly ColumnProfile[], vocabulary: Vocabulary): Guess[] {
  const filled = profiles.filter(({ filled: count }) => count > 0);
  const columns = [...mart.columns.values()].map((column) => ({ column, names: vocabulary.namesOf(mart, column) }));
  const pairs = filled.flatMap((from) => {
    const scored = columns.map(({ column, names }) => ({ column, ...vocabulary.nearest(from.name, names) }));
    // What is called like a column is no other that it is merely like.
    const least = scored.some(({ score }) => score >= named) ? named : near;
    return scored.flatMap(({ column, score, name }) => {
      const proof = contentOf(mart, column, from, vocabulary);
      if (proof === 'no') return [];
      if (score < least) {
        return proof === 'telling'
          ? [{ column, from, score: 0.3, isCertain: false, why: 'its values', as: 'itself' as const }]
          : [];
      }
      const isCertain = score >= named && proof !== 'unknown';
      const why = score >= named ? `its name (${name})` : `its name is like “${name}”`;
      return [{ column, from, score: score + (proof === 'telling' ? 0.1 : 0), isCertain, why, as: 'itself' as const }];
    });
  });
  const taken = new Set<ContractColumn | ColumnProfile>();
  const guesses: Guess[] = [];
  for (const { score: _, ...guess } of pairs.sort((a, b) => b.score - a.score)) {
    if (taken.has(guess.column) || taken.has(guess.from)) continue;
    taken.add(guess.column).add(guess.from);
    guesses.push(guess);
  }
  guesses.push(...madeColumns(mart, filled, guesses, vocabulary));
  const order = [...mart.columns.values()];
  return guesses.sort((a, b) => order.indexOf(a.column) - order.indexOf(b.column));
}

/** Do the values allow that they are this column's, or even tell it? Codes that nobody knows leave it open. */
function contentOf(
  mart: ContractMart,
  column: ContractColumn,
  from: ColumnProfile,
  vocabulary: Vocabulary,
): 'no' | 'unknown' | 'may be' | 'telling' {
  const { form, values } = from;
  const known = new Set([...vocabulary.file.yes, ...vocabulary.file.no].map((word) => word.toLowerCase()));
  const isFlag = values !== null && values.length <= 2 && values.every(({ value }) => known.has(value.toLowerCase()));
  if (column.name === 'msisdn') return form.kind === 'phone' ? 'telling' : /\*/.test(from.samples[0] ?? '') ? 'may be' : 'no';
  if (column.type === 'DATE') return form.kind === 'date' ? 'may be' : 'no';
  if (column.type === 'MONTH') return form.kind === 'month' || form.kind === 'date' ? 'may be' : 'no';
  if (column.type === 'BOOLEAN') return isFlag ? 'may be' : values !== null && values.length <= 3 ? 'unknown' : 'no';
  if (column.type === 'INTEGER' || column.type.startsWith('DECIMAL')) {
    if (form.kind !== 'number') return 'no';
    return column.type === 'INTEGER' && form.scale > 0 ? 'no' : 'may be';
  }
  if (column.codes) {
    if (values === null) return 'no';
    const codes = values.map(({ value }) => vocabulary.codeOf(mart, column, value));
    if (codes.every((code) => code !== null)) return values.length > 1 ? 'telling' : 'may be';
    return 'unknown';
  }
  return form.kind === 'date' && column.type !== 'ID' ? 'no' : 'may be';
}

/** Status of a leaving flag, the day of joining of months on the books, and a key, where the extract has none of its own. */
function madeColumns(
  mart: ContractMart,
  profiles: readonly ColumnProfile[],
  guesses: readonly Guess[],
  vocabulary: Vocabulary,
): Guess[] {
  const lacking = (name: string | undefined): ContractColumn | undefined =>
    guesses.some((guess) => guess.column.name === name) ? undefined : mart.columns.get(name ?? '');
  const free = profiles.filter((profile) => !guesses.some(({ from }) => from === profile));
  const called = (names: readonly string[]): ColumnProfile | undefined =>
    free.find(({ name }) => vocabulary.nearest(name, names).score >= named);
  const made: Guess[] = [];
  const [status, joinedOn] = [lacking('status'), lacking('joined_on')];
  const flag = called(vocabulary.file.leavingFlags);
  if (status && flag?.values?.length === 2)
    made.push({ column: status, from: flag, isCertain: false, why: 'it says who left', as: 'leaving flag' });
  const tenure = called(vocabulary.file.tenures);
  if (joinedOn && tenure?.form.kind === 'number')
    made.push({
      column: joinedOn,
      from: tenure,
      isCertain: false,
      why: 'months on the books, so that the day is not known',
      as: 'tenure',
    });
  const key = lacking(mart.key.find((name) => name !== mart.partition));
  if (!key || !['ID', 'VARCHAR'].includes(key.type)) return made;
  const of = (name: string): ColumnProfile | undefined => guesses.find((guess) => guess.column.name === name)?.from;
  const unique = [of('customer_id'), ...free].filter(
    (each) => each && each.distinct > 0.9 * each.rows && each.form.kind !== 'date' && each.form.kind !== 'phone',
  );
  const own = unique.find((each) => /(id|编码|号)$/.test(vocabulary.canonical(each!.name))) ?? unique[0];
  const phone = of('msisdn');
  if (own) made.push({ column: key, from: own, isCertain: false, why: 'each row has another one', as: 'itself' });
  else if (phone && key.name === 'number_id')
    made.push({
      column: key,
      from: phone,
      isCertain: false,
      why: 'nothing else tells numbers apart, so it is a hash of it, keyed with a secret that stands in the mapping',
      as: 'key of the phone number',
    });
  return made;
}
