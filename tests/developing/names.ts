import { posix } from 'node:path';
import ts from 'typescript';

/** The names that a file exports itself; what it passes on from another file is that file's. */
export function exportsOf(text: string): readonly string[] {
  const names: string[] = [];
  for (const node of ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022).statements) {
    if (!ts.canHaveModifiers(node)) continue;
    if (!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    const declared = ts.isVariableStatement(node) ? node.declarationList.declarations : [node as ts.NamedDeclaration];
    for (const { name } of declared) if (name && ts.isIdentifier(name) && !names.includes(name.text)) names.push(name.text);
  }
  return names;
}

/**
 * Is a file called after what it exports? The words of its name stand together in one of its exports' names: `offers.ts` has `offersOf`,
 * `contact-policy.ts` has `resolveContactPolicy`. What the folder says, or the file beside it whose name it goes on with, need not be said
 * again: `ledger/work/work-items.ts` has `finishItem`. Singular and plural are one.
 */
export function isCalledAfterExports(file: string, exported: readonly string[], files: readonly string[]): boolean {
  const words = wordsOf(posix.basename(file).replace(/\.tsx?$/, ''));
  const folder = posix.dirname(file);
  const beside = words.map((_, count) => words.slice(0, count)).filter((head) => head.length > 0 && isFile(folder, head, files));
  const said = new Set([...folder.split('/').flatMap(wordsOf), ...beside.flat()]);
  const rest = words.filter((word) => !said.has(word));
  return [words, rest].some((wanted) => wanted.length > 0 && exported.some((name) => hasWords(wordsOf(name), wanted)));
}

const isFile = (folder: string, words: readonly string[], files: readonly string[]): boolean =>
  files.some(
    (file) => posix.dirname(file) === folder && wordsOf(posix.basename(file).replace(/\.tsx?$/, '')).join() === words.join(),
  );

const hasWords = (words: readonly string[], wanted: readonly string[]): boolean =>
  words.some((_, at) => wanted.every((word, index) => words[at + index] === word));

/** "listNumbers", "list-numbers", "LIST_NUMBERS" → list, number. */
function wordsOf(name: string): readonly string[] {
  const words = name === name.toUpperCase() ? name : name.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2-');
  return words
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/(?<=ss|x|ch|sh)es$|(?<!s)s$/, '')));
}

/** Names that more than one file exports, with their files. */
export function namesOfSeveral(exported: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const homes = new Map<string, string[]>();
  for (const [file, names] of exported) for (const name of names) homes.set(name, [...(homes.get(name) ?? []), file]);
  return new Map([...homes].filter(([, files]) => files.length > 1));
}
