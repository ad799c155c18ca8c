import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bigintAsText } from '../../src/lib/bigint.js';

import { hash64 } from '../../src/lib/hash64.js';
import { text } from '../../src/lib/quote.js';
import type { SqlDialect } from '../../src/warehouse/dialect.js';
import type { Row, Value, WarehouseEngine } from '../../src/warehouse/engine.js';
import { type ColumnTypes, jsonRows } from '../../src/warehouse/spelled.js';
import { statement } from '../../src/warehouse/statement.js';

/** Also those at which a year, a month or a week of another year ends. */
const day = fc.oneof(
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
  fc
    .tuple(fc.integer({ min: 1990, max: 2039 }), fc.constantFrom('01-01', '01-03', '01-31', '02-28', '03-31', '12-29', '12-31'))
    .map((parts) => parts.join('-')),
);
const plain = fc.string({ unit: fc.constantFrom('a', 'B', '.', '客', '🐦', "'", ' ', '0') });
const small = fc.integer({ min: -3, max: 9 });
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 4 });
const letters = fc.array(orNull(fc.constantFrom<string>('a', 'b', 'c')), { maxLength: 4 });

const known = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null) as T[];
const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

function plusMonths(date: string, months: number): string {
  const [year, month] = [Math.floor((monthNumber(date) + months) / 12), (monthNumber(date) + months) % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, month, Math.min(last, Number(date.slice(8)))));
  return at.toISOString().slice(0, 10);
}

/** The week of a year that has the day's Thursday. */
function isoWeek(date: string): string {
  const at = new Date(date);
  const thursday = new Date(at.getTime() + (3 - ((at.getUTCDay() + 6) % 7)) * 86_400_000);
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * 86_400_000));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** Half away from zero, of whole numbers. */
function share(fen: bigint, count: bigint): bigint | null {
  if (count === 0n) return null;
  const size = (2n * (fen < 0n ? -fen : fen) + count) / (2n * count);
  return fen < 0n ? -size : size;
}

/** So many units of the last of its decimals: -5n, 2 → "-0.05". */
function decimal(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** As texts are in order by their bytes. */
const byCodePoint = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

/** Each helper of a dialect against plain JavaScript; many cases in a statement, as each costs some engines a fifth of a second. */
export function dialectContract(name: string, open: () => Promise<WarehouseEngine>, dialect: SqlDialect): void {
  describe(`the dialect of ${name}`, () => {
    let engine: WarehouseEngine;
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine.close());

    const ask = async (columns: ColumnTypes, rows: readonly object[], sql: (from: string) => string): Promise<readonly Row[]> => {
      const from = `(${jsonRows('$1', { i: 'INTEGER', ...columns })}) AS t`;
      const json = JSON.stringify(
        rows.map((row, i) => ({ i, ...row })),
        bigintAsText,
      );
      return engine.run(statement('dialect', sql(from), [json]), { lane: 'slices' });
    };

    /** An expression over columns has for each row the value that JavaScript finds. */
    async function holds<T extends object>(
      columns: ColumnTypes,
      rows: fc.Arbitrary<T>,
      sql: string,
      expected: (row: T) => Value,
    ): Promise<void> {
      const lots = fc.array(rows, { minLength: 100, maxLength: 300, size: 'max' });
      await fc.assert(
        fc.asyncProperty(lots, async (lot) => {
          const found = await ask(columns, lot, (from) => `SELECT i, ${sql} AS v FROM ${from} ORDER BY i`);
          expect(found.map(({ v }) => v)).toEqual(lot.map(expected));
        }),
        { numRuns: 2, endOnFailure: true },
      );
    }

    /** An aggregate over the rows of each group `g` likewise. */
    async function gathers<T extends { readonly g: number }>(
      columns: ColumnTypes,
      rows: fc.Arbitrary<T>,
      sql: string,
      expected: (group: readonly T[]) => Value,
    ): Promise<void> {
      const lots = fc.array(rows, { minLength: 50, maxLength: 200, size: 'max' });
      await fc.assert(
        fc.asyncProperty(lots, async (lot) => {
          const found = await ask(
            { g: 'INTEGER', ...columns },
            lot,
            (from) => `SELECT g, ${sql} AS v FROM ${from} GROUP BY g ORDER BY g`,
          );
          const groups = [...new Set(lot.map(({ g }) => g))].sort((a, b) => a - b);
          expect(found).toEqual(groups.map((g) => ({ g, v: expected(lot.filter((row) => row.g === g)) })));
        }),
        { numRuns: 2, endOnFailure: true },
      );
    }

    test('hash64', () =>
      holds({ a: 'VARCHAR' }, fc.record({ a: plain }), `CAST(${dialect.hash64('a')} AS DECIMAL(20,0))`, ({ a }) => {
        const [low, high] = hash64(a);
        return String((BigInt(high) << 32n) + BigInt(low));
      }));

    test('hash64, as draws use it', () =>
      holds(
        { a: 'VARCHAR' },
        fc.record({ a: plain }),
        `CAST(${dialect.hash64("'salt:' || a")} % 1000000 AS INTEGER)`,
        ({ a }) => {
          const [low, high] = hash64(`salt:${a}`);
          return Number(((BigInt(high) << 32n) + BigInt(low)) % 1_000_000n);
        },
      ));

    test('monthOf', () =>
      holds({ d: 'DATE' }, fc.record({ d: orNull(day) }), dialect.monthOf('d'), ({ d }) => d?.slice(0, 7) ?? null));

    test('dayOf', () => holds({ d: 'DATE' }, fc.record({ d: orNull(day) }), dialect.dayOf('d'), ({ d }) => d));

    test('monthEnd', () =>
      holds({ d: 'DATE' }, fc.record({ d: day }), dialect.monthEnd('d'), ({ d }) => plusMonths(`${d.slice(0, 8)}31`, 0)));

    test('isoWeekOf', () => holds({ d: 'DATE' }, fc.record({ d: day }), dialect.isoWeekOf('d'), ({ d }) => isoWeek(d)));

    test('monthsBetween', () =>
      holds(
        { a: 'DATE', b: 'DATE' },
        fc.record({ a: day, b: day }),
        dialect.monthsBetween('a', 'b'),
        ({ a, b }) => monthNumber(b) - monthNumber(a),
      ));

    test('plusMonths', () =>
      holds(
        { d: 'DATE', n: 'INTEGER' },
        fc.record({ d: day, n: fc.integer({ min: -40, max: 40 }) }),
        dialect.plusMonths('d', 'n'),
        ({ d, n }) => plusMonths(d, n),
      ));

    const three = fc.record({ a: orNull(small), b: orNull(small), c: orNull(small) });
    const integers = { a: 'INTEGER', b: 'INTEGER', c: 'INTEGER' } as const;
    test('least', async () => {
      const least = (...of: readonly (number | null)[]) => (known(of).length > 0 ? Math.min(...known(of)) : null);
      await holds(integers, three, dialect.least('a', 'b'), ({ a, b }) => least(a, b));
      await holds(integers, three, dialect.least('a', 'b', 'c'), ({ a, b, c }) => least(a, b, c));
    });
    test('greatest', async () => {
      const greatest = (...of: readonly (number | null)[]) => (known(of).length > 0 ? Math.max(...known(of)) : null);
      await holds(integers, three, dialect.greatest('a', 'b'), ({ a, b }) => greatest(a, b));
      await holds(integers, three, dialect.greatest('a', 'b', 'c'), ({ a, b, c }) => greatest(a, b, c));
    });

    const lists = fc.record({ l: orNull(letters), o: orNull(letters), v: orNull(fc.constantFrom<string>('a', 'b', 'd')) });
    const listTypes = { l: ['VARCHAR'], o: ['VARCHAR'], v: 'VARCHAR' } as const;
    test('has', () =>
      holds(listTypes, lists, dialect.has('l', 'v'), ({ l, v }) => (l === null || v === null ? null : l.includes(v))));
    test('hasAny', () =>
      holds(listTypes, lists, dialect.hasAny('l', 'o'), ({ l, o }) =>
        l === null || o === null ? null : known(l).some((each) => o.includes(each)),
      ));

    test('at', () =>
      holds(
        { l: ['VARCHAR'], n: 'INTEGER' },
        fc.record({ l: orNull(letters), n: fc.integer({ min: 1, max: 6 }) }),
        dialect.at('l', 'n'),
        ({ l, n }) => l?.[n - 1] ?? null,
      ));

    test('cardinality', () =>
      holds(
        { l: ['VARCHAR'] },
        fc.record({ l: orNull(letters) }),
        `CAST(${dialect.cardinality('l')} AS INTEGER)`,
        ({ l }) => l?.length ?? null,
      ));

    test('texts', async () => {
      for (const values of [[], ["it's", '客户 🐦', '', 'a\\b']])
        expect(await engine.run(statement('texts', `SELECT ${dialect.texts(...values.map(text))} AS v`))).toEqual([
          { v: values },
        ]);
    });

    test('part', () =>
      holds(
        { a: 'VARCHAR', n: 'INTEGER' },
        fc.record({ a: orNull(plain), n: fc.integer({ min: 1, max: 5 }) }),
        dialect.part('a', "'.'", 'n'),
        ({ a, n }) => (a === null ? null : (a.split('.')[n - 1] ?? '')),
      ));

    test('latest', () => {
      // Nothing is said of two rows that are the latest: here there are none.
      const rows = fc.record({
        g: fc.integer({ min: 0, max: 9 }),
        v: orNull(plain),
        b: orNull(fc.bigInt({ min: 0n, max: 2n ** 60n })),
      });
      return gathers({ v: 'VARCHAR', b: 'BIGINT' }, rows, dialect.latest('v', 'b'), (group) => {
        const of = group.filter(({ b }) => b !== null).sort((one, other) => (one.b! < other.b! ? 1 : -1));
        return of[0]?.v ?? null;
      });
    });

    test('quantiles', () => {
      const shares = [0, 0.2, 0.333, 0.4, 0.5, 0.8, 1];
      const rows = fc.record({ g: fc.integer({ min: 0, max: 20 }), v: orNull(small) });
      return gathers({ v: 'INTEGER' }, rows, dialect.quantiles('v', ...shares.map(String)), (group) => {
        const sorted = known(group.map(({ v }) => v)).sort((one, other) => one - other);
        // In thousandths, as 0.2 × 5 would be more than 1.
        const place = (of: number) => Math.max(1, Math.ceil((Math.round(of * 1000) * sorted.length) / 1000));
        return sorted.length > 0 ? shares.map((of) => sorted[place(of) - 1]!) : null;
      });
    });

    test('quotient', async () => {
      const row = fc.record({ a: small, b: small, fen: fc.integer({ min: -(10 ** 12), max: 10 ** 12 }) });
      const rows = row.map(({ fen, ...each }) => ({ ...each, fen: (fen / 100).toFixed(2) }));
      const types = { a: 'INTEGER', b: 'INTEGER', fen: 'DECIMAL(18,2)' };
      await holds(types, rows, dialect.quotient('a', 'b'), ({ a, b }) => (b === 0 ? null : a / b));
      await holds(types, rows, dialect.quotient('fen', 'b'), ({ b, fen }) => (b === 0 ? null : Number(fen) / b));
    });

    test('mean', () => {
      const rows = fc.record({ g: fc.integer({ min: 0, max: 20 }), v: orNull(small) });
      return gathers({ v: 'DECIMAL(18,2)' }, rows, dialect.mean('v'), (group) => {
        const of = known(group.map(({ v }) => v));
        return of.length > 0 ? of.reduce((sum, v) => sum + v, 0) / of.length : null;
      });
    });

    test('shareOfFen', () => {
      const fen = fc.oneof(fc.bigInt({ min: -20n, max: 20n }), fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }));
      const row = fc.record({ fen, n: fc.bigInt({ min: 0n, max: 12n }) });
      return holds({ fen: 'BIGINT', n: 'BIGINT' }, row, dialect.shareOfFen('fen', 'n'), ({ fen, n }) => {
        const of = share(fen, n);
        return of !== null && Number.isSafeInteger(Number(of)) ? Number(of) : of;
      });
    });

    test('daysBetween', () =>
      holds(
        { a: 'DATE', b: 'DATE' },
        fc.record({ a: orNull(day), b: day }),
        `CAST(${dialect.daysBetween('a', 'b')} AS INTEGER)`,
        ({ a, b }) => (a === null ? null : (Date.parse(b) - Date.parse(a)) / 86_400_000),
      ));

    test('firstOf', () =>
      holds(
        { l: ['VARCHAR'], n: 'INTEGER' },
        fc.record({ l: orNull(letters), n: fc.integer({ min: 0, max: 6 }) }),
        dialect.firstOf('l', 'n'),
        ({ l, n }) => l?.slice(0, n) ?? null,
      ));

    test('firstParts', () =>
      holds(
        { a: 'VARCHAR', n: 'INTEGER' },
        fc.record({ a: orNull(plain), n: fc.integer({ min: 1, max: 5 }) }),
        dialect.firstParts('a', "'.'", 'n'),
        ({ a, n }) => a?.split('.').slice(0, n).join('.') ?? null,
      ));

    test('sumOfDifferent', () => {
      const weightOf = { a: 1, b: 20, d: 2 ** 40, e: null } as const;
      const rows = fc.record({ g: fc.integer({ min: 0, max: 40 }), v: orNull(fc.constantFrom('a', 'b', 'd', 'e')) });
      const weighed = rows.map(({ g, v }) => ({ g, v, w: v === null ? 7 : weightOf[v] }));
      const sum = `CAST(${dialect.sumOfDifferent('v', 'w')} AS BIGINT)`;
      return gathers({ v: 'VARCHAR', w: 'BIGINT' }, weighed, sum, (group) => {
        const of = known([...new Set(known(group.map(({ v }) => v)))].map((v) => weightOf[v]));
        return of.length > 0 ? of.reduce<number>((all, w) => all + w, 0) : null;
      });
    });

    test('jsonRows', async () => {
      const row = fc.record({
        text: orNull(plain),
        whole: orNull(fc.integer()),
        big: orNull(fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n })),
        ratio: orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0)),
        yes: orNull(fc.boolean()),
        day: orNull(day),
        shares: orNull(fc.array(orNull(fc.double({ min: -1, max: 1, noNaN: true }).map((each) => each + 0)), { maxLength: 3 })),
        'of Scene': orNull(letters),
      });
      const types = {
        text: 'VARCHAR',
        whole: 'INTEGER',
        big: 'BIGINT',
        ratio: 'DOUBLE',
        yes: 'BOOLEAN',
        day: 'DATE',
        shares: ['DOUBLE'],
        'of Scene': ['VARCHAR'],
      };
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 100, size: 'max' }), async (rows) => {
          expect(await ask(types, rows, (from) => `SELECT * FROM ${from} ORDER BY i`)).toEqual(
            rows.map((each, i) => ({ i, ...each })),
          );
        }),
        { numRuns: 3, endOnFailure: true },
      );
      expect(await ask({ text: 'VARCHAR' }, [], (from) => `SELECT * FROM ${from}`)).toEqual([]);
      expect(await ask({ text: 'VARCHAR', none: 'DOUBLE' }, [{ text: 'a' }], (from) => `SELECT none FROM ${from}`)).toEqual([
        { none: null },
      ]);
    });

    test('listOf', () => holds(integers, three, dialect.at(dialect.listOf('a', 'b', 'c'), '2'), ({ b }) => b));

    test('wholeQuotient', () => {
      const whole = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n });
      const row = fc.record({ a: fc.oneof(fc.bigInt({ min: -9n, max: 9n }), whole), b: fc.bigInt({ min: 1n, max: 7n }) });
      const types = { a: 'BIGINT', b: 'BIGINT' };
      return holds(types, row, dialect.wholeQuotient('a', 'b'), ({ a, b }) => Number(a / b));
    });

    test('moneyPer', async () => {
      const types = { a: 'DECIMAL(18,2)', n: 'INTEGER' };
      const fen = fc.oneof(fc.bigInt({ min: -9n, max: 9n }), fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }));
      const row = fc.record({ a: orNull(fen), n: orNull(fc.integer({ min: 0, max: 40 })) });
      const rows = row.map(({ a, n }) => ({ a: a === null ? null : decimal(a, 2), n, fen: a }));
      await holds(types, rows, dialect.moneyPer('a', 'n'), ({ fen, n }) => {
        const of = fen === null || n === null ? null : share(fen, BigInt(n));
        return of === null ? null : decimal(of, 2);
      });
    });

    test('cutRatio', async () => {
      const types = { a: 'DECIMAL(18,3)', b: 'DECIMAL(18,3)' };
      const few = fc.bigInt({ min: -2000n, max: 2000n });
      const thousandths = fc.oneof(few, fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }));
      const row = fc.record({ a: orNull(thousandths), b: orNull(few) });
      const rows = row.map(({ a, b }) => ({ a: a && decimal(a, 3), b: b && decimal(b, 3), of: a, by: b }));
      await holds(types, rows, dialect.cutRatio('a', 'b'), ({ of, by }) =>
        of === null || by === null || by === 0n ? null : Number((of * 1_000_000n) / by) / 1_000_000,
      );
      const falls = [5.04, 5.05, 7.56, 7.55, 3.15].map((x) => ({ a: x.toFixed(2), b: '18.90' }));
      const fallen = await ask(
        types,
        falls,
        (from) => `SELECT ${dialect.cutRatio('3 * a - b', 'b')} AS v FROM ${from} ORDER BY i`,
      );
      expect(fallen.map(({ v }) => v)).toEqual([-0.2, -0.198412, 0.2, 0.198412, -0.5]);
    });

    test('decimalOf', async () => {
      const value = fc.oneof(
        fc.integer({ min: -99_999, max: 99_999 }).map((thousandths) => thousandths / 1000),
        fc.double({ min: -999, max: 999, noNaN: true }),
      );
      const rounded = (v: number, decimals: number): string => {
        const units = BigInt(Math.round(Math.abs(v) * 10 ** decimals));
        return decimal(v < 0 ? -units : units, decimals);
      };
      const types = { v: 'DOUBLE' };
      const row = fc.record({ v: value });
      await holds(types, row, dialect.decimalOf('v', '5', '2'), ({ v }) => rounded(v, 2));
      await holds(types, row, dialect.decimalOf('v', '18', '6'), ({ v }) => rounded(v, 6));
      const ties = fc.record({ v: fc.integer({ min: -4000, max: 4000 }).map((eighths) => eighths / 8) });
      await holds(types, ties, dialect.decimalOf('v', '5', '2'), ({ v }) => rounded(v, 2));
    });

    test('concatenated', () => {
      const rows = fc.record({ g: fc.integer({ min: 0, max: 20 }), v: orNull(plain) });
      return gathers({ v: 'VARCHAR' }, rows, dialect.concatenated('v'), (group) => {
        const of = known(group.map(({ v }) => v));
        return of.length > 0 ? of.sort(byCodePoint).join('') : null;
      });
    });

    test('sumInOrder', () => {
      const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
      const rows = fc.record({ g: fc.integer({ min: 0, max: 5 }), v: orNull(value), o: fc.bigInt({ min: 0n, max: 2n ** 60n }) });
      return gathers({ v: 'DOUBLE', o: 'BIGINT' }, rows, dialect.sumInOrder('v', 'o'), (group) => {
        const sorted = [...group].sort((one, other) => (one.o < other.o ? -1 : 1));
        const of = known(sorted.map(({ v }) => v));
        return of.length > 0 ? of.reduce((sum, v) => sum + v, 0) : null;
      });
    });
  });
}
