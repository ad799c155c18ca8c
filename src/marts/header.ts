import { didYouMean, suggestions } from '../catalogue/suggestions.js';

/** What a mart is within a month: kept as a file of it, or a table or view of its build alone. */
export type MartKind = 'file' | 'table' | 'view';

/** How a derived mart is made and kept, as the lines above its SQL tell. */
export interface MartHeader {
  readonly kind: MartKind;
  /** Of a file: the columns that its rows are ordered by. */
  readonly order: readonly string[];
  /** code: no SELECT gives it, a function of `code-steps.ts` does. every build: once all months are there, of each of them. null: its SELECT, with its month. */
  readonly made: 'code' | 'every build' | null;
  /** Relations that it reads: other marts, `base.<mart>`, number_state of other months (`OF_MONTHS`). */
  readonly sources: readonly string[];
  /** Marts that tell its SQL tokens. */
  readonly tokens: readonly string[];
  /** The mart of the contract of which it has all rows of the month's numbers. */
  readonly rows: string | null;
  /** The order of the one table over all months as which it is asked, too. */
  readonly table: readonly string[] | null;
  /** Where each line stands, by its key: file and line. */
  readonly at: ReadonlyMap<string, string>;
}

const names = String.raw`\w+(, \w+)*`;
/** What a header may say: its form, and that in words. */
const FORMS = {
  grain: [/./, 'words'],
  key: [/./, 'words'],
  kind: [/^(file|table|view)$/, 'file (kept with the month), table or view (of the build alone)'],
  order: [new RegExp(`^(all columns|${names})$`), '"all columns" or <column>, <column>'],
  made: [/^by (code|every build)$/, '"by code" or "by every build"'],
  sources: [/^[\w.]+(, [\w.]+)*$/, 'relations: <mart>, base.<mart>, state_<months before>'],
  tokens: [new RegExp(`^${names}$`), 'marts: <mart>, <mart>'],
  rows: [/^base\.\w+$/, 'base.<mart>'],
  served: [new RegExp(`^one table by ${names}$`), 'one table by <column>, <column>'],
} as const;
type Key = keyof typeof FORMS;
const isKey = (key: string): key is Key => key in FORMS;

/**
 * The header of a mart: `-- <key>: <value>`, or several on a line with three spaces between them. What stands in brackets is for people.
 * Adds what is wrong to the problems, each with file and line.
 */
export function martHeader(name: string, text: string, path: string, problems: string[]): MartHeader {
  const said = new Map<Key, string>();
  const at = new Map<string, string>();
  const lines = text.split('\n');
  const isComment = (line: string) => line.startsWith('--');
  const end = lines.findIndex((line) => !isComment(line));
  for (const [index, line] of lines.slice(0, end < 0 ? lines.length : end).entries()) {
    const first = /^-- (\w+): /.exec(line)?.[1] ?? name;
    for (const part of first === name ? [] : line.slice('-- '.length).split(/ {3,}/)) {
      const [, key = part, value = ''] = /^(\w+): (.*)$/.exec(part.replaceAll(/ ?\([^)]*\)/g, '').trim()) ?? [];
      const place = `${path}:${index + 1}`;
      if (!isKey(key)) {
        const keys = Object.keys(FORMS);
        problems.push(`${place}: expected one of ${keys.join(', ')}, found "${key}".${didYouMean(suggestions(key, keys))}`);
        continue;
      }
      const [form, expected] = FORMS[key];
      if (!form.test(value)) problems.push(`${place}: ${key}: expected ${expected}, found "${value}"`);
      if (said.has(key)) problems.push(`${place}: "${key}" stands twice`);
      said.set(key, value);
      at.set(key, place);
    }
  }
  const [kind = 'view', made] = [said.get('kind') as MartKind | undefined, said.get('made')];
  const isOfCode = made === 'by code';
  const hasSelect = lines.some((line) => line.trim() !== '' && !isComment(line));
  const rules: readonly (readonly [key: Key, isWrong: boolean, message: string])[] = [
    ['kind', !said.has('kind'), `kind: expected a line "-- kind: ${FORMS.kind[1]}", found none`],
    ['kind', isOfCode && kind === 'view', 'kind: expected file or table of what code makes, found view'],
    ['order', (kind === 'file') !== said.has('order'), 'order: expected of a file, and of nothing else'],
    ['served', kind !== 'file' && said.has('served'), 'served: expected of a file, and of nothing else'],
    ['made', isOfCode === hasSelect, 'expected a SELECT below the header, or "made: by code" and none'],
  ];
  for (const [key, isWrong, message] of rules) if (isWrong) problems.push(`${at.get(key) ?? at.get('kind') ?? path}: ${message}`);
  const list = (key: Key): readonly string[] => said.get(key)?.replace('one table by ', '').split(', ') ?? [];
  return {
    kind,
    order: list('order'),
    made: made ? (isOfCode ? 'code' : 'every build') : null,
    sources: list('sources'),
    tokens: list('tokens'),
    rows: said.get('rows')?.slice('base.'.length) ?? null,
    table: said.has('served') ? list('served') : null,
    at,
  };
}
