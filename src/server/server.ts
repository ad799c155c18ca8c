import { join } from 'node:path';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import { createApollo } from '../faces/graph/apollo.js';
import { executeDocument } from '../faces/graph/execute-document.js';
import { createSchema } from '../faces/graph/schema.js';
import { subscriptions } from '../faces/graph/subscriptions.js';
import { modelContextProtocol } from '../faces/mcp/mcp.js';
import { loadTools } from '../faces/mcp/tools.js';
import { odata } from '../faces/odata/odata.js';
import { incomingEvents } from '../faces/rest/events.js';
import { exportFiles } from '../faces/rest/export-files.js';
import { reports } from '../faces/rest/reports.js';
import { numberSetUploads } from '../faces/rest/sets.js';
import { hub } from '../faces/tmf680/hub.js';
import { tmf680 } from '../faces/tmf680/tmf680.js';
import type { AuditEntry } from '../ledger/audit/audit.js';
import type { Martlet } from '../martlet.js';
import { protocolLimits } from '../security/limits.js';
import { ownQuotas, type Quotas } from '../security/quotas.js';
import { loadSecrets } from '../security/secret.js';
import { webhookSecrets } from '../security/webhook-secrets.js';
import { admission } from './admission.js';
import { prepareAnswers } from './answers.js';
import { authenticated, authentication, everybodyIsDeveloper } from './authentication.js';
import type { Backend } from './backend/backend.js';
import { webConsole } from './console.js';
import { requestContexts } from './contexts.js';
import { graph } from './graph.js';
import { health } from './health.js';
import { inTurns } from './in-turns.js';
import { logStatements, serializers } from './log.js';
import { metrics, tellMetrics } from './metrics.js';
import { openParts } from './parts.js';
import { proofsOf } from './proofs.js';
import { notedPath, refusalNotes } from './refusal-notes.js';
import { browserSession, nobodySignsIn, signIn } from './sign-in/sign-in.js';
import { behindFront, guardSockets, inFront } from './sockets.js';
import { StandingLists } from './standing-lists.js';
import { traces } from './traces.js';
import { watchPolicies } from './watched-policies.js';
import { Webhooks } from './webhooks/webhooks.js';

export interface ServerOptions {
  readonly logLevel?: string;
  /** How often a new generation is looked for. */
  readonly pollMs?: number;
  /** The clock of tier 4. */
  readonly now?: () => Date;
  /** Where the console lies; by itself where `npm run prepare` puts it. */
  readonly builtConsole?: string;
  /** What the viewers may have of a minute; by itself counted in this process. */
  readonly quotas?: Quotas;
  /** The process behind this one. */
  readonly backend?: Backend;
  /** Is this the process behind another one? That one has admitted whoever asks, and tells from where; who it is, is found out here again. */
  readonly isBackend?: boolean;
}

/**
 * The gateway over HTTP: POST, GET and WebSocket /graphql, POST /events, POST /sets, GET /reports, /odata, /exports, /healthz, /readyz, TMF680, POST /mcp, the console at /, and with
 * policies /sign-in and /session. It listens only when told to.
 */
export async function createServer(martlet: Martlet, generation: string, options: ServerOptions = {}): Promise<FastifyInstance> {
  const { logLevel = 'info', pollMs, now = () => new Date(), builtConsole } = options;
  const { quotas = ownQuotas(), backend = null, isBackend = false } = options;
  const { config } = martlet;
  const app = fastify({
    logger: { level: logLevel, serializers },
    ...(isBackend ? behindFront : inFront(config)),
    genReqId: () => crypto.randomUUID(),
  });
  const policies = config.policies === null ? null : watchPolicies(config.policies, martlet.policies, app.log);
  const parts = await openParts(martlet, generation, { log: app.log, pollMs, now });
  const proofs = policies && proofsOf(config, policies, parts.ledger, app.log);
  const identify = proofs ? authentication(proofs) : everybodyIsDeveloper;
  const contexts = requestContexts(martlet, parts, proofs?.links ?? null, quotas);
  const { catalogue } = martlet.definitions;
  // Nobody at a counter waits for them: they are told, and made, by the process behind, where there is one.
  const webhooks = backend ? null : new Webhooks(martlet, parts, policies, app.log);
  const standingLists = backend ? null : new StandingLists(martlet, parts, app.log);
  const schema = createSchema(martlet.definitions);
  const apollo = createApollo(schema, catalogue);
  if (config.metricsPort !== null) {
    metrics(app, apollo, parts, isBackend ? 'backend' : backend && 'front');
    if (!isBackend) tellMetrics(app, backend, config.metricsPort);
  }
  traces(app, apollo, config.traces);
  logStatements(app);
  await apollo.start();
  app.addHook('onClose', async () => {
    policies?.close();
    await backend?.close();
    await apollo.stop();
    await webhooks?.close();
    await standingLists?.close();
    await parts.close();
  });
  await app.register(websocket, { options: { maxPayload: protocolLimits.bodyBytes } });
  await prepareAnswers(app, config.origins);
  guardSockets(app, config);
  health(app, parts, backend);
  // Pages are never asked for behind.
  if (!isBackend) webConsole(app, builtConsole);
  const noteRefusal = refusalNotes(parts.audit);
  const signingIn = proofs && { ...proofs, policies: proofs.policies.current, audit: parts.audit, noteRefusal };
  if (signingIn) signIn(app, signingIn);
  else nobodySignsIn(app);
  await app.register(async (faces) => {
    const { audit } = parts;
    authenticated(faces, identify, noteRefusal);
    if (!isBackend) admission(faces);
    inTurns(faces, config.answerMs, backend);
    refusals(faces, audit);
    const { ofRequest: contextOf, ofResource, ofSubscription } = contexts;
    const log = app.log;
    graph(faces, {
      apollo,
      contextOf,
      origins: config.origins,
      subscriptions: subscriptions({
        schema,
        catalogue,
        identify,
        onChange: policies?.onChange ?? (() => {}),
        log,
        contextOf: ofSubscription,
      }),
    });
    if (signingIn) browserSession(faces, signingIn);
    exportFiles(faces, parts.jobs, audit);
    reports(faces, ofResource);
    odata(faces, ofResource);
    incomingEvents(faces, ofResource, parts.inbox);
    numberSetUploads(faces, ofResource);
    tmf680(faces, ofResource);
    modelContextProtocol(faces, {
      tools: loadTools(join(config.sql, 'tools'), schema),
      contextOf,
      ask: (document, variables, context) => executeDocument(apollo, document, variables, context),
      origins: config.origins,
    });
    hub(faces, ofResource, { origins: config.webhooks.origins, secretOf: (id) => webhookSecrets(loadSecrets(config), id)[0] });
  });
  return app;
}

/** What a viewer is refused at a resource that is no graph is in the audit; the graph writes its own. */
function refusals(scope: FastifyInstance, audit: (entry: AuditEntry) => Promise<unknown>): void {
  scope.addHook('onResponse', async ({ viewer, method, url, log, isForwarded }, { statusCode }) => {
    const path = notedPath(url);
    if (statusCode !== 403 || !viewer || path === '/graphql' || isForwarded) return;
    const { subject, purpose } = viewer;
    await audit({ subject, purpose, action: 'refused: request', decision: 'DENIED', detail: { method, path } }).catch((err) =>
      log.error({ err }, 'no line in the audit'),
    );
  });
}
