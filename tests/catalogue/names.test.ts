import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inBothLanguages, namesOr } from '../../src/catalogue/names.js';
import { listYaml } from '../../src/catalogue/yaml.js';
import { overlaid } from './support.js';

describe('a name in one language', () => {
  test('is the other one’s, too, at any depth; two stay as they are, and what is no text stays out of it', () => {
    expect(
      inBothLanguages({
        en: 'a',
        rules: [
          { zh: '甲', when: 'x' },
          { en: 'b', zh: '乙' },
        ],
      }),
    ).toEqual({
      en: 'a',
      zh: 'a',
      rules: [
        { en: '甲', zh: '甲', when: 'x' },
        { en: 'b', zh: '乙' },
      ],
    });
    // A mart may have a column of this name.
    expect(inBothLanguages({ columns: { en: { type: 'VARCHAR' }, code: null } })).toEqual({
      columns: { en: { type: 'VARCHAR' }, code: null },
    });
  });

  test('holds for measures, their parts and texts, dimensions and their values, and thresholds of an own catalogue', () => {
    const { measures, parts, dimensions, thresholds } = overlaid({
      'measures/x.yaml': `
measures:
  - code: X
    zh: 甲
    kind: ratio
    unit: "%"
    higherIsBetter: null
    formula: some / NUMBERS
    parts: { some: { zh: 部分, count: on_books } }
    description: { en: of some }
`,
      'dimensions/x.yaml': 'dimensions: [{code: AN_X, en: An x, sql: gender, values: {MALE: {zh: 男}}}]',
      'thresholds.yaml': 'thresholds: {decline_drop: {value: 0.5, unit: share, zh: 跌幅}}',
    });
    expect(measures.get('X')).toMatchObject({ names: { en: '甲', zh: '甲' }, description: { en: 'of some', zh: 'of some' } });
    expect([...parts.values()].find(({ names }) => names.zh === '部分')?.names.en).toBe('部分');
    expect(dimensions.get('AN_X')).toMatchObject({
      names: { en: 'An x', zh: 'An x' },
      values: [{ code: 'MALE', names: { en: '男', zh: '男' } }],
    });
    expect(thresholds.get('decline_drop')?.names).toEqual({ en: '跌幅', zh: '跌幅' });
  });

  test('stands for a code of a list, which is called by itself where it has none', () => {
    expect(namesOr('P1', 'One', null)).toEqual({ en: 'One', zh: 'One' });
    expect(namesOr('P1', null, '一')).toEqual({ en: '一', zh: '一' });
    expect(namesOr('P1', null, null)).toEqual({ en: 'P1', zh: 'P1' });
  });
});

test('what is shipped says everything in both', () => {
  const lacking = (value: unknown, path: string): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { en, zh } = value as Record<string, unknown>;
    const own = [en, zh].filter((text) => typeof text === 'string').length === 1 ? [path] : [];
    return [...own, ...Object.entries(value).flatMap(([key, each]) => lacking(each, `${path}.${key}`))];
  };
  const files = ['sql/contract', 'sql/catalogue'].flatMap((dir) => listYaml(dir).map((name) => `${dir}/${name}`));
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap((file) => lacking(parse(readFileSync(file, 'utf8'), { merge: true }), file))).toEqual([]);
});
