import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { mostOwnColumns } from '../../src/contract/own-columns.js';
import { MartletError } from '../../src/errors.js';
import { contractOf, loadDefinitions } from '../../src/serving/definitions.js';

const made: string[] = [];
/** A folder with these files. */
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const dir = mkdtempSync(join(tmpdir(), 'martlet-own-'));
  made.push(dir);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
};
/** A warehouse's folder with these files in its `contract/`. */
const folderOf = (files: Readonly<Record<string, string>>): string =>
  folderWith(Object.fromEntries(Object.entries(files).map(([name, text]) => [`contract/${name}`, text])));
const contractWith = (files: Readonly<Record<string, string>>) => contractOf({ sql: 'sql', warehouse: { dir: folderOf(files) } });
const ofNumbers = (...lines: readonly string[]) => ({
  'number_month.yaml': `columns:\n${lines.map((line) => `  ${line}\n`).join('')}`,
});
const problemsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(MartletError);
    return ((error as MartletError).details.problems ?? []).map((line) => line.slice(line.lastIndexOf('/') + 1));
  }
  throw new Error('expected the columns to be refused');
};
const refused = (...lines: readonly string[]) => problemsOf(() => contractWith(ofNumbers(...lines)));
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

const shipped = contractOf({ sql: 'sql' });

describe('columns of one’s own', () => {
  it('stand behind the contract’s, with all that a column of it says; a name in one language is that in the other', () => {
    const contract = contractWith(
      ofNumbers(
        'loyalty_points: {type: INTEGER, unit: points, en: Loyalty points, zh: 积分}',
        'club_level: {type: VARCHAR, codes: [GOLD, "1"], board: service, zh: 俱乐部等级}',
        'contact_name: {type: VARCHAR, sensitivity: personal, en: Contact}',
      ),
    );
    const { columns } = contract.marts.get('number_month')!;
    expect([...columns.keys()]).toEqual([
      ...shipped.marts.get('number_month')!.columns.keys(),
      'loyalty_points',
      'club_level',
      'contact_name',
    ]);
    expect(columns.get('loyalty_points')).toMatchObject({
      type: 'INTEGER',
      unit: 'points',
      names: { en: 'Loyalty points', zh: '积分' },
      sensitivity: 'none',
      required: false,
      board: 'market',
      isOwn: true,
      source: { file: 'number_month.yaml', line: 2 },
    });
    expect(columns.get('club_level')).toMatchObject({
      codes: ['GOLD', '1'],
      board: 'service',
      names: { en: '俱乐部等级', zh: '俱乐部等级' },
    });
    expect(columns.get('contact_name')).toMatchObject({ sensitivity: 'personal', names: { en: 'Contact', zh: 'Contact' } });
    expect(columns.get('revenue')).toEqual(shipped.marts.get('number_month')!.columns.get('revenue'));
  });

  it('are part of what a generation is made from, and nothing where there are none', () => {
    const points = ofNumbers('points: {type: INTEGER, en: Points}');
    const { hash } = contractWith(points);
    expect(hash).not.toBe(shipped.hash);
    expect(contractWith(points).hash).toBe(hash);
    expect(contractWith(ofNumbers('points: {type: BIGINT, en: Points}')).hash).not.toBe(hash);
    expect(contractWith({})).toEqual(shipped);
    expect(contractOf({ sql: 'sql', warehouse: { dir: '/nowhere/at/all' } })).toEqual(shipped);
  });

  it('never change or hide a column of the contract, nor are they called as something else is', () => {
    expect(
      refused(
        'revenue: {type: INTEGER, en: Revenue}',
        'stage: {type: INTEGER, en: Derived}',
        'on5g_plan: {type: BOOLEAN, en: In the graph on5gPlan as on_5g_plan}',
        'row_of_month: {type: BOOLEAN, en: Of the SQL of a derived mart}',
        'select: {type: INTEGER, en: Of SQL}',
        'set: {type: INTEGER, en: Of the graph}',
        'plan_id_label: {type: VARCHAR, en: What the plan is called}',
        'Points: {type: INTEGER, en: In capitals}',
        'x_1: {type: INTEGER, en: One}',
        'x1: {type: INTEGER, en: The same}',
      ),
    ).toEqual([
      expect.stringMatching(
        /^number_month\.yaml:2: columns\.revenue: the contract has this column .* cannot be changed.* own_revenue/,
      ),
      expect.stringMatching(/:3: columns\.stage: this name means something already .* own_stage/),
      expect.stringMatching(/:4: columns\.on5g_plan: this name means something already/),
      expect.stringMatching(/:5: columns\.row_of_month: this name means something already/),
      expect.stringMatching(/:6: columns\.select: this name means something already/),
      expect.stringMatching(/:7: columns\.set: this name means something already/),
      expect.stringMatching(/:8: columns\.plan_id_label: expected a name that does not end with _label/),
      expect.stringMatching(/:9: columns\.Points: expected a name in lower case/),
      expect.stringMatching(/:11: columns\.x1: the graph does not tell it from x_1/),
    ]);
  });

  it('have the contract’s types and boards, and at least one name', () => {
    expect(
      refused(
        'a_text: {type: TEXT, en: A}',
        'b_board: {type: DATE, board: identity, en: B}',
        'c_name: {type: DATE}',
        'd_age: {type: INTEGER, sensitivity: personal, en: D}',
        'e_unit: {type: DATE, en: E, unti: days}',
        'f_from: {type: VARCHAR, en: F, references: chanel}',
      ),
    ).toEqual([
      expect.stringMatching(/:2: columns\.a_text\.type: expected BIGINT, INTEGER/),
      expect.stringMatching(/:3: columns\.b_board\.board: .*market/),
      expect.stringMatching(/:4: columns\.c_name\.en: /),
      expect.stringMatching(/:4: columns\.c_name\.zh: /),
      expect.stringMatching(/:5: columns\.d_age: a personal column is VARCHAR/),
      expect.stringMatching(/:6: columns\.e_unit: .*unti/),
    ]);
    expect(refused('f_from: {type: VARCHAR, en: F, references: chanel}')).toEqual([
      expect.stringMatching(/:2: columns\.f_from: references: unknown mart "chanel"\. Did you mean "?channel/),
    ]);
  });

  it('stand once, whatever the files are called', () => {
    const points = 'columns: {points: {type: INTEGER, en: Points}}';
    expect(problemsOf(() => contractWith({ 'number_month.yaml': points, 'number_month.yml': points }))).toEqual([
      expect.stringMatching(/^number_month\.yml:1: columns\.points: the contract has this column/),
    ]);
  });

  it('are few, and of marts that go on into what is built', () => {
    const many = Array.from({ length: mostOwnColumns + 1 }, (_, at) => `own_${at}: {type: INTEGER, en: Own ${at}}`);
    expect(refused(...many)).toEqual([
      expect.stringContaining(`expected at most ${mostOwnColumns}, found ${mostOwnColumns + 1}`),
    ]);
    expect(problemsOf(() => contractWith({ 'nubmer_month.yaml': 'columns: {}' }))).toEqual([
      expect.stringMatching(/expected number_month\.yaml or lead\.yaml, .*found "nubmer_month\.yaml"/),
    ]);
    expect(problemsOf(() => contractWith({ 'plan.yaml': 'columns: {price: {type: INTEGER, en: Price}}' }))).toHaveLength(1);
  });
});

describe('beside an own catalogue', () => {
  const definitionsOf = (files: Readonly<Record<string, object>>, ...lines: readonly string[]) => {
    const dir = folderWith(Object.fromEntries(Object.entries(files).map(([file, content]) => [file, stringify(content)])));
    return loadDefinitions({ sql: 'sql', catalogues: ['sql/catalogue', dir], warehouse: { dir: folderOf(ofNumbers(...lines)) } });
  };
  const name = 'contact_name: {type: VARCHAR, sensitivity: personal, en: Contact}';
  const dimension = (code: string, sql: string) => ({
    'dimensions/own.yaml': { dimensions: [{ code, en: 'Own', sql }] },
  });

  it('a dimension may show the column of its name, and no other is called so', () => {
    const level = 'club_level: {type: VARCHAR, en: Club}';
    const { catalogue } = definitionsOf(dimension('CLUB_LEVEL', 'club_level'), level);
    expect(catalogue.dimensions.get('CLUB_LEVEL')).toMatchObject({ needs: ['club_level'], names: { en: 'Own', zh: 'Own' } });
    expect(problemsOf(() => definitionsOf(dimension('CLUB_LEVEL', 'city'), level))).toEqual([
      expect.stringMatching(/^number_month\.yaml:2: columns\.club_level: this is what the dimension CLUB_LEVEL is called/),
    ]);
    expect(problemsOf(() => definitionsOf({}, 'account_manager: {type: VARCHAR, en: Manager}'))).toEqual([
      expect.stringContaining('the dimension ACCOUNT_MANAGER'),
    ]);
  });

  it('nothing is cut by a personal column, and no offer’s rule looks at one', () => {
    expect(problemsOf(() => definitionsOf(dimension('WHO', 'left(contact_name, 1)'), name))).toEqual([
      expect.stringMatching(/WHO: expected columns that are not personal, found contact_name/),
    ]);
    expect(problemsOf(() => definitionsOf(dimension('WHO', 'customer_id'), name))).toEqual([
      expect.stringMatching(/WHO: expected columns that are not personal, found customer_id/),
    ]);
    const { offers } = parse(readFileSync('sql/catalogue/offers/growth.yaml', 'utf8'), { merge: true });
    const looking = { ...offers[0], code: 'LOOKING', relevant: { when: "contact_name = 'A'", en: 'is A' } };
    expect(problemsOf(() => definitionsOf({ 'offers/own.yaml': { offers: [looking] } }, name))).toEqual([
      expect.stringMatching(/LOOKING: relevant\.when: expected columns that are not personal, found contact_name/),
    ]);
  });

  it('leads have theirs: counted, and cut by', () => {
    const dir = folderWith({
      'measures/own.yaml': stringify({
        measures: [
          {
            code: 'SHOP_LEADS',
            en: 'Of shops',
            kind: 'flow',
            unit: 'leads',
            higherIsBetter: true,
            mart: 'lead_state',
            count: 'shop_name IS NOT NULL',
          },
        ],
      }),
      'dimensions/own.yaml': stringify({ dimensions: [{ code: 'SHOP_NAME', en: 'Shop', sql: 'shop_name', facts: ['LEAD'] }] }),
    });
    const leads = { 'lead.yaml': 'columns: {shop_name: {type: VARCHAR, en: Shop}}' };
    const load = (files: Readonly<Record<string, string>>) =>
      loadDefinitions({ sql: 'sql', catalogues: ['sql/catalogue', dir], warehouse: { dir: folderOf(files) } });
    const { catalogue } = load(leads);
    expect(catalogue.dimensions.get('SHOP_NAME')?.needs).toEqual(['lead.shop_name']);
    expect([...catalogue.parts.values()].find(({ names }) => names.en === 'Of shops')?.needs).toEqual(['lead.shop_name']);
    const personal = { 'lead.yaml': leads['lead.yaml'].replace('en: Shop', 'sensitivity: personal, en: Shop') };
    expect(problemsOf(() => load(personal))).toEqual([
      expect.stringMatching(/SHOP_NAME: expected columns that are not personal/),
    ]);
  });

  it('an unknown column is named with those that are like it', () => {
    const measure = { code: 'POINTS', en: 'Points', kind: 'flow', unit: 'points', higherIsBetter: true, sum: 'loyalty_point' };
    expect(
      problemsOf(() =>
        definitionsOf({ 'measures/own.yaml': { measures: [measure] } }, 'loyalty_points: {type: INTEGER, en: Points}'),
      ),
    ).toEqual([expect.stringMatching(/unknown column "loyalty_point" .*loyalty_points/)]);
  });
});
