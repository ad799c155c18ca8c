import { ident, text, texts } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Extract } from './extracts.js';
import { dateFormats, type Form, monthFormat, numberForm, phonePicture } from './form.js';
import type { Vocabulary } from './vocabulary.js';

/** What is in a column of an extract. */
export interface ColumnProfile {
  readonly name: string;
  /** The engine's type: text in a CSV. */
  readonly type: string;
  /** SQL of the value as text, without what stands there for nothing. */
  readonly value: string;
  readonly rows: number;
  readonly filled: number;
  /** Different values; of many rows about. */
  readonly distinct: number;
  /** All of them with their rows, most first, where they are few. */
  readonly values: readonly { readonly value: string; readonly rows: number }[] | null;
  readonly samples: readonly string[];
  readonly form: Form;
  /** Of numbers. */
  readonly median: number | null;
}

/** Columns with more different values are no codes. */
const mostCodes = 60;
/** Forms are told by so many rows; counts and codes are of all. */
const sampleRows = 100_000;

/** Looks at every column of an extract. The builder's variable `data` says where its files are. */
export async function profilesOf(builder: Builder, extract: Extract, vocabulary: Vocabulary): Promise<ColumnProfile[]> {
  await builder.execute(
    `CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM ${extract.relation} USING SAMPLE reservoir(${sampleRows} ROWS) REPEATABLE (1)`,
  );
  const names = [...extract.columns.keys()];
  const values = await Promise.all(names.map((name) => cleaned(builder, name, extract.columns.get(name)!, vocabulary)));
  const [size] = await builder.query(`SELECT count(*) AS n FROM sampled`);
  const isAll = Number(size?.n) < sampleRows;
  const counts = values.map(
    (value, at) =>
      `count(${value}) AS filled_${at}, ${isAll ? `count(DISTINCT ${value})` : `approx_count_distinct(${value})`} AS distinct_${at}`,
  );
  const [all] = await builder.query(`SELECT count(*) AS n, ${counts.join(', ')} FROM ${extract.relation}`);
  const codes = await codesOf(
    builder,
    extract,
    values.map((value, at) => (Number(all![`distinct_${at}`]) <= mostCodes ? value : 'NULL')),
  );
  const profiles: ColumnProfile[] = [];
  for (const [at, name] of names.entries()) {
    const type = extract.columns.get(name)!;
    const form: Form = /^(DATE|TIMESTAMP)/.test(type)
      ? { kind: 'date', formats: [], isSure: true }
      : await formOf(builder, values[at]!, extract.hasCommas);
    profiles.push({
      name,
      type,
      value: values[at]!,
      rows: Number(all!.n),
      filled: Number(all![`filled_${at}`]),
      distinct: Number(all![`distinct_${at}`]),
      values: codes[at]!,
      samples: await samplesOf(builder, values[at]!),
      form,
      median: form.kind === 'number' ? await medianOf(builder, values[at]!, form) : null,
    });
  }
  return profiles;
}

/** The values of each column with their rows, all in one pass over the files. */
async function codesOf(builder: Builder, extract: Extract, values: readonly string[]): Promise<ColumnProfile['values'][]> {
  const counted = values.map((value, at) => `CAST(to_json(histogram(${value})) AS VARCHAR) AS codes_${at}`);
  const [row] = await builder.query(`SELECT ${counted.join(', ')} FROM ${extract.relation}`);
  return values.map((_, at) => {
    const found = Object.entries(JSON.parse(String(row![`codes_${at}`] ?? '{}')) as Record<string, number>);
    const sorted = found.map(([value, rows]) => ({ value, rows })).sort((a, b) => b.rows - a.rows);
    return sorted.length > 0 && sorted.length <= mostCodes ? sorted : null;
  });
}

async function samplesOf(builder: Builder, value: string): Promise<readonly string[]> {
  const rows = await builder.query(
    `SELECT DISTINCT ${value} AS value FROM (FROM sampled LIMIT 2000) WHERE ${value} IS NOT NULL ORDER BY 1 LIMIT 3`,
  );
  return rows.map((row) => String(row.value));
}

/** The value as text: without blanks and words for nothing where there are any, and without the ".0" that pandas gives integers. */
async function cleaned(builder: Builder, name: string, type: string, vocabulary: Vocabulary): Promise<string> {
  const column = type === 'VARCHAR' ? ident(name) : `CAST(${ident(name)} AS VARCHAR)`;
  const nothing = texts(vocabulary.file.null);
  const [row] = await builder.query(
    `SELECT coalesce(bool_or(${column} <> trim(${column})), false) AS blanks,
      coalesce(list(DISTINCT trim(${column})) FILTER (lower(trim(${column})) IN (SELECT unnest(${nothing}))), []) AS words,
      coalesce(bool_and(regexp_full_match(trim(${column}), '-?[0-9]+\\.0')) FILTER (contains(${column}, '.')), false)
        AND coalesce(bool_and(regexp_full_match(trim(${column}), '-?[0-9]+(\\.0)?')) FILTER (trim(${column}) <> ''), false) AS zeros
     FROM sampled`,
  );
  const words = (row!.words as readonly string[]).filter((word) => word !== '');
  const trimmed = row!.blanks ? `nullif(trim(${column}), '')` : column;
  const told = words.reduce((sql, word) => `nullif(${sql}, ${text(word)})`, trimmed);
  return row!.zeros ? `regexp_replace(${told}, '\\.0$', '')` : told;
}

async function formOf(builder: Builder, value: string, hasCommas: boolean): Promise<Form> {
  const count = async (wanted: string): Promise<number> => {
    const [row] = await builder.query(
      `SELECT count(*) AS n FROM (SELECT ${value} AS v FROM sampled) WHERE v IS NOT NULL AND ${wanted}`,
    );
    return Number(row?.n);
  };
  const rows = await builder.query(
    `SELECT DISTINCT regexp_replace(${value}, '[0-9]', '9', 'g') AS picture FROM sampled WHERE ${value} IS NOT NULL LIMIT 1000`,
  );
  const pictures = rows.map(({ picture }) => String(picture));
  const all = (pattern: RegExp): boolean => pictures.length > 0 && pictures.every((picture) => pattern.test(picture));
  const formats = pictures.map(dateFormats);
  if (formats.length > 0 && formats.every((each) => each.length > 0)) {
    // Day and month may stand in either order: by that in which all are days.
    for (const order of [0, 1]) {
      const chosen = [...new Set(formats.map((each) => each[order] ?? each[0]!))];
      if ((await count(outside(chosen))) > 0) continue;
      const other = [...new Set(formats.map((each) => each[1] ?? each[0]!))];
      const isSure =
        order === 1 ||
        formats.every((each) => each.length === 1) ||
        (await count(`try_strptime(v, ${texts(other)}) IS NULL`)) > 0;
      return { kind: 'date', formats: chosen, isSure };
    }
  }
  const months = [...new Set(pictures.map(monthFormat))].filter((format) => format !== undefined);
  if (pictures.length > 0 && pictures.every(monthFormat) && (await count(outside(months))) === 0)
    return { kind: 'month', formats: months };
  const phone = "NOT regexp_full_match(regexp_replace(v, '[- ]', '', 'g'), '(\\+|00)?(86)?1[3-9][0-9]{9}')";
  if (all(phonePicture) && (await count(phone)) === 0) return { kind: 'phone' };
  return (pictures.length > 0 && numberForm(pictures, hasCommas)) || { kind: 'text' };
}

/** SQL of who is no day in these formats that anybody means. */
const outside = (formats: readonly string[]): string =>
  `(try_strptime(v, ${texts(formats)}) IS NULL OR year(try_strptime(v, ${texts(formats)})) NOT BETWEEN 1900 AND 2100)`;

/** SQL of a number's text as the engine reads it. */
export const plainNumber = (value: string, { decimal, strips }: Form & { kind: 'number' }): string => {
  const bare = strips.reduce((sql, sign) => `replace(${sql}, ${text(sign)}, '')`, value);
  return decimal === ',' ? `replace(${bare}, ',', '.')` : bare;
};

async function medianOf(builder: Builder, value: string, form: Form & { kind: 'number' }): Promise<number | null> {
  const [row] = await builder.query(
    `SELECT median(TRY_CAST(${plainNumber(value, form)} AS DOUBLE)) FILTER (TRY_CAST(${plainNumber(value, form)} AS DOUBLE) > 0) AS m FROM sampled`,
  );
  return row?.m === null || row?.m === undefined ? null : Number(row.m);
}
