import type { CampaignSession } from '../../campaigns/session.js';
import { type Page, type PageArguments, pageOf, requirePage } from '../page.js';
import { type AnalysisResult, analyse } from './analyse.js';
import type { AnalysisArguments } from './question.js';
import { resolveAnalysis } from './resolve-analysis.js';
import type { AnalysisRow } from './row.js';

export interface AnalysisPage extends Omit<AnalysisResult, 'rows'>, Page<AnalysisRow> {
  /** Of all pages. */
  readonly rowCount: number;
}

/** A page of an analysis, with the totals over all of it. Errors: as `resolveAnalysis` and `analyse`, BAD_USER_INPUT for another question's cursor. */
export async function analysisPage(args: AnalysisArguments & PageArguments, context: CampaignSession): Promise<AnalysisPage> {
  const { first, after, ...question } = args;
  const request = await resolveAnalysis(question, context);
  requirePage('analysis', args, context.viewer.limits);
  const { rows, totals } = await analyse(request);
  const page = pageOf(rows, { first, after }, 'analysis', [context.manifest.id, question], ({ key }) => key);
  return { request, totals, rowCount: rows.length, ...page };
}
