import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownName } from '../../catalogue/suggestions.js';
import { badInput, type ErrorCode, MartletError } from '../../errors.js';
import { reportsOf } from '../../reports/named.js';
import { requireTier } from '../../security/grants.js';
import type { RequestContext, ResourceContext } from '../context.js';
import { entityTag } from '../entity-tag.js';
import { allowOnly, problemOf, withStatus } from '../rest/refuse.js';
import { type Address, addressOf } from './address.js';
import { type Feed, type FeedHead, feedOf, freeTable, rowNumber } from './feed.js';
import { metadataOf } from './metadata.js';
import { feedPageOf, matching, type QueryOptions, queryOptionsOf, wholeNumberOf } from './query-options.js';

/**
 * OData 4, read only: named reports, and any measures by any dimensions, as feeds for Excel, Power BI and Tableau. GET /odata, /odata/$metadata,
 * /odata/FEED; with choices below /odata/FEED/month=2026-09. Same viewers, policies and costs as /reports.
 */
export function odata(app: FastifyInstance, contextOf: ResourceContext): void {
  app.register(async (scope) => {
    scope.setErrorHandler(async (error: FastifyError, request, reply) => {
      const problem = problemOf(error, request);
      return refuse(reply, problem.error, problem.status);
    });
    for (const url of ['/odata', '/odata/*']) {
      scope.get(url, async (request, reply) => {
        pin(request);
        const context = await contextOf(request, reply, { statements: 0, cells: 0 });
        requireTier(context.viewer, 2);
        return answer(addressOf(pathOf(request)), request, reply.headers(commonTo(context)), context);
      });
      allowOnly(scope, url, ['GET', 'HEAD'], refuse);
    }
  });
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0]!.slice('/odata'.length);

const commonTo = ({ manifest }: RequestContext) => ({
  'cache-control': 'private, no-cache',
  vary: 'authorization, cookie, accept-language',
  'x-content-type-options': 'nosniff',
  'odata-version': '4.0',
  'x-martlet-generation': manifest.id,
});

const jsonType = 'application/json; odata.metadata=minimal; charset=utf-8';

async function answer(
  { chosen, resource, feed: name }: Address,
  request: FastifyRequest,
  reply: FastifyReply,
  context: RequestContext,
): Promise<FastifyReply> {
  const root = `${request.protocol}://${request.host}/odata${chosen ? `/${chosen.feed}/${chosen.choices}` : ''}`;
  if (name !== null && name !== (chosen?.feed ?? name)) throw unknownName('feed', name, [chosen!.feed]);
  if (name === null) {
    const feeds = chosen ? [await feedNamed(chosen.feed, chosen.choices, context)] : await keptFeeds(context);
    if (resource === 'METADATA') return reply.type('application/xml; charset=utf-8').send(metadataOf(feeds));
    const value = feeds.map((feed) => ({ name: feed.name, kind: 'EntitySet', url: feed.name, title: feed.title }));
    return reply.type(jsonType).send({ '@odata.context': `${root}/$metadata`, value });
  }
  const options = queryOptionsOf(request.query, name);
  const feed = keyed(await feedNamed(name, chosen?.choices ?? '', context));
  if (resource === 'COUNT') return reply.type('text/plain; charset=utf-8').send(String(matching(feed, options).length));
  const { offset } = tokenOf(options);
  const page = feedPageOf(feed, options, offset, pageSize(request, context));
  const selected = page.select ? `(${page.select.join(',')})` : '';
  return reply.type(jsonType).send({
    '@odata.context': `${root}/$metadata#${name}${selected}`,
    ...(page.count !== null && { '@odata.count': page.count }),
    value: page.rows,
    ...(page.next !== null && { '@odata.nextLink': nextLink(`${root}/${name}`, options, page.next, context) }),
  });
}

/** Errors: UNKNOWN_NAME, and as of the feed. */
async function feedNamed(name: string, choices: string, context: RequestContext): Promise<Feed> {
  const known = [...reportsOf(context.catalogue).keys(), freeTable];
  if (!known.includes(name)) throw unknownName('feed', name, known);
  if (name === freeTable && choices === '')
    throw badInput(
      `${freeTable}: expected measures and dimensions in the address, /odata/${freeTable}/measures=REVENUE,ARPU&dimensions=CITY/${freeTable}.`,
    );
  return feedOf(name, choices, context);
}

/** A report that cannot be told by itself: its options must be chosen, or the warehouse, or the viewer's rights, do not have what it needs. */
const untold: ReadonlySet<ErrorCode> = new Set(['BAD_USER_INPUT', 'NOT_PROVIDED', 'FORBIDDEN']);

/** As `usualFeeds`. A tool asks what feeds there are and then what their columns are, each time it is opened: all reports are run once for it. */
const keptFeeds = (context: RequestContext): Promise<readonly FeedHead[]> =>
  context.keep(`feeds ${entityTag(context, ['feeds', context.locale])}`, usualFeeds, (feeds) =>
    feeds.reduce((bytes, { columns }) => bytes + columns.length * bytesOfColumn, 0),
  );

/** With its description, about. */
const bytesOfColumn = 300;

/** All reports that are told without being asked for anything: only their rows tell what their columns are. */
async function usualFeeds(context: RequestContext): Promise<readonly FeedHead[]> {
  const feeds: FeedHead[] = [];
  for (const code of reportsOf(context.catalogue).keys()) {
    try {
      const { name, title, columns } = await feedOf(code, '', context);
      feeds.push({ name, title, columns });
    } catch (error) {
      if (!(error instanceof MartletError && untold.has(error.code))) throw error;
    }
  }
  return feeds;
}

/** Rows are also told apart, filtered and put in order by their number. */
const keyed = (feed: Feed): Feed => ({
  ...feed,
  columns: [{ name: rowNumber, type: 'NUMBER', description: '' }, ...feed.columns],
});

/** At most what a page of a report has; fewer where the client prefers that. */
function pageSize({ headers: { prefer } }: FastifyRequest, { viewer }: RequestContext): number {
  const [, preferred] = /\b(?:odata\.)?maxpagesize=(\d{1,9})\b/.exec(String(prefer ?? '')) ?? [];
  return Math.min(Math.max(Number(preferred ?? Infinity), 1), viewer.limits.reportRows);
}

/** Where the next page begins, and of which data: all pages are of one generation, as long as that is kept. */
function tokenOf({ $skiptoken: token = '0' }: QueryOptions): { readonly offset: number; readonly generation: string | null } {
  const [offset, generation = null] = token.split('~');
  return { offset: wholeNumberOf('$skiptoken', offset)!, generation };
}

function nextLink(url: string, options: QueryOptions, next: number, { manifest }: RequestContext): string {
  return `${url}?${new URLSearchParams({ ...options, $skiptoken: `${next}~${manifest.id}` })}`;
}

/** A further page is of the data that the first was of. */
function pin({ headers, query }: FastifyRequest): void {
  const { $skiptoken: token } = query as { readonly $skiptoken?: unknown };
  const generation = typeof token === 'string' ? token.split('~')[1] : undefined;
  if (generation) headers['x-martlet-generation'] ??= generation;
}

/** An error as OData has it. */
function refuse(reply: FastifyReply, error: MartletError, status: number): FastifyReply {
  const { code, message, details } = error;
  return withStatus(reply, error, status)
    .header('odata-version', '4.0')
    .send({ error: { code, message, innererror: { ...details, requestId: reply.request.id } } });
}
