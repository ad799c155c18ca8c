import { describe, expect, test } from 'vitest';
import { overlaid, problemsOf } from './support.js';

const option = (rest: string) => `  - {description: {en: o, zh: o}, ${rest}}`;
const report = (...lines: readonly string[]) => ({
  'reports/r.yaml': ['code: R', 'en: r', 'zh: r', 'description: {en: r, zh: r}', ...lines, ''].join('\n'),
});
const measures = 'measures: [REVENUE, ARPU]';

describe('each mistake of a report is told with its file, its line and what was meant', () => {
  test.each<[string, readonly string[], string]>([
    ['an unknown measure', ['measures: [REVENU]'], '5: R: measures.0: unknown measure "REVENU". Did you mean REVENUE'],
    [
      'an unknown dimension',
      [measures, 'dimensions: [CITI]'],
      '6: R: dimensions.0: unknown dimension "CITI". Did you mean CITY?',
    ],
    ['time as a dimension', [measures, 'dimensions: [MONTH]'], '6: R: dimensions.0: unknown dimension "MONTH".'],
    ['a dimension twice', [measures, 'dimensions: [CITY, CITY]'], '6: R: dimensions: CITY is given twice'],
    ['no measure', ['dimensions: [CITY]'], '1: R: measures: '],
    [
      'an unknown field of the filter',
      [measures, 'where:', '  and:', '    - {citi: {eq: A}}'],
      '8: R: where.and[0].citi: unknown field "citi". Did you mean city?',
    ],
    ['a wrong comparison', [measures, 'where: {city: {gt: 1}}'], '6: R: where.city: '],
    ['an unknown option', [measures, 'dimensions: ["{{by}}"]'], '6: R: dimensions.0: unknown option "by".'],
    [
      'an option that is not used',
      [measures, 'options:', option('name: by, type: DIMENSION, default: CITY')],
      '7: R: the option "by" is not used: write "{{by}}" where its value belongs',
    ],
    [
      'a default that is none of the allowed',
      [measures, 'dimensions: ["{{by}}"]', 'options:', option('name: by, type: DIMENSION, default: PLAN, allowed: [CITY]')],
      '8: R: option by: expected one of CITY, found "PLAN".',
    ],
    [
      'an allowed value that is nothing',
      [
        measures,
        'dimensions: ["{{by}}"]',
        'options:',
        option('name: by, type: DIMENSION, default: CITY, allowed: [CITY, CUONTY]'),
      ],
      '8: R: option by: expected a dimension of the catalogue, found "CUONTY". Did you mean COUNTY?',
    ],
    [
      'an allowed value that does not fit beside the others',
      [
        measures,
        'dimensions: [CITY, "{{by}}"]',
        'options:',
        option('name: by, type: DIMENSION, default: PLAN, allowed: [PLAN, CITY]'),
      ],
      '6: R: dimensions: CITY is given twice',
    ],
    [
      'a value of another type',
      [measures, 'where: {revenue: {gt: "{{least}}"}}', 'options:', option('name: least, type: CODE, default: a, allowed: [a]')],
      '6: R: where.revenue.gt: ',
    ],
    ['a share of a ratio', [measures, 'dimensions: [CITY]', 'shares: [ARPU]'], '7: R: shares.0: ARPU is a ratio'],
    [
      'an order by a dimension that it has not',
      [measures, 'orderBy: [{dimension: CITY}]'],
      '6: R: orderBy.0.dimension: unknown dimension of the report\'s "CITY".',
    ],
    ['an order by nothing', [measures, 'orderBy: [{desc: true}]'], '6: R: orderBy.0: expected exactly one of measure'],
    [
      'a chart of a column that it has not',
      [measures, 'dimensions: [CITY]', 'chart: {kind: BAR, x: COUNTY, y: [REVENUE]}'],
      '7: R: chart.x: unknown column of the report\'s "COUNTY".',
    ],
    [
      'a chart that leaves a dimension out',
      [measures, 'dimensions: [CITY, PLAN_TIER]', 'chart: {kind: BAR, x: CITY, y: [REVENUE]}'],
      'R: chart: PLAN_TIER is on no side, so that several rows have one place; give it as x, series or facet',
    ],
    ['a misspelt key', [measures, 'dimension: [CITY]'], 'dimension'],
  ])('%s', (_, lines, problem) => {
    const problems = problemsOf(report(...lines));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('reports/r.yaml:');
    expect(problems[0]).toContain(problem);
  });
});

test('a report replaces one with its code, and leaves the generations and slices that there are', () => {
  const shipped = overlaid();
  const other = overlaid({
    'reports/mine.yaml': report(measures)['reports/r.yaml']!.replace('code: R', 'code: COMMUNITY'),
  });
  expect(other.reports.size).toBe(shipped.reports.size);
  expect(other.reports.get('COMMUNITY')!.names.en).toBe('r');
  expect(other.hash).toBe(shipped.hash);
});
