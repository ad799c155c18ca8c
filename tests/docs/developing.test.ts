import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureFile, redrawn } from '../developing/draw-floors.js';
import { floors } from '../developing/import-rules.js';

const root = join(import.meta.dirname, '../..');
const guides = ['CONTRIBUTING.md', ...readdirSync(join(root, 'docs/developing')).map((name) => `docs/developing/${name}`)];

/** What is named in backquotes and looks like a path of the repository; a pattern is none. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:src|sql|tests|docs)\/[\w./-]+|[\w-]+\.(?:json|md|graphql|ts))`/g)].map(([, path]) => path!);

test.each(guides)('every path that %s names is there', (guide) => {
  const text = readFileSync(join(root, guide), 'utf8');
  expect(pathsIn(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the guides name enough of them to be of use', () => {
  const named = guides.flatMap((guide) => pathsIn(readFileSync(join(root, guide), 'utf8')));
  expect(new Set(named).size).toBeGreaterThan(50);
});

test('the picture of the floors is drawn from their table', () => {
  const document = readFileSync(pictureFile, 'utf8');
  expect(redrawn(document)).toBe(document);
});

test('the guide tells of every floor', () => {
  const document = readFileSync(pictureFile, 'utf8');
  expect(Object.keys(floors).filter((floor) => !document.includes(`\`src/${floor}\``))).toEqual([]);
});
