import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, root } from '../support/imports.js';

const id = /\b[ACDFILNPQRSUZ]\d{1,2}\b/g;
const rows = [...readFileSync(join(root, 'docs/reliability.md'), 'utf8').matchAll(/^\| ([A-Z]\d{1,2}) \| (.*) \|$/gm)].map(
  ([, name, rest]) => ({
    name: name!,
    files: [...rest!.matchAll(/`(tests\/[\w/.-]+)`/g)].map(([, file]) => file!),
  }),
);

/** Ids in the title of a test or a group, at its beginning ("F4: …") or its end ("… (R2)"). */
function quoted(file: string): ReadonlySet<string> {
  const text = readFileSync(join(root, file), 'utf8');
  const titles = [
    ...text.matchAll(/\b(?:test|it|describe)(?:\.\w+(?:\([^\n]*\))?)?\(\s*(['"`])(.*?)\1/g),
    ...text.matchAll(/^\s*\]\)\(\s*(['"`])(.*?)\1/gm),
  ];
  const ids = titles.flatMap(([, , title]) => [
    /^(?:[A-Z]\d{1,2}[,: ]+(?:and )?)+/.exec(title!)?.[0],
    /\(([^()]*)\)$/.exec(title!)?.[1],
  ]);
  return new Set(ids.flatMap((part) => part?.match(id) ?? []));
}
const tests = filesBelow('tests').filter((file) => /\.(test|contract)\.ts$/.test(file));
const ids = new Map(tests.map((file) => [file, quoted(file)]));

test('each row names tests and benches that are there, and its tests quote its id', () => {
  expect(rows.length).toBeGreaterThan(50);
  for (const { name, files } of rows) {
    for (const file of files) expect([name, file, existsSync(join(root, file))]).toEqual([name, file, true]);
    const own = files.filter((file) => ids.has(file));
    if (own.length > 0) expect([name, own.some((file) => ids.get(file)!.has(name))]).toEqual([name, true]);
    else expect([name, files.length > 0]).toEqual([name, true]);
  }
});

test('each id that a test quotes has a row, in their order, once', () => {
  const listed = rows.map(({ name }) => name);
  expect(new Set(listed).size).toBe(listed.length);
  expect([...new Set([...ids.values()].flatMap((each) => [...each]))].filter((each) => !listed.includes(each)).sort()).toEqual(
    [],
  );
  const order = (name: string) => [name[0]!, Number(name.slice(1))] as const;
  const sorted = listed.toSorted((one, other) => {
    const [[a, m], [b, n]] = [order(one), order(other)];
    return a === b ? m - n : a < b ? -1 : 1;
  });
  expect(listed).toEqual(sorted);
});
