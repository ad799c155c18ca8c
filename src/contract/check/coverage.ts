import { extendedMarts } from '../own-columns.js';
import { counted, type Problem } from '../problem.js';
import type { FoundMart, Survey } from '../read/found.js';
import { standInsOf } from '../read/stand-ins.js';
import { ownContract } from '../read/survey.js';
import type { CheckOptions, ColumnCoverage } from '../report/check-report.js';
import { monthsText, type ScanFindings } from './scan.js';

const rowsOf = (findings: ScanFindings | undefined): number =>
  [...(findings?.rows.values() ?? [])].reduce((sum, rows) => sum + rows, 0);

const filledOf = (findings: ScanFindings | undefined, column: string): number | undefined => {
  const months = findings?.columns.get(column);
  return months && [...months.values()].reduce((sum, { filled }) => sum + filled, 0);
};

/** Optional columns that hold nothing: in all months, or in some, which is what an extract that did not come leaves behind. */
export function emptyColumns(found: FoundMart, findings: ScanFindings): Problem[] {
  if (rowsOf(findings) === 0) return [];
  return [...findings.columns].flatMap(([column, values]): Problem[] => {
    const { required, sparse } = found.mart.columns.get(column)!;
    if (required) return [];
    const empty = [...values].flatMap(([month, { filled }]) => (month !== null && filled === 0 ? [month] : []));
    if (filledOf(findings, column)! > 0) return sparse ? [] : emptyInMonths(found.mart.name, column, empty);
    const message = `${found.mart.name}.${column}: expected values, found none in ${counted(rowsOf(findings), 'row')}: leave the column out, so that its absence is said where it matters.`;
    return [{ mart: found.mart.name, column, kind: 'empty-column', severity: 'warning', message }];
  });
}

function emptyInMonths(mart: string, column: string, months: readonly string[]): Problem[] {
  if (months.length === 0) return [];
  const message = `${mart}.${column}: expected values, found none in ${monthsText(months)}: load ${months.length > 1 ? 'those months' : 'that month'} again. Until then what needs the column is NOT_PROVIDED there, and in later months that look back.`;
  return [{ mart, column, month: months[0]!, kind: 'empty-column', severity: 'warning', message }];
}

/** Every column of the contract: is it there, how full is it, and what needs it. */
export const columnCoverage = (
  survey: Survey,
  findings: ReadonlyMap<string, ScanFindings>,
  neededBy: CheckOptions['neededBy'],
): ColumnCoverage[] =>
  [...survey.marts.values()].flatMap((found) => {
    const standIns = standInsOf(found, survey);
    return [...found.mart.columns.keys()].map((column) => {
      const own = findings.get(found.mart.name);
      const standIn = standIns.get(column);
      const rows = rowsOf(own);
      const values = filledOf(own, column);
      return {
        mart: found.mart.name,
        column,
        provided: found.columns.has(column),
        standIn: standIn ? `${standIn.mart}.${standIn.column}` : null,
        filled: rows > 0 && values !== undefined ? values / rows : null,
        neededBy: neededBy?.(found.mart.name, column) ?? [],
      };
    });
  });

const keptAs = (mart: string): string =>
  extendedMarts.includes(mart)
    ? ` What is to be kept of them is named in ${ownContract}/${mart}.yaml of the warehouse's folder.`
    : '';

/** What is ignored, and what could not be looked at. */
export function notesOf(survey: Survey): string[] {
  return [...survey.marts.values()].flatMap((found) => {
    const ignored =
      found.extra.length > 0
        ? [`${found.mart.name}: not in the contract, ignored: ${found.extra.join(', ')}.${keptAs(found.mart.name)}`]
        : [];
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
