import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, MartletError } from '../../errors.js';
import { localeOf } from '../../faces/locale.js';
import { allowOnly, refuse, statuses } from '../../faces/rest/refuse.js';
import type { AuditEntry } from '../../ledger/audit/audit.js';
import { unauthenticated } from '../../security/identity.js';
import type { Policies } from '../../security/policies.js';
import type { Issuer } from '../../security/tokens.js';
import type { BrowserSessions } from './browser-sessions.js';
import type { ProviderSignIn } from './provider-sign-in.js';
import { contentPolicy, signInPage } from './sign-in-page.js';

export interface SignInOptions {
  readonly policies: () => Policies;
  readonly sessions: BrowserSessions;
  readonly providers: ProviderSignIn;
  readonly audit: (entry: AuditEntry) => Promise<unknown>;
}

type Named = FastifyRequest<{ Params: { issuer: string } }>;

/** GET /sign-in, a page for people, and the way to a provider and back: open to who is not known yet. */
export function signIn(app: FastifyInstance, { policies, sessions, providers, audit }: SignInOptions): void {
  const places = () => [...policies().issuers.values()].filter((issuer) => issuer.signIn);
  const page = (request: FastifyRequest, reply: FastifyReply, problem: string | null) =>
    reply
      .headers({ 'content-security-policy': contentPolicy, 'cache-control': 'no-store', vary: 'accept-language' })
      .type('text/html; charset=utf-8')
      .send(signInPage(localeOf(request.headers), places(), problem));
  const named = ({ params: { issuer: name } }: Named): Issuer => {
    const found = places().find((issuer) => issuer.name === name);
    if (found) return found;
    throw badInput(
      `Expected one of the policies' tokens with signIn (${
        places()
          .map((each) => each.name)
          .join(', ') || 'none'
      }).`,
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
      const { viewer, until } = policies().grant(credential);
      providers.end(request, reply);
      await sessions.begin(credential, until, request, reply);
      await audit(signedIn(viewer.subject, credential.issuer, request));
      return reply.redirect('/sign-in', 303);
    } catch (error) {
      const told = error instanceof MartletError ? error : unauthenticated(`The provider did not sign you in: ${codeOf(error)}.`);
      request.log.warn({ err: error }, 'a sign-in failed');
      const detail = { ip: request.ip, why: told.message.slice(0, 300) };
      await audit({ subject: 'unknown', action: 'refused: sign-in', decision: 'DENIED', detail });
      return page(request, reply.code(statuses[told.code]), told.message);
    }
  });
  for (const url of ['/sign-in', '/sign-in/:issuer', '/sign-in/:issuer/callback']) allowOnly(app, url, ['GET', 'HEAD']);
}

/** POST, GET and DELETE /session: a cookie made of the key or the token of the request, who has it, and its end. */
export function browserSession(scope: FastifyInstance, { sessions, audit }: Pick<SignInOptions, 'sessions' | 'audit'>): void {
  const url = '/session';
  const tell = ({ caller: { viewer, until, session } }: FastifyRequest, reply: FastifyReply) =>
    reply.header('cache-control', 'no-store').send({
      subject: viewer.subject,
      roles: viewer.roles,
      until: until?.toISOString() ?? null,
      csrfToken: session?.csrfToken ?? null,
    });
  scope.get(url, async (request, reply) => tell(request, reply));
  scope.post(url, async (request, reply) => {
    const { credential, session, until, viewer } = request.caller;
    if (session || !credential)
      return refuse(
        reply,
        badInput('Expected a key or a token in the header "Authorization: Bearer …": no session is made of a session.'),
      );
    const made = await sessions.begin(credential, until, request, reply);
    await audit(signedIn(viewer.subject, 'key' in credential ? `key ${credential.key}` : credential.issuer, request));
    request.caller = { ...request.caller, session: made, until: new Date(made.until) };
    return tell(request, reply.code(201));
  });
  scope.delete(url, async (request, reply) => {
    sessions.end(request, reply);
    await audit({ subject: request.viewer.subject, action: 'signed out', decision: 'ALLOWED', detail: { ip: request.ip } });
    return reply.code(204).send();
  });
  allowOnly(scope, url, ['GET', 'HEAD', 'POST', 'DELETE']);
}

const signedIn = (subject: string, by: string, { ip }: FastifyRequest): AuditEntry => ({
  subject,
  action: 'signed in',
  decision: 'ALLOWED',
  detail: { by, ip },
});

/** As OAuth names it, e.g. access_denied; of other faults the library's own code. */
function codeOf(error: unknown): string {
  const { error: oauth, code } = error as { error?: unknown; code?: unknown };
  const said = String(oauth ?? code ?? 'it failed');
  return /^[\w .-]{1,60}$/.test(said) ? said : 'it failed';
}
