import { createHash } from 'node:crypto';
import { badInput } from '../../errors.js';
import { ident } from '../../lib/quote.js';
import { chinaTime } from '../../lib/time-zone.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, engineText } from '../problem.js';
import type { Contract } from '../types.js';
import type { Attached, AttachedMart, MonthSource } from './attached.js';
import type { FoundMart, MartFile, Survey, Warehouse } from './found.js';
import { mappingFaults } from './mapping-faults.js';
import { standInsOf } from './stand-ins.js';
import { surveyWarehouse } from './survey.js';
import { createViews } from './views.js';

export { type Attached, type AttachedMart, monthCosts } from './attached.js';
export type { Warehouse } from './found.js';

function source(files: readonly MartFile[], sql: string | null, rows?: number): MonthSource {
  const facts = files.map(({ name, size, mtimeMs }) => [name, size, mtimeMs]);
  return Object.freeze({
    files: Object.freeze([...files]),
    rows: rows ?? files.reduce((sum, file) => sum + file.rows, 0),
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([sql, facts]))
      .digest('hex'),
  });
}

/** Months of a mapping come from its rows, and each of them from all of its files. */
async function mappedMonths(builder: Builder, found: FoundMart): Promise<Map<string | null, number>> {
  const column = ident(found.mart.partition ?? 'month');
  const view = `base.${ident(found.mart.name)}`;
  const sql = found.mart.partition
    ? `SELECT ${column} AS month, count(*) AS n FROM ${view} GROUP BY 1 ORDER BY 1`
    : `SELECT NULL AS month, count(*) AS n FROM ${view}`;
  try {
    return new Map((await builder.query(sql)).map((row) => [row.month === null ? null : String(row.month), Number(row.n)]));
  } catch (error) {
    const faults = (await mappingFaults(builder, found)).map(({ message }) => message);
    throw badInput(
      faults.join('\n') || `${found.mart.name}.sql: expected a SELECT that runs, found an error: ${engineText(error)}.`,
    );
  }
}

async function attachMart(builder: Builder, found: FoundMart, survey: Survey, timeZone: string): Promise<AttachedMart> {
  const months = new Map<string, MonthSource>();
  const standIns = standInsOf(found, survey);
  // What a mapping gives may depend on the time zone, files do not.
  const sql = found.sql === null || timeZone === chinaTime ? found.sql : `-- ${timeZone}\n${found.sql}`;
  let rows: number | undefined;
  if (found.kind === 'mapping') {
    const mapped = await mappedMonths(builder, found);
    rows = [...mapped.values()].reduce((sum, n) => sum + n, 0);
    for (const [month, n] of mapped) if (month !== null) months.set(month, source(found.files, sql, n));
  } else {
    const names = [...new Set(found.files.map((file) => file.month))].filter((month) => month !== null).sort();
    for (const month of names)
      months.set(
        month,
        source(
          found.files.filter((file) => file.month === month),
          null,
        ),
      );
  }
  return Object.freeze({
    kind: found.kind,
    provided: new Set([...found.columns.keys(), ...standIns.keys()]),
    standIns,
    months,
    whole: source(found.files, sql, rows),
    sql: found.sql,
  });
}

/**
 * Makes the view `base.<mart>` for every mart of the contract, over Parquet folders or mappings. Throws BAD_USER_INPUT,
 * with everything that is wrong in `details.problems`, where the form is not the contract's (a required column missing, a type
 * that differs or drifts from file to file, an unreadable file); what needs the rows read is checkWarehouse's.
 * Sets the variable `data` and the time zone of the builder's connection, which the views over mappings go on reading.
 */
export async function attachWarehouse(builder: Builder, contract: Contract, warehouse: Warehouse): Promise<Attached> {
  const survey = await surveyWarehouse(builder, contract, warehouse);
  const errors = survey.problems.filter((problem) => problem.severity === 'error').map((problem) => problem.message);
  if (errors.length > 0)
    throw badInput(
      `The warehouse in ${JSON.stringify(warehouse.dir)} has ${counted(errors.length, 'error')}:\n${errors.join('\n')}`,
      {
        problems: errors,
      },
    );
  await createViews(builder, survey, 'base', 'CAST');
  const marts = new Map<string, AttachedMart>();
  for (const [name, found] of survey.marts)
    marts.set(name, await attachMart(builder, found, survey, warehouse.timeZone ?? chinaTime));
  return Object.freeze({
    months: Object.freeze([...(marts.get('number_month')?.months.keys() ?? [])]),
    idType: survey.idType,
    marts,
    provides: (mart: string, column: string) => marts.get(mart)?.provided.has(column) ?? false,
    directories: Object.freeze([survey.dir, ...(survey.data ? [survey.data] : [])]),
    warnings: Object.freeze(survey.problems.filter((problem) => problem.severity === 'warning')),
  });
}

/** Drops what attachWarehouse made, so that a database that is handed on holds no views of files elsewhere. */
export async function detachWarehouse(builder: Builder): Promise<void> {
  await builder.execute('DROP SCHEMA IF EXISTS base CASCADE');
  await builder.execute('DROP SCHEMA IF EXISTS mapping CASCADE');
  await builder.execute('RESET VARIABLE data');
  await builder.execute('RESET TimeZone');
}
