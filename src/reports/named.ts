import { unknownName } from '../catalogue/suggestions.js';
import type { Catalogue } from '../catalogue/types.js';
import { methodReports } from './methods/index.js';
import { plainReport } from './plain.js';
import type { ReportDefinition } from './report.js';

/** All named reports by code, in its order: the methods and the catalogue's, which may replace one of them. */
export function reportsOf({ reports }: Catalogue): ReadonlyMap<string, ReportDefinition> {
  const all = [...methodReports, ...[...reports.values()].map(plainReport)];
  const byCode = new Map(all.map((report) => [report.code, report]));
  return new Map([...byCode].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Errors: UNKNOWN_NAME with suggestions. */
export function reportNamed(catalogue: Catalogue, code: string): ReportDefinition {
  const reports = reportsOf(catalogue);
  const report = reports.get(code);
  if (!report) throw unknownName('report', code, reports.keys());
  return report;
}
