import { dirname } from 'node:path';
import { z } from 'zod';
import { FileProblems, parseYaml, readYaml } from '../../catalogue/yaml.js';
import { badInput } from '../../errors.js';
import type { ContractColumn, ContractMart } from '../types.js';

const words = z.array(z.string().min(1));
const lists = z.record(z.string(), words);

/** `sql/warehouses/vocabulary.yaml`, which says what each part is for. */
const vocabularyFile = z.strictObject({
  words: lists,
  decorations: words,
  marts: lists,
  columns: lists,
  leavingFlags: words,
  tenures: words,
  codes: z.record(z.string(), lists),
  yes: words,
  no: words,
  null: words,
  units: z.record(z.string(), z.record(z.string(), z.number().positive())),
  personal: words,
});
type VocabularyFile = z.infer<typeof vocabularyFile>;

/** Words of a name: "MonthlyCharges", "monthly_charges" and "Monthly charges" have the same ones. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKC')
    .replace(/[([【].*?[)\]】]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** What others call the contract's columns, codes and marts. */
export class Vocabulary {
  readonly #words: ReadonlyMap<string, string>;
  readonly #chinese: readonly (readonly [string, string])[];
  /** Each name is compared with hundreds of others. */
  readonly #canonical = new Map<string, string>();
  readonly #cores = new Map<string, string>();

  constructor(readonly file: VocabularyFile) {
    const pairs = Object.entries(file.words).flatMap(([one, many]) => many.map((other) => [other, one] as const));
    this.#words = new Map(pairs);
    this.#chinese = pairs.filter(([other]) => isChinese(other)).sort(([a], [b]) => b.length - a.length);
  }

  /** The name with one word for all that mean the same, and nothing between. Latin words are taken whole, Chinese ones wherever they stand. */
  canonical(name: string): string {
    const known = this.#canonical.get(name);
    if (known !== undefined) return known;
    const words = wordsOf(name).map((word) => this.#words.get(word) ?? word);
    const canonical = words
      .map((word) => this.#chinese.reduce((text, [other, one]) => text.replaceAll(other, one), word))
      .join('');
    this.#canonical.set(name, canonical);
    return canonical;
  }

  /** The canonical name without what says nothing at its head and end; never nothing. */
  core(name: string): string {
    const known = this.#cores.get(name);
    if (known !== undefined) return known;
    let core = this.canonical(name);
    for (let before = ''; before !== core; ) {
      before = core;
      for (const word of this.file.decorations) {
        if (core.length > word.length && core.startsWith(word)) core = core.slice(word.length);
        if (core.length > word.length && core.endsWith(word)) core = core.slice(0, -word.length);
      }
    }
    this.#cores.set(name, core);
    return core;
  }

  /** What a column of a mart may be called. A list of codes calls its columns after itself, too: "city name". */
  namesOf(mart: ContractMart, column: ContractColumn): readonly string[] {
    const { columns } = this.file;
    const own = columns[`${mart.name}.${column.name}`] ?? [];
    const names = [column.name, column.names.en, column.names.zh, ...(columns[column.name] ?? []), ...own];
    if (!isList(mart)) return names;
    const marts = [mart.name, mart.names.zh, ...(this.file.marts[mart.name] ?? [])];
    return [...names, ...marts.flatMap((each) => names.map((name) => `${each}${isChinese(each) ? '' : ' '}${name}`))];
  }

  /** How near a header is to one of the names, 0 to 1, and to which: 1 is one of them, 0.9 but for what says nothing, below 0.8 alike. */
  nearest(header: string, names: readonly string[]): { readonly score: number; readonly name: string } {
    const [canonical, core] = [this.canonical(header), this.core(header)];
    let best = { score: 0, name: '' };
    for (const name of names) {
      const plain = wordsOf(header).join('') === wordsOf(name).join('');
      const score = plain
        ? 1
        : this.canonical(name) === canonical
          ? 0.95
          : this.core(name) === core
            ? 0.9
            : 0.8 * alike(core, this.core(name));
      if (score > best.score) best = { score, name };
    }
    return best;
  }

  /** The contract's code that a value stands for; null: none is known. */
  codeOf(mart: ContractMart, column: ContractColumn, value: string): string | null {
    const wanted = wordsOf(value).join('');
    const known = { ...this.file.codes[column.name], ...this.file.codes[`${mart.name}.${column.name}`] };
    for (const code of column.codes ?? []) {
      if ([code, ...(known[code] ?? [])].some((word) => wordsOf(word).join('') === wanted)) return code;
    }
    return null;
  }

  /** How many of the column's own unit make one of the contract's, as its name says; null where it says nothing. */
  unitOf(header: string, unit: string | null): { readonly unit: string; readonly per: number } | null {
    const units = this.file.units[unit ?? ''] ?? {};
    const said = [/[(（[]\s*([^)）\]]+?)\s*[)）\]]/.exec(header)?.[1], header.split(/[_\s-]/).at(-1)];
    for (const word of said) {
      const per = units[word?.normalize('NFKC').toLowerCase() ?? ''];
      if (word !== undefined && per !== undefined) return { unit: word, per };
    }
    return null;
  }

  isPersonal(header: string): boolean {
    const name = wordsOf(header).join(' ');
    return this.file.personal.some((word) => (isChinese(word) ? name.includes(word) : wordsOf(header).includes(word)));
  }
}

/** Codes with their names, of no month. */
export const isList = (mart: ContractMart): boolean => mart.columns.has('code');

export const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** Dice's coefficient over pairs of characters (Chinese: and characters): 1 where both have the same ones. */
function alike(a: string, b: string): number {
  const [one, other] = [gramsOf(a), gramsOf(b)];
  const shared = one.filter((gram) => other.includes(gram)).length;
  return one.length + other.length === 0 ? 0 : (2 * shared) / (one.length + other.length);
}

const gramsOf = (text: string): readonly string[] => {
  const characters = [...text];
  const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`);
  return [...new Set([...pairs, ...(isChinese(text) ? characters : [])])];
};

/** Errors: BAD_USER_INPUT with every fault of the file. */
export function loadVocabulary(path: string): Vocabulary {
  const problems = new FileProblems();
  const file = parseYaml(readYaml(path, dirname(path), problems), vocabularyFile, problems);
  if (!file) throw badInput(problems.list.map(({ line, message }) => `${path}:${line}: ${message}`).join('\n'));
  return new Vocabulary(file);
}
