import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { type MartGraph, martGraph } from '../../src/marts/graph.js';
import { loadMarts, type Mart } from '../../src/marts/mart.js';

const shipped = loadMarts(join(sqlDirectory, 'marts'));
const contract = readdirSync(join(sqlDirectory, 'contract')).map((file) => file.replace('.yaml', ''));

const scratch = mkdtempSync(join(tmpdir(), 'martlet-graph-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Marts as files of a folder of their own: their lines of a header by name. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(scratch, 'marts-'));
  for (const [name, header] of Object.entries(files))
    writeFileSync(join(dir, `${name}.sql`), `-- ${name}: hand-made\n${header}\n${header.includes('by code') ? '' : 'SELECT 1'}`);
  return dir;
}
const graphOf = (files: Readonly<Record<string, string>>): MartGraph =>
  martGraph(loadMarts(folderOf(files)), ['plan', 'number_month']);
const names = (marts: readonly Mart[]) => marts.map(({ name }) => name);
const file = (sources: string) => `-- kind: file   order: number_id\n-- sources: ${sources}`;
const view = (sources: string) => `-- kind: view\n-- sources: ${sources}`;

describe('the marts of the project', () => {
  const graph = martGraph(shipped, contract);
  const all = [...graph.chain, ...graph.rest, ...graph.everyBuild];

  test('are each made once, after all that they are made of, number_state last of what the next month rests on', () => {
    expect(names(all).sort()).toEqual([...shipped.keys()].sort());
    for (const [at, { sources, tokens }] of all.entries())
      for (const part of [...sources, ...tokens].filter((name) => shipped.has(name)))
        expect(names(all.slice(0, at)), `${all[at]!.name} is made of ${part}`).toContain(part);
    expect(graph.chain.at(-1)!.name).toBe('number_state');
    expect(graph.chain).toHaveLength(13);
  });

  test('are made of these marts of the contract: a month is made anew when one of them changed', () => {
    expect(graph.base).toEqual(['channel', 'complaint', 'contact', 'number_day', 'number_event', 'number_month', 'plan']);
  });

  test('what every build makes is not shared with the generation before, all other files are', () => {
    expect(graph.files.filter((name) => !graph.monthFiles.includes(name))).toEqual(['lead_state']);
  });

  test('are made in one order, in whatever order their files are found', () => {
    const entries = [...shipped];
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (found) => {
        const other = martGraph(new Map(found), contract);
        expect([other.chain, other.rest, other.everyBuild].map(names)).toEqual(
          [graph.chain, graph.rest, graph.everyBuild].map(names),
        );
      }),
    );
  });
});

describe('lanes', () => {
  const state = { number_state: file('base.number_month, half'), half: view('state_1') };

  test('what reads a file is made beside the next month; what reads a table or view of the chain is made where that is', () => {
    const graph = graphOf({
      ...state,
      beside: file('number_state'),
      within: file('half, beside_too'),
      beside_too: view('state_recent'),
    });
    expect(names(graph.chain)).toEqual(['half', 'number_state', 'beside_too', 'within']);
    expect(names(graph.rest)).toEqual(['beside']);
    expect(graph.readers('half')).toBe(2);
  });

  test('a mart that is told by tokens is made before, too', () => {
    const graph = graphOf({
      number_state: `${file('base.number_month')}   tokens: weights`,
      weights: '-- kind: table   made: by code',
    });
    expect(names(graph.chain)).toEqual(['weights', 'number_state']);
  });
});

describe('is refused with file and line', () => {
  const refused = (files: Readonly<Record<string, string>>) => expect(() => graphOf(files));

  test('a source that is none', () => {
    refused({ number_sate: file('base.number_month'), by_city: file('number_state, base.plam') }).toThrow(
      /by_city\.sql:3: sources: expected derived marts, base\.<mart of the contract>, or .*found "number_state"\. Did you mean number_sate/,
    );
    refused({ by_city: file('base.plam') }).toThrow(/found "base\.plam"\. Did you mean base\.plan\?/);
    refused({ by_city: file('state_7') }).toThrow(/by_city\.sql:3: .*found "state_7"/);
  });

  test('a circle, and a mart that reads itself', () => {
    refused({ one: view('two'), two: view('three'), three: view('one') }).toThrow(
      /one\.sql:3: expected sources that are made before, found a circle: one → three → two → one|one → two → three → one/,
    );
    refused({ one: file('one') }).toThrow(/a circle: one → one/);
    refused({ number_state: file('now'), now: view('state_recent') }).toThrow(/circle: now → number_state → now/);
    // Of the months before it may: those are there.
    expect(names(graphOf({ number_state: file('now'), now: view('state_1, state_past') }).chain)).toEqual([
      'now',
      'number_state',
    ]);
  });

  test('a kind that is none, and none at all', () => {
    refused({ one: '-- grain: number\n-- kind: cube' }).toThrow(
      /one\.sql:3: kind: expected file \(kept with the month\), table or view \(of the build alone\), found "cube"/,
    );
    refused({ one: '-- sources: base.plan' }).toThrow(/one\.sql: kind: expected a line "-- kind: file .*", found none/);
  });

  test.each([
    [
      'a key that is none',
      '-- kind: view\n-- source: base.plan',
      /one\.sql:3: expected one of grain, .*, found "source"\. Did you mean sources\?/,
    ],
    ['one that stands twice', '-- kind: view\n-- kind: table', /one\.sql:3: "kind" stands twice/],
    ['a file without an order', '-- kind: file', /one\.sql:2: order: expected of a file, and of nothing else/],
    ['a view with one', '-- kind: view   order: number_id', /one\.sql:2: order: expected of a file/],
    [
      'sources in words',
      file('base.plan and others'),
      /one\.sql:3: sources: expected relations: .*, found "base\.plan and others"/,
    ],
    [
      'who else might make it',
      '-- kind: view   made: by hand',
      /one\.sql:2: made: expected "by code" or "by every build", found "by hand"/,
    ],
    ['a view that code makes', '-- kind: view   made: by code', /one\.sql:2: kind: expected file or table of what code makes/],
    [
      'rows of what is no source',
      `${file('base.plan')}   rows: base.number_month`,
      /one\.sql:3: rows: expected one of its sources/,
    ],
    ['a view as a table of all months', '-- kind: view   served: one table by month', /one\.sql:2: served: expected of a file/],
  ])('%s', (_, header, message) => {
    refused({ one: header }).toThrow(message);
  });

  test('what is gone, or not there yet, when a mart is made', () => {
    const late = '   made: by every build';
    refused({ half: view('base.plan'), one: file('half').replace('\n', `${late}\n`) }).toThrow(
      /one\.sql:3: sources: expected files of the month, found "half", a view that is gone when all months are there/,
    );
    refused({ two: file('base.plan').replace('\n', `${late}\n`), one: file('two') }).toThrow(
      /one\.sql:3: sources: expected marts of the month, found "two", which every build makes when all months are there/,
    );
  });

  test('a name that something else has, or that SQL cannot have as it is', () => {
    refused({ day_state: view('base.plan') }).toThrow(/day_state\.sql: expected a name of small letters/);
    refused({ 'by-city': view('base.plan') }).toThrow(/by-city\.sql: expected a name of small letters/);
  });

  test('a SELECT of a mart that code makes, and none of another', () => {
    const dir = folderOf({});
    writeFileSync(join(dir, 'one.sql'), '-- one: hand-made\n-- kind: table   made: by code\nSELECT 1');
    writeFileSync(join(dir, 'two.sql'), '-- two: hand-made\n-- kind: table\n');
    expect(() => loadMarts(dir)).toThrow(
      /one\.sql:2: expected a SELECT below the header, or .*\n.*two\.sql:2: expected a SELECT/,
    );
  });
});
