import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';

let builder: Builder;
beforeAll(async () => {
  builder = await openBuilder();
});
afterAll(() => builder.close());

/** One value a row, in the rows' order. */
async function each(expression: string, rows: readonly string[]): Promise<readonly unknown[]> {
  const values = rows.map((row, at) => `(${at}, ${row})`).join(', ');
  const found = await builder.query(`SELECT ${expression} AS x FROM (VALUES ${values}) AS t (place, a, b) ORDER BY place`);
  return found.map(({ x }) => x);
}

/** Fen as CNY: -5 → "-0.05". */
const money = (fen: bigint): string => {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

describe('money_per', () => {
  test.each([
    ['34.37', 2, '17.19'],
    ['2.01', 2, '1.01'],
    ['0.05', 2, '0.03'],
    ['-0.05', 2, '-0.03'],
    ['0.04', 3, '0.01'],
    ['0.05', 3, '0.02'],
    ['0.00', 7, '0.00'],
    ['999999999999.99', 2, '500000000000.00'],
  ])('%s / %i = %s', async (amount, n, expected) => {
    expect(await each('money_per(a, b)', [`${amount}::DECIMAL(18,2), ${n}`])).toEqual([expected]);
  });

  test('nothing divided, or by nothing, is null', async () => {
    expect(await each('money_per(a, b)', ['1::DECIMAL(18,2), 0', 'NULL, 3', '1, NULL'])).toEqual([null, null, null]);
  });

  test('half away from zero for any amount and count, as whole numbers say', async () => {
    const pairs = fc.sample(fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 40n)), 500);
    const found = await each(
      'money_per(a, b)',
      pairs.map(([fen, n]) => `${money(fen)}::DECIMAL(18,2), ${n}`),
    );
    const byHand = pairs.map(([fen, n]) => {
      const [size, rest] = [(fen < 0n ? -fen : fen) / n, (fen < 0n ? -fen : fen) % n];
      const nearest = 2n * rest >= n ? size + 1n : size;
      return money(fen < 0n ? -nearest : nearest);
    });
    expect(found).toEqual(byHand);
  });
});

describe('cut_ratio', () => {
  test('a ratio stands where it is, and what falls short of it does not', async () => {
    const change = 'cut_ratio(3 * a - b, b)';
    // 5.04 against a mean of 6.30, and a fen more
    expect(await each(change, ['5.04, 18.90', '5.05, 18.90', '7.56, 18.90', '7.55, 18.90'])).toEqual([
      -0.2, -0.198412, 0.2, 0.198412,
    ]);
    // a hair short of it: a million to one, in both directions
    expect(await each(change, ['80000000.01, 300000000', '119999999.99, 300000000'])).toEqual([-0.199999, 0.199999]);
    expect(await each('cut_ratio(a, b)', ['1, 0', 'NULL, 1', '1, 3', '-2, 3'])).toEqual([null, null, 0.333333, -0.666666]);
  });

  test('at most −t, or at least t, just where 3 x is at most (1 − t), or at least (1 + t), of the sum', async () => {
    const pairs = fc.sample(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 9000 })), 1000);
    const rows = pairs.map(([x, sum]) => `${(x / 100).toFixed(2)}, ${(sum / 100).toFixed(2)}`);
    for (const percent of [20, 30, 50, 12]) {
      const found = await each(
        `[cut_ratio(3 * a - b, b) <= -${percent / 100}, cut_ratio(3 * a - b, b) >= ${percent / 100}]`,
        rows,
      );
      const byHand = pairs.map(([x, sum]) => [300 * x <= (100 - percent) * sum, 300 * x >= (100 + percent) * sum]);
      expect(found).toEqual(byHand);
    }
  });
});

describe('SQL of the marts and the catalogue', () => {
  const files = ['marts', 'catalogue', 'warehouses'].flatMap((folder) =>
    readdirSync(join(sqlDirectory, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(sql|ya?ml)$/.test(name))
      .map((name) => join(sqlDirectory, folder, name)),
  );

  /** What is cast to a DECIMAL of money (two decimals; five digits are points of a score) and has a division in it. */
  const divided = (sql: string): readonly string[] =>
    [...sql.matchAll(/\bas\s+decimal\(\s*(\d+)\s*,\s*2\s*\)|::\s*decimal\(\s*(\d+)\s*,\s*2\s*\)/gi)]
      .filter((match) => Number(match[1] ?? match[2]) > 5)
      .map((match) => inner(sql, match.index))
      .filter((text) => / \/ /.test(text));

  /** The text before a cast's type up to the bracket that opens it. */
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
    expect(divided('SELECT a / 2 AS share, CAST(b AS DECIMAL(18,2)) AS b, CAST(x / 2 AS DECIMAL(5,2)) AS points')).toEqual([]);
  });

  test.each(files)('%s divides no money through DOUBLE', (file) => {
    const text = readFileSync(file, 'utf8').replaceAll(/--.*$/gm, '');
    expect(divided(text)).toEqual([]);
  });
});
