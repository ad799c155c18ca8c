import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Catalogue } from '../../catalogue/types.js';
import { MartletError } from '../../errors.js';
import { stringify } from '../../lib/stringify.js';
import { protocolLimits } from '../../security/limits.js';
import { inCells } from '../../security/spending.js';
import { requireTrustedDocument } from '../../security/trusted-documents.js';
import type { RequestContext } from '../context.js';
import { requireFewObjects, withinBounds } from './bounds.js';
import { costing } from './costing.js';
import { asRefusal, formatErrors, isForClients } from './errors.js';
import { asksForIntrospection, withoutSuggestions } from './introspection.js';
import { statusOf } from './status.js';
import { Unchanged } from './unchanged.js';

/** What is refused of a document that is valid, or told of one that is not, by who asks. */
const admission: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    validationDidStart:
      async ({ contextValue }) =>
      async (errors) => {
        if (!contextValue.viewer.introspects) for (const error of errors ?? []) withoutSuggestions(error as GraphQLError);
      },
    didResolveOperation: async ({ request, operation, document, queryHash, contextValue: { viewer } }) => {
      await asRefusal(() => requireTrustedDocument(viewer, queryHash));
      if (operation?.operation === 'subscription')
        throw refused(
          'BAD_USER_INPUT',
          'Expected a query or a mutation, found a subscription. Open a WebSocket on /graphql for it.',
        );
      if (!viewer.introspects && asksForIntrospection(document))
        throw refused('FORBIDDEN', `The schema is not told: no role of ${viewer.subject} has introspection: true.`);
      requireFewObjects(request.variables);
    },
  }),
};

/** What an operation takes is charged before it is begun, and told with its answer; what is not answered anew takes nothing. */
function costs(schema: GraphQLSchema, catalogue: Catalogue, unchanged: Unchanged): ApolloServerPlugin<RequestContext> {
  const costOf = costing(schema, catalogue);
  return {
    requestDidStart: async () => {
      let asked: number | null = null;
      return {
        didResolveOperation: async (request) => {
          const { document, operation, contextValue } = request;
          if (!operation || unchanged.isKnownTo(request)) return;
          const { variables } = request.request;
          const cost = costOf({ document, operation, variables });
          asked = inCells(cost);
          await asRefusal(() => contextValue.charge(cost));
        },
        willSendResponse: async ({ response: { body }, contextValue: { viewer } }) => {
          if (body.kind !== 'single' || asked === null) return;
          const cost = { asked, limit: viewer.limits.costPerRequest };
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
}

const refused = (code: string, text: string) => new GraphQLError(text, { extensions: { code, http: { status: 400 } } });

/** What a viewer was refused is in the audit, a line a request. */
async function writeRefusal(errors: readonly GraphQLError[], { audit, viewer, manifest }: RequestContext): Promise<void> {
  const refusals = errors.filter(({ originalError, extensions }) =>
    originalError instanceof MartletError ? originalError.code === 'FORBIDDEN' : extensions.code === 'FORBIDDEN',
  );
  const [first] = refusals;
  if (!first) return;
  const { subject, purpose } = viewer;
  const fields = [...new Set(refusals.map(({ path }) => path?.filter((step) => typeof step === 'string').join('.') ?? ''))];
  const action = `refused: ${fields[0] || 'request'}`;
  const detail = { fields: fields.slice(0, mostFields), why: first.message.slice(0, mostLetters) };
  await audit?.({ subject, purpose, action, decision: 'DENIED', generation: manifest.id, detail });
}

const [mostFields, mostLetters] = [10, 300];

/** Every response names its generation and data date, and for those who may see it the way it was answered. Unexpected errors are logged with the request. */
const answers: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors) {
        if (!isForClients(error))
          contextValue.log.error({ err: error.originalError ?? error, path: error.path }, 'a request failed');
      }
      await writeRefusal(errors, contextValue);
    },
    willSendResponse: async ({ response, request, source, contextValue }) => {
      if (response.body.kind !== 'single') return;
      const { manifest, viewer, route, requestId } = contextValue;
      const { singleResult } = response.body;
      const { status, retryAfter } = statusOf(singleResult, response.http.status, request.http, source);
      if (status) response.http.status = status;
      if (retryAfter) response.http.headers.set('retry-after', retryAfter);
      // Of what is asked for by GET something in between might keep the answer.
      response.http.headers.set('vary', 'authorization, cookie, accept-language, x-martlet-generation');
      const shown = viewer.seesRoute ? { route } : {};
      singleResult.extensions = { generation: manifest.id, dataDate: manifest.dataDate, ...shown, ...singleResult.extensions };
      singleResult.errors = singleResult.errors?.map((error) => ({
        ...error,
        extensions: { ...error.extensions, requestId },
      })) as never;
    },
  }),
};

export function createApollo(schema: GraphQLSchema, catalogue: Catalogue) {
  const unchanged = new Unchanged(schema);
  return new ApolloServer<RequestContext>({
    schema,
    formatError: formatErrors(catalogue),
    stringifyResult: async (result) => `${await stringify(result)}\n`,
    // Whatever NODE_ENV says: it is the viewer's right (`admission`).
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // The command drains first and then ends; Apollo would kill the process as soon as it had stopped.
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: protocolLimits.documentTokens },
    validationRules: [withinBounds],
    validationOptions: { maxErrors: protocolLimits.documentErrors },
    // Cache control looks at every field of every row: 100 ms of a page of 1,000 numbers, for headers that a POST has no use of.
    plugins: [
      admission,
      costs(schema, catalogue, unchanged),
      answers,
      unchanged.plugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
}
