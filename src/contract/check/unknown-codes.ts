import { suggestions } from '../../catalogue/suggestions.js';
import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { maskSample, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';

/** How many unknown codes are told one by one. */
const TOLD = 30;

/** Problems of unknown codes with all of them, how many rows have each, and a CASE that is ready to be filled in. */
export const withUnknownCodes = (builder: Builder, found: FoundMart, problems: readonly Problem[]): Promise<Problem[]> =>
  Promise.all(
    problems.map(async (problem) => {
      const codes = problem.kind === 'unknown-code' && problem.column && found.mart.columns.get(problem.column)!.codes;
      return codes ? told(builder, problem, problem.column, codes) : problem;
    }),
  );

async function told(builder: Builder, problem: Problem, column: string, known: readonly string[]): Promise<Problem> {
  const name = ident(column);
  const rows = await builder.query(
    `SELECT CAST(${name} AS VARCHAR) AS code, count(*) AS rows, count(*) OVER () AS different FROM checked.${ident(problem.mart)}
     WHERE ${name} NOT IN (${known.map(text).join(', ')}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${TOLD}`,
  );
  const codes = rows.map((row) => ({ code: maskSample(String(row.code).slice(0, 40)), rows: Number(row.rows) }));
  const more = Number(rows[0]?.different ?? 0) - codes.length;
  const list = codes.map(({ code, rows: n }) => `${JSON.stringify(code)} in ${n.toLocaleString('en-US')}`).join(', ');
  const remedy = `CASE ${name} ${codes.map(({ code }) => `WHEN ${text(code)} THEN ${text(meant(code, known))}`).join(' ')} ELSE ${name} END`;
  const message = `${problem.message} They are, by rows: ${list}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}. In a mapping: ${remedy}`;
  return { ...problem, message, codes, remedy, ...(codes[0] ? { sample: codes[0].code } : {}) };
}

/** The code that a value may mean; "?", which is refused as well, where only its owner can say. */
function meant(value: string, known: readonly string[]): string {
  const [one, ...more] = known.filter((code) => code.toUpperCase().startsWith(value.toUpperCase()));
  return (one !== undefined && more.length === 0 ? one : suggestions(value, known)[0]) ?? '?';
}
