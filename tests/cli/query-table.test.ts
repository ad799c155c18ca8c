import { describe, expect, test } from 'vitest';
import { drawTable, tablesOf } from '../../src/cli/query-table.js';

describe('tablesOf', () => {
  test('an analysis: fields are columns, those of objects as well; totals are a table of their own', () => {
    const rows = [
      { city: 'HAILAN', revenue: 2.5, baseline: { revenue: 2 }, totalOf: [] },
      { city: 'MUHE', revenue: null, baseline: null, totalOf: [] },
    ];
    const totals = [{ revenue: 2.5, totalOf: ['CITY', 'PLAN'] }];
    expect(tablesOf({ analysis: { rowCount: 2, rows, totals } })).toEqual([
      {
        head: ['city', 'revenue', 'baseline.revenue', 'totalOf'],
        rows: [
          ['HAILAN', 2.5, 2, ''],
          ['MUHE', null, null, ''],
        ],
      },
      { head: ['revenue', 'totalOf'], rows: [[2.5, 'CITY, PLAN']] },
    ]);
  });

  test('a report: cells below the labels of its columns, or their names', () => {
    const rows = [{ cells: ['2026-10', 3, null] }];
    const columns = [{ label: 'Period' }, { name: 'revenue' }, {}];
    expect(tablesOf({ report: { columns, rows } })).toEqual([{ head: ['Period', 'revenue', '3'], rows: [['2026-10', 3, null]] }]);
    expect(tablesOf({ report: { rows } })).toBeNull();
  });

  test('a list of objects is a table; a list in a cell is its text', () => {
    expect(tablesOf({ trees: [{ code: 'A', tags: ['x', 'y'], parts: [{ n: 1 }] }] })).toEqual([
      { head: ['code', 'tags', 'parts'], rows: [['A', 'x, y', '[{"n":1}]']] },
    ]);
  });

  test.each([[{ me: { subject: 'x' } }], [{ a: [{ x: 1 }], b: [{ x: 1 }] }], [{ months: ['2026-10'] }], [{ me: null }], [null]])(
    '%j is no table',
    (data) => {
      expect(tablesOf(data)).toBeNull();
    },
  );
});

describe('drawn', () => {
  test('numbers stand to the right, with as many decimals in a column; what is not there is empty', () => {
    const rows = [
      ['海澜', 1234567, 12.5, 0.03125],
      ['b', null, -3, 1],
    ];
    expect(drawTable({ head: ['city', 'base', 'revenue', 'rate'], rows })).toBe(
      [
        '┌──────┬───────────┬─────────┬────────┐',
        '│ city │      base │ revenue │   rate │',
        '├──────┼───────────┼─────────┼────────┤',
        '│ 海澜 │ 1,234,567 │   12.50 │ 0.0313 │',
        '│ b    │           │   -3.00 │ 1.0000 │',
        '└──────┴───────────┴─────────┴────────┘',
        '',
      ].join('\n'),
    );
  });

  test('a text cannot steer the terminal', () => {
    const text = drawTable({ head: ['a\u001b[2J'], rows: [['x\u0007\r\ny\u009b31m']] });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('no rows', () => {
    expect(drawTable({ head: ['a'], rows: [] })).toBe('(no rows)\n');
  });
});
