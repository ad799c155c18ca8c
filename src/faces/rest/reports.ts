import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownName } from '../../catalogue/suggestions.js';
import { badInput } from '../../errors.js';
import { aboutFile } from '../../exports/about-file.js';
import { tableFile } from '../../exports/table-file.js';
import { csv } from '../../lib/csv.js';
import { type ReportAnswer, runReport, statementsOfReport } from '../../reports/answer.js';
import { reportsOf } from '../../reports/named.js';
import { requireTier } from '../../security/grants.js';
import type { RequestContext, ResourceContext } from '../context.js';
import { entityTag, isKnown } from '../entity-tag.js';
import type { Locale } from '../locale.js';
import { types } from './export-files.js';
import { plainTable } from './plain-table.js';
import { allowOnly, refuse } from './refuse.js';
import { reportJson, reportListing } from './report-json.js';
import { reportParametersOf } from './report-parameters.js';

type Parameters = ReturnType<typeof reportParametersOf>;

/** Named reports for tools that do not speak GraphQL: GET /reports, /reports/CODE.csv, /reports/CODE.json, /reports/CODE.parquet. Same viewers, policies and lanes. */
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
  const [, code = file, format] = /^(.+)\.(csv|json|parquet)$/.exec(file) ?? [];
  const known = reportsOf(context.catalogue);
  if (!known.has(code)) return refuse(reply, unknownName('report', code, known.keys()), 404);
  if (!format) return refuse(reply, badInput(`Expected ${code}.csv, ${code}.json or ${code}.parquet, found ${file}.`), 404);
  const parameters = reportParametersOf(request.query, context.locale);
  const common = commonTo(parameters.locale);
  const etag = entityTag(context, [code, format, parameters]);
  if (isKnown(request.headers['if-none-match'], etag))
    return reply
      .code(304)
      .headers({ ...common, etag })
      .send();
  const report = await runReport(code, parameters.asked, context);
  // How long it is, is known only now.
  const statements = format === 'parquet' ? 1 : 0;
  await context.charge({ statements, cells: report.rows.length * (report.columns.length + 1) });
  const disposition = `${format === 'json' ? 'inline' : 'attachment'}; filename="${code}-${report.months.at(-1)}.${format}"`;
  reply.headers({ ...common, etag, 'content-disposition': disposition });
  const { locale, shape } = parameters;
  if (format === 'json') return reply.send(reportJson(report, context.manifest, locale, shape));
  if (format === 'parquet') return reply.type(types.parquet!).send(await parquet(report, locale, context));
  return reply.type('text/csv; charset=utf-8; header=present').send(csvText(report, parameters));
}

/** With the columns' names as its head: what they are called, and their units, are in the file as well. */
async function parquet(report: ReportAnswer, locale: Locale, context: RequestContext): Promise<Buffer> {
  const { columns, months, scope, definition } = report;
  const { head, rows } = plainTable(report, locale, 'code');
  const typed = head.map((name, index) => ({ name, type: columns[index]?.type ?? ('STRING' as const) }));
  const about = aboutFile({ months, scope, columns, of: { report: definition.code } }, context);
  return tableFile({ columns: typed, rows }, about, context);
}

function csvText(report: ReportAnswer, { locale, names, hasBom }: Parameters): string {
  const { head, rows } = plainTable(report, locale, names);
  return `${hasBom ? '\uFEFF' : ''}${csv([head, ...rows])}`;
}
