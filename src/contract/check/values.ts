import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { engineType, mayOverflow } from '../engine-type.js';
import { counted, engineText, type Problem } from '../problem.js';
import type { FoundMart, Survey } from '../read/found.js';
import { mappingFaults } from '../read/mapping-faults.js';

/** Values of wider DECIMAL columns that are too big for the contract's type. */
export async function overflows(builder: Builder, found: FoundMart, survey: Survey): Promise<Problem[]> {
  const wide = [...found.columns].flatMap(([name, { types, usable }]) => {
    const expected = engineType(found.mart.columns.get(name)!.type, survey.idType);
    return usable && types.some((type) => mayOverflow(expected, type)) ? [{ name, expected }] : [];
  });
  if (wide.length === 0) return [];
  const counts = wide.map(
    ({ name, expected }, at) => `count(${ident(name)}) - count(TRY_CAST(${ident(name)} AS ${expected})) AS n_${at}`,
  );
  const [row] = await builder.query(`SELECT ${counts.join(', ')} FROM ${found.relation}`);
  return wide.flatMap(({ name, expected }, at): Problem[] => {
    const count = Number(row?.[`n_${at}`]);
    const message = `${found.mart.name}.${name}: expected values that fit ${expected}, found ${counted(count, 'value')} too big.`;
    return count === 0 ? [] : [{ mart: found.mart.name, column: name, kind: 'out-of-range', severity: 'error', message, count }];
  });
}

/** Files that carry the month as a column too, and there say another month than their folder does. */
export async function monthMismatch(builder: Builder, found: FoundMart): Promise<Problem[]> {
  const column = found.mart.partition;
  const files = found.files.filter((file) => file.repeatsMonth);
  if (!column || files.length === 0) return [];
  const problems: Problem[] = [];
  for (const file of files) {
    // "2026-10", 202610 and DATE 2026-10-01 all begin with the same six digits.
    const digits = `left(regexp_replace(CAST(${ident(column)} AS VARCHAR), '[^0-9]', '', 'g'), 6)`;
    const [row] = await builder.query(
      `SELECT count(*) FILTER (WHERE m <> ${text(file.month!.replace('-', ''))}) AS n, min(m) FILTER (WHERE m <> ${text(file.month!.replace('-', ''))}) AS m
       FROM (SELECT ${digits} AS m FROM read_parquet([${text(file.path)}], hive_partitioning = false))`,
    );
    const count = Number(row?.n);
    if (count === 0) continue;
    const message = `${file.name}: expected rows of ${file.month} as its folder says, found ${counted(count, 'row')} of other months in its column ${column}.`;
    problems.push({
      mart: found.mart.name,
      column,
      file: file.name,
      month: file.month!,
      kind: 'month-mismatch',
      severity: 'error',
      message,
      count,
      sample: String(row?.m),
    });
  }
  return problems;
}

/** Sets aside the marts that others refer to whose key cannot be read: else every pass that compares with them would fail with them. */
export async function soundReferences(builder: Builder, survey: Survey): Promise<Survey> {
  const referred = new Set(
    [...survey.marts.values()].flatMap(({ mart }) => [...mart.columns.values()].map((column) => column.references)),
  );
  const marts = new Map(survey.marts);
  const problems = [...survey.problems];
  for (const found of survey.marts.values()) {
    const key = found.mart.key[0];
    if (!found.relation || !referred.has(found.mart.name) || !key || !found.columns.get(key)?.usable) continue;
    try {
      await builder.query(`SELECT max(hash(${ident(key)})) FROM ${found.relation}`);
    } catch (error) {
      problems.push(...(await unreadable(builder, found, null, error)));
      marts.set(found.mart.name, { ...found, relation: null });
    }
  }
  return { ...survey, marts, problems };
}

/** Which files of a month cannot be read to the end, after a pass over them failed; of a mapping which columns. */
export async function unreadable(builder: Builder, found: FoundMart, month: string | null, error: unknown): Promise<Problem[]> {
  if (found.kind === 'mapping') {
    const faults = await mappingFaults(builder, found);
    if (faults.length > 0) return [...faults];
  }
  const files = found.kind === 'parquet' ? found.files.filter((file) => month === null || file.month === month) : [];
  const problems: Problem[] = [];
  const problem = (fault: unknown, file?: string): void => {
    const name = file ?? `${found.mart.name}${found.kind === 'mapping' ? '.sql' : ''}`;
    const kind = found.kind === 'mapping' ? 'mapping' : 'unreadable-file';
    const message = `${name}: expected rows that can be read${month ? ` in ${month}` : ''}, found an error: ${engineText(fault)}.`;
    problems.push({
      mart: found.mart.name,
      ...(file ? { file } : {}),
      ...(month ? { month } : {}),
      kind,
      severity: 'error',
      message,
    });
  };
  for (const file of files) {
    // A hash needs every value; a count would pass over damaged pages.
    await builder
      .query(`SELECT bit_xor(hash(file)) FROM read_parquet([${text(file.path)}]) AS file`)
      .catch((fault) => problem(fault, file.name));
  }
  if (problems.length === 0) problem(error);
  return problems;
}
