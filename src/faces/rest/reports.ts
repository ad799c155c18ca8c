import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownName } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import { runReport, statementsOfReport } from '../../reports/answer.js';
import { reportsOf } from '../../reports/named.js';
import { requireTier } from '../../security/grants.js';
import type { RequestContext, ResourceContext } from '../context.js';
import { entityTag, isKnown } from '../entity-tag.js';
import type { Locale } from '../locale.js';
import { allowOnly, refuse } from './refuse.js';
import { reportFormats } from './report-formats.js';
import { reportListing } from './report-json.js';
import { reportParametersOf } from './report-parameters.js';

/** Named reports for tools that do not speak GraphQL: GET /reports, and each as a file, /reports/CODE.csv. Same viewers, policies and lanes. */
export function reports(app: FastifyInstance, contextOf: ResourceContext): void {
  app.register(async (scope) => {
    scope.get('/reports', async (request, reply) => {
      const { viewer, catalogue, locale: language } = await contextOf(request, reply, { statements: 1, cells: 0 });
      requireTier(viewer, 2);
      const { locale } = reportParametersOf(request.query, language);
      return reply
        .headers(commonTo(locale))
        .send([...reportsOf(catalogue).values()].map((report) => reportListing(report, locale)));
    });
    scope.get<{ Params: { file: string } }>('/reports/:file', async (request, reply) => {
      const context = await contextOf(request, reply, { statements: statementsOfReport, cells: 0 });
      return answer(request.params.file, context, request, reply);
    });
    for (const url of ['/reports', '/reports/:file']) allowOnly(scope, url, ['GET', 'HEAD']);
  });
}

/** A browser must not take the answer for anything else, and nobody in between keeps it. */
const commonTo = (locale: Locale) => ({
  'cache-control': 'private, no-cache',
  vary: 'authorization, cookie, x-martlet-generation, accept-language',
  'content-language': locale.toLowerCase(),
  'x-content-type-options': 'nosniff',
});

async function answer(
  file: string,
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  requireTier(context.viewer, 2);
  const [, code = file, ending = ''] = /^(.+)\.([a-z]+)$/.exec(file) ?? [];
  const format = Object.hasOwn(reportFormats, ending) ? reportFormats[ending] : undefined;
  const known = reportsOf(context.catalogue);
  if (!known.has(code)) return refuse(reply, unknownName('report', code, known.keys()), 404);
  if (!format) {
    const files = Object.keys(reportFormats).map((each) => `${code}.${each}`);
    return refuse(reply, badInput(`Expected one of ${files.join(', ')}, found ${file}.`), 404);
  }
  const parameters = reportParametersOf(request.query, context.locale);
  const common = commonTo(parameters.locale);
  const etag = entityTag(context, [code, ending, parameters]);
  if (isKnown(request.headers['if-none-match'], etag))
    return reply
      .code(304)
      .headers({ ...common, etag })
      .send();
  const report = await runReport(code, parameters.asked, context);
  // How long it is, is known only now.
  await context.charge({ statements: format.statements, cells: report.rows.length * (report.columns.length + 1) });
  const disposition = `${ending === 'json' ? 'inline' : 'attachment'}; filename="${code}-${report.months.at(-1)}.${ending}"`;
  const body = await format.make(report, parameters, context);
  return reply
    .headers({ ...common, etag, 'content-disposition': disposition })
    .type(format.type)
    .send(body);
}
