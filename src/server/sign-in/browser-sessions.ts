import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MartletError } from '../../errors.js';
import { type Credential, unauthenticated } from '../../security/identity.js';
import { Seal } from '../../security/seal.js';
import type { Secrets } from '../../security/secret.js';
import { type Cookie, cookieIn, setCookie } from './cookie.js';

/** A browser that signed in: what it proved then, which its cookie repeats. */
export interface BrowserSession {
  readonly credential: Credential;
  /** Pages of other sites may make a browser send the cookie; they cannot know this. */
  readonly csrfToken: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
}

const cookie: Cookie = { name: 'martlet-session', sameSite: 'strict' };

/** Kept by the browsers alone, sealed: gateways of one secret know each other's. */
export class BrowserSessions {
  readonly #seal: Seal;

  constructor(
    secrets: Secrets,
    readonly lastMs: number,
  ) {
    this.#seal = new Seal(secrets, 'browser session');
  }

  /** `until`: when what was proved ends, if it does. */
  async begin(credential: Credential, until: Date | null, request: FastifyRequest, reply: FastifyReply): Promise<BrowserSession> {
    const end = new Date(Math.min(Date.now() + this.lastMs, until?.getTime() ?? Number.POSITIVE_INFINITY));
    const session = { credential, csrfToken: randomBytes(18).toString('base64url'), until: end.toISOString() };
    setCookie(cookie, await this.#seal.close(session, end), end, request, reply);
    return session;
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    setCookie(cookie, '', null, request, reply);
  }

  /**
   * The session of a request's cookie; null without one. What may change something, and a WebSocket, must say its CSRF token too. Errors:
   * UNAUTHENTICATED for one that is over, FORBIDDEN without the token.
   */
  async find(request: FastifyRequest, headers: IncomingHttpHeaders): Promise<BrowserSession | null> {
    const sealed = cookieIn(cookie, request, headers.cookie);
    if (sealed === undefined) return null;
    const session = await this.#seal.open<BrowserSession>(sealed);
    if (!session) throw unauthenticated('The session of this browser is over. Sign in anew.');
    const isSafe = !request.ws && (request.method === 'GET' || request.method === 'HEAD');
    if (!isSafe && !isSame(headers['x-martlet-csrf'], session.csrfToken))
      throw new MartletError('FORBIDDEN', 'x-martlet-csrf: expected the csrfToken that GET /session tells this browser.');
    return session;
  }
}

const isSame = (said: string | readonly string[] | undefined, token: string): boolean =>
  typeof said === 'string' && said.length === token.length && timingSafeEqual(Buffer.from(said), Buffer.from(token));
