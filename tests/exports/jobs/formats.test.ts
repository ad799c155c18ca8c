import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csv } from '../../../src/lib/csv.js';
import { openDuckdb } from '../../../src/warehouse/duckdb.js';
import type { ExportFormat, ExportTarget, WarehouseEngine } from '../../../src/warehouse/engine.js';
import { statement } from '../../../src/warehouse/statement.js';
import { parseCsv } from '../../support/csv.js';

let home: string;
let dir: string;
let engine: WarehouseEngine;
let count = 0;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'martlet-formats-'));
  dir = join(home, 'exports');
  for (const made of [dir, join(home, 'marts')]) mkdirSync(made);
  engine = await openDuckdb({ exportDirectories: [dir], allowedDirectories: [join(home, 'marts')], threads: 2 });
});
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true });
});

async function exported(sql: string, format: ExportFormat, target: Partial<ExportTarget> = {}, parameters: string[] = []) {
  const path = join(dir, `${count++}.${format}`);
  const { rows } = await engine.export(statement('test', sql, parameters), { path, format, ...target }, { lane: 'exports' });
  return { path, rows, text: () => readFileSync(path, 'utf8') };
}
const rowsOf = (sql: string) => engine.run(statement('test', sql));

const values = `select * from (values
  (1, 12.50::decimal(12,2), 'plain', true, date '2026-10-31', 0.1::double),
  (2, -0.05, 'a,"b"', false, null, 'nan'::double),
  (3, null, '=1+1', null, null, '-infinity'::double),
  (4, -7, '', true, null, 1e300),
  (5, 0, null, true, null, -1.5),
  (6, 0, '＝客户', true, null, null),
  (7, 0, E'two\\nlines', true, null, null),
  (8, 0, E'\\tx', true, null, null),
  (9, 0, '''-', true, null, null)
) t(i, fee, name, flag, day, ratio)`;

describe('CSV', () => {
  test('whole numbers are plain, whatever their type; others keep all their digits', async () => {
    const whole = ['118', '-3', '0', '9007199254740991'];
    const others = ['0.1', '1e300', '9007199254740994', '5e-324'];
    const doubles = [...whole, '-0e0', ...others, "'nan'", "'inf'"].map((each) => `cast(${each} as double)`);
    const { text } = await exported(`select unnest([${doubles.join(', ')}]) as d, 7.5 as money`, 'csv', { ordered: true });
    const cells = parseCsv(text()).map(([cell]) => cell);
    expect(cells.slice(1, 6)).toEqual([...whole, '0']);
    expect(cells.slice(6, 10).map(Number)).toEqual(others.map(Number));
    expect(cells.slice(10)).toEqual(['', '']);
  });

  test('letter by letter: RFC 4180, null and empty text apart, plain numbers, no formulas', async () => {
    const { text, rows } = await exported(values, 'csv', { ordered: true });
    expect(rows).toBe(9);
    expect(text()).toBe(
      [
        'i,fee,name,flag,day,ratio',
        '1,12.50,plain,true,2026-10-31,0.1',
        '2,-0.05,"a,""b""",false,,',
        "3,,'=1+1,,,",
        '4,-7.00,"",true,,1e+300',
        '5,0.00,,true,,-1.5',
        "6,0.00,'＝客户,true,,",
        '7,0.00,"two\nlines",true,,',
        "8,0.00,'\tx,true,,",
        "9,0.00,'-,true,,",
        '',
      ].join('\r\n'),
    );
  });

  test('with a byte order mark only where it is asked for, and only once', async () => {
    const sql = "select range as i, '客户' as name from range(200000)";
    const marked = (await exported(sql, 'csv', { bom: true })).text();
    expect(marked.startsWith('\uFEFFi,name\r\n')).toBe(true);
    expect(marked.lastIndexOf('\uFEFF')).toBe(0);
    expect((await exported(sql, 'csv')).text().startsWith('i,name\r\n')).toBe(true);
    expect((await exported('select 1 as i where false', 'csv', { bom: true })).text()).toBe('\uFEFFi\r\n');
  });

  test('any text comes back, with an apostrophe before what would be a formula', async () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '"', ',', "'", '客', '🙂', ' '),
        fc.string(),
      ),
      { maxLength: 6 },
    );
    const texts = fc.array(
      hostile.map((parts) => Buffer.from(parts.join('').replaceAll('\0', '')).toString()),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const sql =
          'select i, t from (select unnest(from_json($1, \'["VARCHAR"]\')) as t, generate_subscripts(from_json($1, \'["VARCHAR"]\'), 1) as i)';
        const { text } = await exported(sql, 'csv', { ordered: true }, [JSON.stringify(given)]);
        const safe = given.map((each) => (/^[=+\-@＝＋－＠\t\r]/.test(each) ? `'${each}` : each));
        expect(parseCsv(text())).toEqual([['i', 't'], ...safe.map((each, index) => [String(index + 1), each])]);
        // The reports' own writer agrees on what is a formula.
        expect(parseCsv(csv(given.map((each) => [each])))).toEqual(safe.map((each) => [each]));
      }),
      { numRuns: 60 },
    );
  });

  test('codes of an ENUM are text, lists are one field', async () => {
    const sql =
      "select '=a'::enum ('=a', 'b') as code, ['=x', 'y'] as list, ['=x']::enum ('=x')[] as codes, null::varchar[] as none";
    expect((await exported(sql, 'csv')).text()).toBe(`code,list,codes,none\r\n'=a,"['=x', y]",['=x'],\r\n`);
  });

  test('is read back by DuckDB as it was', async () => {
    const { path } = await exported(values, 'csv', { ordered: true });
    const types =
      "{'i': 'INTEGER', 'fee': 'DECIMAL(12,2)', 'name': 'VARCHAR', 'flag': 'BOOLEAN', 'day': 'DATE', 'ratio': 'DOUBLE'}";
    const back = `select * replace (case when i in (3, 6, 8) then name[2:] else name end as name)
      from read_csv('${path}', columns = ${types}, header = true, quote = '"', escape = '"', allow_quoted_nulls = false)`;
    expect(await rowsOf(`${back} order by i`)).toEqual(await rowsOf(`${values} order by i`));
  });
});

test('NDJSON: an object a line, decimals with all their digits, no NaN', async () => {
  const { text } = await exported(
    `${values.replaceAll('12.50::decimal(12,2)', '1234567890123456.70::decimal(18,2)')} `,
    'ndjson',
    {
      ordered: true,
    },
  );
  const lines = text().split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.slice(0, 3)).toEqual([
    '{"i":1,"fee":1234567890123456.70,"name":"plain","flag":true,"day":"2026-10-31","ratio":0.1}',
    '{"i":2,"fee":-0.05,"name":"a,\\"b\\"","flag":false,"day":null,"ratio":null}',
    '{"i":3,"fee":null,"name":"=1+1","flag":null,"day":null,"ratio":null}',
  ]);
});

test('Parquet: types, all values but NaN and infinity, row groups that fit in memory', async () => {
  const { path } = await exported(values, 'parquet', { ordered: true });
  expect(await rowsOf(`from read_parquet('${path}') order by i`)).toEqual(await rowsOf(`${values} order by i`));
  expect(await engine.describe(statement('test', `from read_parquet('${path}')`))).toEqual([
    { name: 'i', type: 'INTEGER' },
    { name: 'fee', type: 'DECIMAL(12,2)' },
    { name: 'name', type: 'VARCHAR' },
    { name: 'flag', type: 'BOOLEAN' },
    { name: 'day', type: 'DATE' },
    { name: 'ratio', type: 'DOUBLE' },
  ]);
  expect(await rowsOf(`select i from read_parquet('${path}') where not isfinite(ratio)`)).toEqual([]);
  const many = await exported('select range as i from range(300000)', 'parquet');
  const [group] = await rowsOf(
    `select max(row_group_num_rows) as most, any_value(compression) as compression from parquet_metadata('${many.path}')`,
  );
  expect(group).toEqual({ most: expect.any(Number), compression: 'ZSTD' });
  expect(group!.most).toBeLessThanOrEqual(61_440);
});

test.each(['parquet', 'csv', 'ndjson'] as const)(
  '%s: ordered rows are in order, unordered ones are all there',
  async (format) => {
    const sql = 'select hash(range) as h from range(1000000) order by h';
    const read = { parquet: 'read_parquet', csv: 'read_csv', ndjson: 'read_json' }[format];
    const { path } = await exported(sql, format, { ordered: true });
    const type = { parquet: '', csv: ", columns = {'h': 'UBIGINT'}, header = true", ndjson: ", columns = {'h': 'UBIGINT'}" }[
      format
    ];
    const back = (file: string) => `${read}('${file}'${type})`;
    const steps = `select h, lag(h) over (rows between 1 preceding and current row) as before from ${back(path)}`;
    expect(await rowsOf(`select count(*) as n from (${steps}) where before > h`)).toEqual([{ n: 0 }]);
    const loose = await exported('select hash(range) as h from range(1000000)', format);
    expect(await rowsOf(`select count(distinct h) as n from ${back(loose.path)}`)).toEqual([{ n: 1_000_000 }]);
  },
);

test('only into the directory for exports: not beside it, not below it, not where the marts are', async () => {
  for (const path of [join(home, 'marts/x.csv'), join(dir, 'below/x.csv'), `${dir}/../x.csv`, '/tmp/martlet-elsewhere.csv'])
    await expect(engine.export(statement('test', 'select 1 as i'), { path, format: 'csv' })).rejects.toThrow(
      'Expected a file directly in',
    );
  expect(readdirSync(join(home, 'marts'))).toEqual([]);
  const none = await openDuckdb();
  await expect(none.export(statement('test', 'select 1 as i'), { path: join(dir, 'x.csv'), format: 'csv' })).rejects.toThrow();
  await none.close();
});

test('a session may count its progress and set nothing else', async () => {
  const [setting] = await rowsOf("select value from duckdb_settings() where name = 'allowed_configs'");
  expect(String(setting!.value).slice(1, -1).split(', ').sort()).toEqual(['enable_progress_bar', 'enable_progress_bar_print']);
});

test('Parquet says of itself what it is told to, letter by letter; the other formats have no place for it', async () => {
  const metadata = { 'martlet.words': `it's "all" of 全部号码 ')--`, 'martlet.columns': '{"a":{"unit":"CNY"}}' };
  const { path } = await exported('select 1 as a', 'parquet', { metadata });
  const told = await rowsOf(`select decode(key) as key, decode(value) as value from parquet_kv_metadata('${path}')`);
  expect(Object.fromEntries(told.map(({ key, value }) => [key, value]))).toEqual(metadata);
  expect((await exported('select 1 as a', 'csv', { metadata })).text()).toBe('a\r\n1\r\n');
});
