import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, MartletError } from '../../errors.js';
import { localeOf } from '../../faces/locale.js';
import { allowOnly, statuses } from '../../faces/rest/refuse.js';
import type { AuditEntry } from '../../ledger/audit/audit.js';
import { type Credential, unauthenticated } from '../../security/identity.js';
import type { Issuer } from '../../security/issuers.js';
import type { Granted, Policies } from '../../security/policies.js';
import { developer, type Viewer } from '../../security/viewer.js';
import type { NoteRefusal } from '../refusal-notes.js';
import type { BrowserSession, BrowserSessions } from './browser-sessions.js';
import type { ProviderSignIn } from './provider-sign-in.js';
import { contentPolicy, signInPage } from './sign-in-page.js';

export interface SignInOptions {
  readonly policies: () => Policies;
  readonly sessions: BrowserSessions;
  readonly providers: ProviderSignIn;
  readonly audit: (entry: AuditEntry) => Promise<unknown>;
  readonly noteRefusal: NoteRefusal;
}

type Named = FastifyRequest<{ Params: { issuer: string } }>;

/** What is open to who is not known yet: GET /sign-in, a page for people, the way to a provider and back, and GET /session. */
export function signIn(app: FastifyInstance, options: SignInOptions): void {
  const { policies, sessions, providers, noteRefusal } = options;
  const places = () => [...policies().issuers.values()].filter((issuer) => issuer.signIn);
  const page = (request: FastifyRequest, reply: FastifyReply, problem: string | null) =>
    reply
      .headers({ 'content-security-policy': contentPolicy, 'cache-control': 'no-store', vary: 'accept-language' })
      .type('text/html; charset=utf-8')
      .send(signInPage(localeOf(request.headers), places(), problem));
  const named = ({ params: { issuer: name } }: Named): Issuer => {
    const found = places().find((issuer) => issuer.name === name);
    if (found) return found;
    const known = places().map((issuer) => issuer.name);
    throw badInput(
      `Expected one of the policies' tokens that have signIn, found another. They are: ${known.join(', ') || 'none'}.`,
    );
  };

  app.get('/sign-in', (request, reply) => page(request, reply, null));
  app.get('/sign-in/:issuer', async (request: Named, reply) =>
    reply.redirect(await providers.begin(named(request), request, reply), 303),
  );
  app.get('/sign-in/:issuer/callback', async (request: Named, reply) => {
    try {
      const found = await providers.finish(named(request), policies().issuers, request);
      // The token tells who it is at this moment; how long the browser is believed is ours to say.
      const credential = { ...found, expires: new Date(Date.now() + sessions.lastMs).toISOString() };
      await beginSession({ credential, ...policies().grant(credential) }, options, request, reply);
      providers.end(request, reply);
      return reply.redirect('/sign-in', 303);
    } catch (error) {
      const told = error instanceof MartletError ? error : unauthenticated(`The provider did not sign you in: ${codeOf(error)}.`);
      request.log.warn({ err: error }, 'a sign-in failed');
      await noteRefusal(request, 'refused: sign-in', told.message);
      return page(request, reply.code(statuses[told.code]), told.message);
    }
  });
  // Who opens the page has most often no session: that is no refusal, and a key is nothing to be tried here.
  app.get('/session', async (request, reply) => {
    const session = await sessions.find(request, request.headers);
    if (!session) return reply.code(204).send();
    return tell(policies().grant(session.credential).viewer, session, reply);
  });
  for (const url of ['/sign-in', '/sign-in/:issuer', '/sign-in/:issuer/callback']) allowOnly(app, url, ['GET', 'HEAD']);
  allowOnly(app, '/session', ['GET', 'HEAD', 'POST', 'DELETE']);
}

/** Where everybody is the developer: GET /session says so, and nobody need sign in. */
export function nobodySignsIn(app: FastifyInstance): void {
  const { subject, roles } = developer;
  app.get('/session', async (_request, reply) => reply.header('cache-control', 'no-store').send({ subject, roles }));
  allowOnly(app, '/session', ['GET', 'HEAD']);
}

/** POST and DELETE /session: a cookie made of the key or the token of the request, and its end. */
export function browserSession(scope: FastifyInstance, options: SignInOptions): void {
  scope.post('/session', async (request, reply) => {
    const { credential, session, viewer, until } = request.caller;
    if (session || !credential)
      throw badInput('Expected a key or a token in the header "Authorization: Bearer …": no session is made of a session.');
    return tell(viewer, await beginSession({ credential, viewer, until }, options, request, reply), reply.code(201));
  });
  scope.delete('/session', async (request, reply) => {
    const { subject } = request.viewer;
    options.sessions.end(request, reply);
    await options.audit({ subject, action: 'signed out', decision: 'ALLOWED', detail: { ip: request.ip } });
    return reply.code(204).send();
  });
}

/** Nobody is signed in without a line in the audit. */
async function beginSession(
  { credential, viewer: { subject }, until }: Granted & { readonly credential: Credential },
  { sessions, audit }: SignInOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<BrowserSession> {
  const session = await sessions.begin(credential, until, request, reply);
  const by = 'key' in credential ? `key ${credential.key}` : credential.issuer;
  await audit({ subject, action: 'signed in', decision: 'ALLOWED', detail: { by, ip: request.ip } }).catch((error: unknown) => {
    reply.removeHeader('set-cookie');
    throw error;
  });
  return session;
}

const tell = ({ subject, roles }: Viewer, { until, csrfToken }: BrowserSession, reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'no-store').send({ subject, roles, until, csrfToken });

/** As OAuth names it, e.g. access_denied; of other faults the library's own code. */
function codeOf(error: unknown): string {
  const { error: oauth, code } = error as { error?: unknown; code?: unknown };
  const said = String(oauth ?? code ?? 'it failed');
  return /^[\w .-]{1,60}$/.test(said) ? said : 'it failed';
}
