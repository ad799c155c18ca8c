import { counted, type Problem } from '../problem.js';
import type { FoundMart, Survey } from '../read/found.js';
import type { CheckOptions, ColumnCoverage } from '../report/check-report.js';
import type { ScanFindings } from './scan.js';

const rowsOf = (findings: ScanFindings | undefined): number =>
  [...(findings?.rows.values() ?? [])].reduce((sum, rows) => sum + rows, 0);

/** Optional columns that hold nothing: worse than none, as nobody is told that they are not provided. */
export function emptyColumns(found: FoundMart, findings: ScanFindings): Problem[] {
  if (rowsOf(findings) === 0) return [];
  return [...findings.filled].flatMap(([column, values]): Problem[] => {
    if (values > 0 || found.mart.columns.get(column)?.required) return [];
    const message = `${found.mart.name}.${column}: expected values, found none in ${counted(rowsOf(findings), 'row')}: leave the column out, so that its absence is said where it matters.`;
    return [{ mart: found.mart.name, column, kind: 'empty-column', severity: 'warning', message }];
  });
}

/** Every column of the contract: is it there, how full is it, and what needs it. */
export const columnCoverage = (
  survey: Survey,
  findings: ReadonlyMap<string, ScanFindings>,
  neededBy: CheckOptions['neededBy'],
): ColumnCoverage[] =>
  [...survey.marts.values()].flatMap((found) =>
    [...found.mart.columns.keys()].map((column) => {
      const own = findings.get(found.mart.name);
      const rows = rowsOf(own);
      const values = own?.filled.get(column);
      return {
        mart: found.mart.name,
        column,
        provided: found.columns.has(column),
        filled: rows > 0 && values !== undefined ? values / rows : null,
        neededBy: neededBy?.(found.mart.name, column) ?? [],
      };
    }),
  );

/** What is ignored, and what could not be looked at. */
export function notesOf(survey: Survey): string[] {
  return [...survey.marts.values()].flatMap((found) => {
    const ignored =
      found.extra.length > 0 ? [`${found.mart.name}: not in the contract, ignored: ${found.extra.join(', ')}.`] : [];
    const unchecked = [...found.mart.columns.values()].filter(
      ({ name, references }) => references && found.columns.has(name) && !survey.marts.get(references)?.relation,
    );
    return [
      ...ignored,
      ...unchecked.map(
        ({ name, references }) =>
          `${found.mart.name}.${name}: not compared with ${references}, which is not there or cannot be read.`,
      ),
    ];
  });
}
