import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';

describe('SQL of the marts and the catalogue', () => {
  const files = ['marts', 'catalogue', 'warehouses'].flatMap((folder) =>
    readdirSync(join(sqlDirectory, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(sql|ya?ml)$/.test(name))
      .map((name) => join(sqlDirectory, folder, name)),
  );

  /** What is made a DECIMAL of money (two decimals; five digits are points of a score) and has a division in it. */
  const divided = (sql: string): readonly string[] =>
    [...sql.matchAll(/\bas\s+decimal\(\s*(\d+)\s*,\s*2\s*\)|::\s*decimal\(\s*(\d+)\s*,\s*2\s*\)|,\s*(\d+)\s*,\s*2\s*\)/gi)]
      .filter((match) => Number(match[1] ?? match[2] ?? match[3]) > 5)
      .map((match) => inner(sql, match.index))
      .filter((text) => / \/ |\bquotient\(/.test(text));

  /** The text before a cast's type, or an argument, up to the bracket that opens it. */
  function inner(sql: string, end: number): string {
    let depth = 0;
    for (let at = end - 1; at >= 0; at--) {
      if (sql[at] === ')') depth++;
      if (sql[at] === '(' && depth-- === 0) return sql.slice(at + 1, end);
      if (depth === 0 && sql[at] === ',' && sql.startsWith('::', end)) return sql.slice(at + 1, end);
    }
    return sql.slice(0, end);
  }

  test('the lint sees what it is for', () => {
    expect(divided('SELECT CAST(money_3m / 2 AS DECIMAL(18,2)) AS a')).toHaveLength(1);
    expect(divided('SELECT CAST((a + b)\n / nullif(n, 0) AS DECIMAL(12, 2)) AS a')).toHaveLength(1);
    expect(divided('SELECT (a / 2)::DECIMAL(18,2)')).toHaveLength(1);
    expect(divided('SELECT CAST(quotient(a, 2) AS DECIMAL(18,2)) AS a')).toHaveLength(1);
    expect(divided('SELECT decimal_of(1 + quotient(a, 2), 18, 2) AS a')).toHaveLength(1);
    expect(divided('SELECT a / 2 AS share, CAST(b AS DECIMAL(18,2)) AS b, CAST(x / 2 AS DECIMAL(5,2)) AS points')).toEqual([]);
    expect(
      divided('SELECT quotient(a, 2) AS share, decimal_of(b, 18, 2) AS b, decimal_of(quotient(x, 2), 5, 2) AS points'),
    ).toEqual([]);
  });

  test.each(files)('%s divides no money through DOUBLE', (file) => {
    const text = readFileSync(file, 'utf8').replaceAll(/--.*$/gm, '');
    expect(divided(text)).toEqual([]);
  });
});
