import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { notPortableIn } from '../../src/figures/not-portable-in.js';

const own = mkdtempSync(join(tmpdir(), 'martlet-catalogue-'));
afterAll(() => rmSync(own, { recursive: true }));

function write(name: string, ...lines: readonly string[]): void {
  mkdirSync(join(own, name, '..'), { recursive: true });
  writeFileSync(join(own, name), `${lines.join('\n')}\n`);
}

test('the shipped catalogue means the same on every engine', () => {
  expect(notPortableIn([join(sqlDirectory, 'catalogue')])).toEqual([]);
});

test('an operator’s own SQL is told with file, line, place and what to write instead; names and formulas are no SQL', () => {
  write(
    'measures/mine.yaml',
    'measures:',
    '  - code: A',
    '    en: Revenue / number [CNY]',
    '    sum: revenue / 2',
    '    absentWhere: {NOT_PROVIDED: revenue IS NOT TRUE}',
    '  - code: B',
    '    formula: A / NUMBERS',
    '    parts:',
    '      late: {count: "len(tags) > 1"}',
  );
  write(
    'dimensions/mine.yaml',
    'dimensions:',
    '  - code: C',
    '    sql: |',
    '      CASE',
    "        WHEN strftime(joined_on, '%Y') > '2020' THEN 'NEW'",
    '      END',
  );
  write('trees/mine.yaml', 'children:', '  - {code: D, when: age::INTEGER > 3}', '  - {code: E}');
  write('offers/mine.yaml', 'offers:', '  - code: F', '    eligible: {when: "list_contains(value_groups, \'X\')"}');
  const told = notPortableIn([own]).map(({ file, line, message }) => `${file}:${line}: ${message}`);
  expect(told).toEqual([
    expect.stringMatching(/^dimensions\/mine\.yaml:5: dimensions\.0\.sql: "strftime\(" is .*: write month_of\(date\)/),
    expect.stringMatching(/^measures\/mine\.yaml:4: measures\.0\.sum: "\/" is .*: write quotient\(a, b\)/),
    expect.stringMatching(/^measures\/mine\.yaml:5: measures\.0\.absentWhere\.NOT_PROVIDED: "IS NOT TRUE" is .*coalesce/),
    expect.stringMatching(/^measures\/mine\.yaml:9: measures\.1\.parts\.late\.count: "len\(" is .*cardinality/),
    expect.stringMatching(/^offers\/mine\.yaml:3: offers\.0\.eligible\.when: "list_contains\(" is .*has\(list, value\)/),
    expect.stringMatching(/^trees\/mine\.yaml:2: children\.0\.when: "::" is .*CAST/),
  ]);
});
