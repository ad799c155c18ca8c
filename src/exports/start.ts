import { badInput } from '../errors.js';
import { requireAct } from '../security/grants.js';
import { withPurpose } from '../security/viewer.js';
import { writeAuditLine } from '../session/audit-line.js';
import type { ExportFormat } from '../warehouse/engine.js';
import { analysisPlan } from './analysis.js';
import { askerOf, jobsOf } from './asker.js';
import type { ExportJob } from './jobs/job.js';
import { listPlan } from './lists.js';
import { numbersPlan } from './numbers.js';
import type { ExportInput, ExportPlan } from './plan.js';
import type { ExportSession } from './session.js';

/**
 * Begins an export under the policy of the viewer. All that can be said against it is said at once, the number of rows included.
 * Errors: FORBIDDEN, BAD_USER_INPUT, UNKNOWN_NAME, STALE_SLICE, NOT_PROVIDED, TOO_COSTLY, TOO_BUSY, CONFLICT.
 */
export async function startExport(input: ExportInput, context: ExportSession): Promise<ExportJob> {
  const jobs = jobsOf(context);
  requireAct(context.viewer, 'EXPORT');
  const viewer = withPurpose(context.viewer, input.purpose ?? undefined);
  if (input.bom && input.format !== 'CSV') throw badInput(`bom: expected with CSV only, found ${input.format}. Leave it out.`);
  const plan = await planOf(input, { ...context, viewer });
  const format = input.format.toLowerCase() as ExportFormat;
  const { idempotencyKey, ...asked } = input;
  const request = {
    ...askerOf(viewer),
    limits: viewer.limits,
    kind: input.what,
    format,
    fileName: `${input.what.toLowerCase()}-${spanOf(plan.months)}.${format}`,
    generation: context.manifest.id,
    purpose: viewer.purpose,
    idempotencyKey: idempotencyKey ?? null,
    body: [asked, viewer.purpose],
  };
  return jobs.start(request, async () => {
    const { statement, ordered, about } = await plan.content();
    await writeAuditLine('export begun', { kind: input.what, file: request.fileName }, { ...context, viewer });
    const { engine, hold } = context.exports!;
    return { engine, statement, target: { bom: input.bom ?? false, ordered, metadata: about }, release: hold() };
  });
}

async function planOf(input: ExportInput, context: ExportSession): Promise<ExportPlan> {
  if (input.what === 'NUMBERS') return numbersPlan(input, context);
  return input.what === 'ANALYSIS' ? analysisPlan(input, context) : listPlan(input, context);
}

/** "2026-10", or "2026-08_2026-10". */
const spanOf = (months: readonly string[]): string => [...new Set([months[0], months.at(-1)])].join('_');
