import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsIn } from './imports.js';
import { exportsOf, isCalledAfterExports, namesOfSeveral } from './names.js';

const root = join(import.meta.dirname, '../..');
const { files } = importsIn(join(root, 'src'));
const exported = new Map(files.map((file) => [file, exportsOf(readFileSync(join(root, 'src', file), 'utf8'))]));

/** Called after the one thing that several exports are about, which none of them says by itself. */
const nouns: Readonly<Record<string, string>> = {
  'campaigns/lists/status.ts': 'what changes the status of a list: to approve and to close',
  'campaigns/standing/status.ts': 'what changes the status of a standing list: to approve, to pause and to resume',
  'catalogue/types.ts': 'what a catalogue consists of',
  'catalogue/offers/types.ts': 'what offers, scenes and the contact policy are',
  'console/controls/choice.tsx': 'controls that choose one of several',
  'console/format/times.ts': 'months, days and moments as people read them',
  'console/format/units.ts': 'what stands around a figure of a unit',
  'contract/types.ts': 'what a contract consists of',
  'contract/check/values.ts': 'what is looked at in values beyond the probes',
  'decisions/contact-windows.ts': 'how long contacts matter: orders, refusals, caps',
  'demo/arrivals.ts': 'who joins: the first population, newcomers, returns',
  'demo/calendar.ts': 'months, days and seasons',
  'demo/sql.ts': 'SQL that all parts of the demo are written with',
  'demo/day/evening.ts': 'the part of the day after the work',
  'demo/day/work.ts': 'the part of the day in which agents work',
  'exports/table-writer.js': 'begins a thread and exports nothing',
  'ledger/annotation-tables.ts': 'rows of the table of annotations',
  'ledger/contact-tables.ts': 'rows of the tables of contacts',
  'ledger/list-tables.ts': 'rows of the tables of lists and work',
  'ledger/incoming-tables.ts': 'rows of the table of what others tell',
  'ledger/outbox-tables.ts': 'rows of the tables of what others are told',
  'ledger/set-tables.ts': 'rows of the table of sets of numbers',
  'ledger/standing-tables.ts': 'rows of the table of standing lists',
  'ledger/contacts/contact-history.ts': 'reads of contacts, by number, month and list',
  'lib/quote.ts': 'text, texts and ident: values and names quoted for trusted SQL',
  'methods/experiment/beta-binomial.ts': 'called after the method',
  'methods/value/lorenz.ts': 'called after the method',
  'security/grants.ts': 'what a viewer may ask for: tiers, acts, scenes, columns',
  'reports/methods/common.ts': 'what several methods are written with',
};

/** Wiring and entries export little; these kinds of file are called after their noun, and a migration after its place. */
const isFree = (file: string): boolean =>
  /(^|\/)(index|main|cli)\.(c?ts|tsx)$|\.config\.ts$|\.(types|resolver|queries)\.ts$|^ledger\/migrations\//.test(file);

test('a file is called after what it exports', () => {
  const wrong = [...exported].filter(
    ([file, names]) => !isFree(file) && !(file in nouns) && !isCalledAfterExports(file, names, files),
  );
  expect(wrong.map(([file, names]) => `src/${file} exports ${names.join(', ')}`)).toEqual([]);
});

test('the list of nouns names only files that need it', () => {
  const needless = Object.keys(nouns).filter(
    (file) => !exported.has(file) || isCalledAfterExports(file, exported.get(file)!, files),
  );
  expect(needless).toEqual([]);
});

test('what a file is called after: words of an export, but for what folder and neighbour say', () => {
  const beside = ['ledger/work/work.ts', 'cli/query.ts'];
  expect(isCalledAfterExports('campaigns/offers.ts', ['OfferView', 'pastOffer'], beside)).toBe(true);
  expect(isCalledAfterExports('ledger/work/work-items.ts', ['finishItem'], beside)).toBe(true);
  expect(isCalledAfterExports('cli/query-table.ts', ['PlainTable'], beside)).toBe(true);
  expect(isCalledAfterExports('campaigns/capacity.ts', ['fullOffers'], beside)).toBe(false);
  expect(isCalledAfterExports('exports/plan.ts', ['refuse'], beside)).toBe(false);
  expect(isCalledAfterExports('warehouse/builder.ts', ['built'], beside)).toBe(false);
});

/** One word, one meaning. Types of the graph have the names of the plain shapes that they show; migrations those of their tables. */
const several: Readonly<Record<string, string>> = {};

test('an exported name has one home', () => {
  const plain = [...exported].filter(([file]) => !file.endsWith('.types.ts') && !file.startsWith('ledger/migrations/'));
  // The console is a program of its own, with the graph's names for its types.
  const isConsole = ([file]: (typeof plain)[number]) => file.startsWith('console/') && file !== 'console/graph/documents.ts';
  const gateway = plain.filter(([file]) => !file.startsWith('console/'));
  const homes = [gateway, plain.filter(isConsole)].flatMap((files) => [...namesOfSeveral(new Map(files))]);
  const wrong = homes.filter(([name]) => !(name in several));
  expect(wrong.map(([name, where]) => `${name}: ${where.join(', ')}`)).toEqual([]);
});

test('the glossary names files that are there', () => {
  const text = readFileSync(join(root, 'docs/developing/glossary.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| **'));
  expect(rows.length).toBeGreaterThan(40);
  const homes = rows.map((row) => ({ row, paths: [...row.matchAll(/`((?:src|sql|tests)\/[^`]+)`/g)].map(([, path]) => path!) }));
  expect(homes.filter(({ paths }) => paths.length === 0).map(({ row }) => row)).toEqual([]);
  expect(homes.flatMap(({ paths }) => paths).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
