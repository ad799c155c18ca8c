import { exportStatement } from '../numbers/export.queries.js';
import { numbersScope } from '../numbers/page.js';
import { auditClear } from '../numbers/read.js';
import { requireNarrowed } from '../session/scope.js';
import { statement } from '../warehouse/statement.js';
import { aboutFile } from './about-file.js';
import { checkRows } from './jobs/quota.js';
import { type ExportInput, type ExportPlan, refuseArguments } from './plan.js';
import type { ExportSession } from './session.js';

/** Numbers with the columns asked for; what leaves in clear is in the audit before it is written. Errors: as `exportStatement`. */
export async function numbersPlan(input: ExportInput, context: ExportSession): Promise<ExportPlan> {
  refuseArguments(input, ['analysis', 'list']);
  const { statement: all, columns } = await exportStatement(input, context);
  requireNarrowed(input, context);
  const { months, scope } = await numbersScope(input, context);
  return {
    months,
    content: async () => {
      // Without the columns that the filter does not need: far cheaper than the export itself.
      const counting = `select count(*) as rows from (${all.sql}) as exported`;
      const count = statement('rows of an export', counting, all.parameters, all.reads);
      const [counted] = await context.run(count, 'slices');
      const rows = Number(counted!.rows);
      checkRows(rows, context.viewer.limits);
      const fields = columns.map(({ field }) => field);
      await auditClear('export of numbers', all, fields, rows, context);
      return { statement: all, ordered: false, about: aboutFile({ months, scope, columns }, context) };
    },
  };
}
