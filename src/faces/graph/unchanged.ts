import { type ApolloServerPlugin, type GraphQLRequestContext, HeaderMap } from '@apollo/server';
import { BREAK, type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { keptIn } from '../../lib/memo.js';
import type { RequestContext } from '../context.js';
import { entityTag, isKnown } from '../entity-tag.js';

type Asked = Pick<GraphQLRequestContext<RequestContext>, 'request' | 'document' | 'queryHash' | 'operationName' | 'contextValue'>;

/** Root fields whose answers depend on the generation and the viewer alone: no ledger, no clock, and no line in the audit. */
export const settledRoots: ReadonlySet<string> = new Set([
  ...['analysis', 'catalogue', 'explain', 'generation', 'indicator', 'indicatorTree', 'indicatorTrees', 'indicators', 'me'],
  ...['report', 'reports', 'signals', 'slice', 'table'],
]);

/** Fields below them that do not: lists and annotations come and go in the ledger, generations on the disk. */
export const unsettledFields: ReadonlySet<string> = new Set([
  ...['Indicator.lists', 'IndicatorNode.lists', 'Generation.changes'],
  ...['TrendPoint.annotations', 'Explanation.annotations', 'Cause.coincides'],
]);

/**
 * Tags of answers that are asked for by GET: who sends back the tag of the answer that he has is told that it is still the same, and nothing is
 * read, computed or charged for it. It is a weak one: what `extensions` say of how an answer came about differs from time to time.
 */
export class Unchanged {
  readonly #settled = new WeakMap<DocumentNode, boolean>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Has the client the answer already? Asked when the document is valid and the viewer may ask it. */
  isKnownTo(asked: Asked): boolean {
    const given = asked.request.http?.headers.get('if-none-match');
    const tag = given === undefined ? null : this.#tagOf(asked);
    return tag !== null && isKnown(given, tag);
  }

  readonly plugin: ApolloServerPlugin<RequestContext> = {
    requestDidStart: async () => ({
      responseForOperation: async (asked) =>
        this.isKnownTo(asked)
          ? { http: { status: 304, headers: new HeaderMap() }, body: { kind: 'single', singleResult: {} } }
          : null,
      willSendResponse: async (answered) => {
        const { response, contextValue } = answered;
        if (response.body.kind !== 'single' || response.body.singleResult.errors || contextValue.isNoted()) return;
        const tag = this.#tagOf(answered);
        if (tag === null) return;
        response.http.headers.set('etag', `W/${tag}`);
        response.http.headers.set('cache-control', 'private, no-cache');
      },
    }),
  };

  /** Null of what is no GET, or depends on more. */
  #tagOf({
    request,
    document,
    queryHash,
    operationName,
    contextValue,
  }: Partial<Asked> & Pick<Asked, 'request' | 'contextValue'>) {
    if (request.http?.method !== 'GET' || !document || !this.#isSettled(document)) return null;
    return entityTag(contextValue, [queryHash, operationName, request.variables, contextValue.locale]);
  }

  #isSettled(document: DocumentNode): boolean {
    return keptIn(this.#settled, document, () => this.#dependsOnNothingElse(document));
  }

  #dependsOnNothingElse(document: DocumentNode): boolean {
    const types = new TypeInfo(this.schema);
    const root = this.schema.getQueryType();
    let isSettled = true;
    const Field = ({ name: { value } }: { readonly name: { readonly value: string } }) => {
      const parent = types.getParentType();
      if (value === '__typename') return undefined;
      isSettled = parent === root ? settledRoots.has(value) : !unsettledFields.has(`${parent?.name}.${value}`);
      return isSettled ? undefined : BREAK;
    };
    visit(document, visitWithTypeInfo(types, { Field }));
    return isSettled;
  }
}
