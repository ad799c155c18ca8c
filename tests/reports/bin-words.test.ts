import { describe, expect, test } from 'vitest';
import { binWords } from '../../src/reports/bin-words.js';
import { camelCase, numberColumns } from '../../src/slices/columns.js';
import { catalogue, contract, derived } from '../marts/support.js';

const columns = numberColumns(contract, derived, 'BIGINT');
const known = { catalogue, labels: new Map(), numberColumns: columns };
const words = (column: string, least: number | null, below: number | null) =>
  binWords({ column, least, below, codes: null }, known);

describe.each(catalogue.warning.features.filter(({ type }) => type !== 'VARCHAR').map(({ name }) => name))('%s', (name) => {
  test('is said as people read it, in both languages, whatever its bounds', () => {
    for (const [least, below] of [
      [null, 1],
      [0, 1],
      [-0.028908, 0.000705],
      [0.5, 12345.6789],
      [1 / 3, null],
      [null, null],
    ] as const) {
      const { en, zh } = words(name, least, below);
      const [figure] = [...en.matchAll(/-?[\d,]*\.?\d+/g)];
      // No share, which nobody reads, no English in Chinese, and no digits that tell nothing.
      expect(en).not.toMatch(/share|probability|null|NaN|e-|-0(?![.\d])/);
      expect(zh.replace('GB', '')).not.toMatch(/[a-z]|比例|概率/i);
      expect((figure?.[0] ?? '').replace(/\D/g, '').replace(/^0+/, '').length).toBeLessThanOrEqual(5);
      const figuresOf = (text: string) => [...text.matchAll(/-?[\d,]*\.?\d+/g)].join();
      expect(figuresOf(zh)).toBe(figuresOf(en.replace(/ of \d+$/, '')));
      const { type, unit } = columns.get(camelCase(name))!;
      if (figure && type !== 'BOOLEAN' && unit)
        expect([/\d( of \d+|[^\d,]+)$/.test(en), /\d[^\d,]+$/.test(zh)]).toEqual([true, true]);
    }
  });
});

test('a change is said in per cent, with its sign, and money, months and volumes in their units', () => {
  const zhOf = (...bounds: Parameters<typeof words>) => words(...bounds).zh;
  expect(words('revenue_change', null, -0.028908)).toEqual({ en: '< -2.9 %', zh: '< -2.9%' });
  expect(words('data_change', -0.242004, -0.1271).en).toBe('≥ -24.2, < -12.7 %');
  expect(words('minutes_change', -0.0001, null)).toEqual({ en: '≥ 0 %', zh: '≥ 0%' });
  expect([words('months_on_net', 3, 11).en, zhOf('months_on_net', 3, 11)]).toEqual(['≥ 3, < 11 months', '≥ 3, < 11个月']);
  expect([words('revenue', 1234.5, null).en, zhOf('revenue', null, 58.3)]).toEqual(['≥ 1,235 CNY', '< 58.3元']);
  expect(words('data_gb', 6.122, 14.918).en).toBe('≥ 6.122, < 14.92 GB');
});

test('bounds that would read alike are told with all their digits', () => {
  expect(words('revenue_change', -0.02913, -0.028908).en).toBe('≥ -2.913, < -2.8908 %');
  expect(words('revenue', 1234.5, 1234.6).en).toBe('≥ 1234.5, < 1234.6 CNY');
});

test('codes by their labels, yes and no, and what is not known', () => {
  const codes = binWords({ column: 'status', least: null, below: null, codes: ['SUSPENDED', 'ACTIVE'] }, known);
  expect(codes).toEqual({ en: 'Suspended, Active', zh: '停机、正常' });
  expect([words('has_broadband', null, 1), words('has_broadband', 1, null)].map(({ zh }) => zh)).toEqual(['否', '是']);
  expect(words('age', null, null)).toEqual({ en: 'unknown', zh: '未知' });
});
