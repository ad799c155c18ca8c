import { groupedBy } from '../../lib/grouped-by.js';
import { counted, type Problem } from '../problem.js';
import type { CheckReport, ColumnCoverage } from './check-report.js';

/** A check's report for people: a headline, the problems by mart (errors first), the notes, and at the end what the absent columns cost. */
export function formatReport(report: CheckReport): string {
  const errors = report.problems.filter(({ severity }) => severity === 'error').length;
  const warnings = report.problems.length - errors;
  const span = report.months.length > 1 ? `${report.months[0]} to ${report.months.at(-1)}` : (report.months[0] ?? 'none');
  const verdict = errors > 0 ? 'REFUSED' : 'ACCEPTED';
  return [
    `${verdict}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
    `number_month: ${counted(rowsOf(report, 'number_month'), 'row')} in ${counted(report.months.length, 'month')} (${span}), number_id is ${report.idType}.`,
    ...problemLines(report),
    ...(report.notes.length > 0 ? ['', 'Notes', ...report.notes.map((note) => `  ${note}`)] : []),
    ...standInLines(report.coverage),
    ...lossLines(report.coverage),
    '',
  ].join('\n');
}

const rowsOf = (report: CheckReport, mart: string): number =>
  report.rows.reduce((sum, row) => sum + (row.mart === mart ? row.rows : 0), 0);

function problemLines({ problems }: CheckReport): string[] {
  const width = Math.max(0, ...problems.map(({ kind }) => kind.length));
  const lines: string[] = [];
  let mart: string | undefined;
  for (const problem of problems) {
    if (problem.mart !== mart) lines.push('', problem.mart);
    mart = problem.mart;
    lines.push(`  ${problem.severity.padEnd(7)}  ${problem.kind.padEnd(width)}  ${textOf(problem)}`);
  }
  return lines;
}

/** The mart's name stands above, and a sample that the message already shows is not said twice. */
function textOf({ mart, message, sample }: Problem): string {
  const text =
    message.startsWith(`${mart}.`) || message.startsWith(`${mart}: `) ? message.slice(mart.length + 1).trimStart() : message;
  return sample && !message.includes(sample) ? `${text} For example ${sample}.` : text;
}

const standInLines = (coverage: readonly ColumnCoverage[]): string[] => {
  const standing = coverage.filter(({ standIn }) => standIn !== null);
  if (standing.length === 0) return [];
  return ['', 'Not provided, and told by', ...standing.map(({ mart, column, standIn }) => `  ${mart}.${column}  ${standIn}`)];
};

/** A mart of which nothing is there is one line; what nobody needs is named together, last. */
function lossLines(coverage: readonly ColumnCoverage[]): string[] {
  const absent = [...groupedBy(coverage, ({ mart }) => mart)].flatMap(([mart, entries]) => {
    const missing = entries.filter(({ provided, standIn }) => !provided && standIn === null);
    if (missing.length === entries.length) return [{ name: mart, needed: neededBy(missing) }];
    return missing.map((entry) => ({ name: `${mart}.${entry.column}`, needed: neededBy([entry]) }));
  });
  if (absent.length === 0) return ['', 'Every column of the contract is provided.'];
  const lost = absent.filter(({ needed }) => needed.length > 0);
  const free = absent.filter(({ needed }) => needed.length === 0).map(({ name }) => name);
  const width = Math.max(...lost.map(({ name }) => name.length));
  return [
    '',
    lost.length > 0 ? 'Not provided, and what is null (NOT_PROVIDED) without it' : 'Not provided, and needed by nothing',
    ...lost.map(({ name, needed }) => `  ${name.padEnd(width)}  ${needed.join(', ')}`),
    ...(free.length > 0 ? wrapped(`${lost.length > 0 ? 'Also absent, needed by nothing: ' : ''}${free.join(', ')}`) : []),
  ];
}

const neededBy = (entries: readonly ColumnCoverage[]): readonly string[] => [
  ...new Set(entries.flatMap((entry) => entry.neededBy)),
];

/** Lines of at most 100 characters, broken between words. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length > 100) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
