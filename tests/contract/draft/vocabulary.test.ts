import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/contract.js';
import { loadVocabulary } from '../../../src/contract/draft/vocabulary.js';

const contract = loadContract('sql/contract');
const vocabulary = loadVocabulary('sql/warehouses/vocabulary.yaml');
const mart = contract.marts.get('number_month')!;
const scoreOf = (header: string, column: string): number =>
  vocabulary.nearest(header, vocabulary.namesOf(mart, mart.columns.get(column)!)).score;

test('it names columns, codes and marts of the contract, and nothing else', () => {
  const { columns, codes, marts } = vocabulary.file;
  const known = new Set(
    [...contract.marts.values()].flatMap(({ name, columns: own }) =>
      [...own.keys()].flatMap((column) => [column, `${name}.${column}`]),
    ),
  );
  expect([...Object.keys(columns), ...Object.keys(codes)].filter((name) => !known.has(name))).toEqual([]);
  expect(Object.keys(marts).filter((name) => !contract.marts.has(name))).toEqual([]);
  const codesOf = (name: string): readonly string[] =>
    [...contract.marts.values()].flatMap(({ name: of, columns: own }) =>
      [...own.values()].flatMap((column) => ([column.name, `${of}.${column.name}`].includes(name) ? (column.codes ?? []) : [])),
    );
  for (const [column, words] of Object.entries(codes))
    expect(Object.keys(words).filter((code) => !codesOf(column).includes(code))).toEqual([]);
});

describe('names', () => {
  test('however they are written', () => {
    for (const header of ['MonthlyCharges', 'monthly_charges', 'Monthly charges', 'MONTHLY CHARGES'.toLowerCase()])
      expect(scoreOf(header, 'revenue')).toBe(1);
    expect(scoreOf('手机号码', 'msisdn')).toBe(1);
    expect(scoreOf('入网时间', 'joined_on')).toBe(0.95);
    expect(scoreOf('本月出账收入（元）', 'revenue')).toBe(0.9);
    expect(scoreOf('是否宽带用户', 'has_broadband')).toBe(0.9);
  });

  test('what is merely alike is never as near as what is called so', () => {
    expect(scoreOf('居住地基站小区', 'home_cell_id')).toBeLessThanOrEqual(0.8);
    expect(scoreOf('居住地基站小区', 'home_cell_id')).toBeGreaterThan(0.55);
    expect(scoreOf('流量收入', 'data_gb')).toBeLessThan(0.9);
    expect(scoreOf('PaperlessBilling', 'revenue')).toBeLessThan(0.55);
  });

  test('a list of codes calls its columns after itself', () => {
    const city = contract.marts.get('city')!;
    const near = (header: string, column: string) =>
      vocabulary.nearest(header, vocabulary.namesOf(city, city.columns.get(column)!)).score;
    expect(near('地市名称', 'zh')).toBeGreaterThanOrEqual(0.9);
    expect(near('city_id', 'code')).toBeGreaterThanOrEqual(0.9);
    expect(near('区县名称', 'zh')).toBeLessThan(0.9);
  });
});

test('units of headers, in brackets or at their end', () => {
  expect(vocabulary.unitOf('出账收入(分)', 'CNY')).toEqual({ unit: '分', per: 100 });
  expect(vocabulary.unitOf('fee_yuan', 'CNY')).toEqual({ unit: 'yuan', per: 1 });
  expect(vocabulary.unitOf('总流量（MB）', 'GB')).toEqual({ unit: 'MB', per: 1024 });
  expect(vocabulary.unitOf('通话时长(分)', 'min')).toEqual({ unit: '分', per: 1 });
  expect(vocabulary.unitOf('总流量', 'GB')).toBeNull();
});

test('codes by their names; those of nobody are null', () => {
  const column = mart.columns.get('status')!;
  expect(
    ['在网', '停机', 'Active', 'PRE_CANCELLED', '欠费拆机', '2'].map((value) => vocabulary.codeOf(mart, column, value)),
  ).toEqual(['ACTIVE', 'SUSPENDED', 'ACTIVE', 'PRE_CANCELLED', 'CANCELLED', null]);
});

test('names of persons and their documents are personal', () => {
  expect(['客户姓名', '证件号码', 'Customer Name', 'e_mail', 'email'].map((name) => vocabulary.isPersonal(name))).toEqual([
    true,
    true,
    true,
    false,
    true,
  ]);
  expect(vocabulary.isPersonal('套餐编码')).toBe(false);
});
