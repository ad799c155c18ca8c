import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MartletError } from '../errors.js';
import type { Credential } from '../security/identity.js';
import { keyCredential } from '../security/keys.js';
import type { Granted } from '../security/policies.js';
import type { Tokens } from '../security/tokens.js';
import { developer, type Viewer, withPurpose } from '../security/viewer.js';
import type { DownloadLinks } from './download-links.js';
import type { NoteRefusal } from './refusal-notes.js';
import type { BrowserSession, BrowserSessions } from './sign-in/browser-sessions.js';
import type { WatchedPolicies } from './watched-policies.js';

/** Who asks, and by what that is known. */
export interface Caller extends Granted {
  /** null: the developer needs none. */
  readonly credential: Credential | null;
  /** Where a browser's cookie told it. */
  readonly session: BrowserSession | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, known before the body is read; of a WebSocket once it has said who it is. */
    caller: Caller;
    viewer: Viewer;
  }
}

/**
 * Finds out who asks, and notes it at the request. `headers`: where others count than those that it came with. Errors: UNAUTHENTICATED;
 * FORBIDDEN for a purpose that is not the viewer's, and for a cookie without its CSRF token; UNAVAILABLE where a token cannot be proved.
 */
export type Identify = (request: FastifyRequest, headers?: IncomingHttpHeaders) => Promise<Caller>;

/** By what people prove who they are. */
export interface Proofs {
  readonly policies: Pick<WatchedPolicies, 'current'>;
  readonly tokens: Tokens;
  readonly sessions: BrowserSessions;
  readonly links: DownloadLinks;
  /** An API key opened something. */
  readonly onKeyUse: (id: string) => void;
}

/** How a request's viewer is found: by the key or the token in its header, by its link to a file, or by a browser's cookie, in this order. */
export function authentication({ policies, tokens, sessions, links, onKeyUse }: Proofs): Identify {
  async function proofOf(request: FastifyRequest, headers: IncomingHttpHeaders) {
    const { authorization, 'x-martlet-purpose': purpose } = headers;
    const said = { session: null, purpose: typeof purpose === 'string' && purpose !== '' ? purpose : null };
    if (authorization !== undefined) return { ...said, credential: await credentialOf(authorization) };
    const link = await links.find(request);
    if (link) return { ...said, ...link };
    const session = await sessions.find(request, headers);
    return { ...said, session, credential: session?.credential ?? keyCredential() };
  }
  function credentialOf(authorization: string): Promise<Credential> | Credential {
    const [scheme, secret = ''] = authorization.split(' ');
    const bearer = scheme?.toLowerCase() === 'bearer' ? secret : '';
    return bearer.includes('.') ? tokens.credentialOf(policies.current().issuers, bearer) : keyCredential(bearer);
  }
  return async (request, headers = request.headers) => {
    const { credential, session, purpose } = await proofOf(request, headers);
    const { viewer, until } = policies.current().grant(credential);
    if ('key' in credential) onKeyUse(credential.key);
    const ends = [until, session && new Date(session.until)].filter((end) => end !== null);
    return note(request, {
      viewer: withPurpose(viewer, purpose ?? undefined),
      until: ends.length > 0 ? new Date(Math.min(...ends.map(Number))) : null,
      credential,
      session,
    });
  };
}

/** Without policies everyone is the developer, which is why only loopback is served then. */
export const everybodyIsDeveloper: Identify = async (request) =>
  note(request, { viewer: developer, until: null, credential: null, session: null });

function note(request: FastifyRequest, caller: Caller): Caller {
  request.caller = caller;
  request.viewer = caller.viewer;
  return caller;
}

/** Nobody unknown gets as far as having a body read. A WebSocket may say who it is in its first message. */
export function authenticated(scope: FastifyInstance, identify: Identify, noteRefusal: NoteRefusal): void {
  scope.addHook('onRequest', async (request) => {
    if (request.ws) return;
    try {
      await identify(request);
    } catch (error) {
      // While a token cannot be looked at nobody is refused for good.
      const isOurs = error instanceof MartletError && error.code === 'UNAVAILABLE';
      if (!isOurs) await noteRefusal(request, 'refused: request', (error as Error).message);
      throw error;
    }
  });
}
