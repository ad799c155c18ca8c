import type { FastifyInstance, FastifyRequest } from 'fastify';
import { loadPolicies } from '../security/policies.js';
import { developer, type Viewer, withPurpose } from '../security/viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, known before the body is read; of a WebSocket the developer, until it says who it is. */
    viewer: Viewer;
  }
}

export type ViewerOf = (request: Pick<FastifyRequest, 'headers'>) => Viewer;

/**
 * How a request's viewer is found. Without policies everyone is the developer, which is why only loopback is served then.
 * Errors of what is given back: UNAUTHENTICATED, FORBIDDEN for a purpose that is not the viewer's.
 */
export function authentication(policies: string | null): ViewerOf {
  if (policies === null) return () => developer;
  const { authenticate } = loadPolicies(policies);
  return ({ headers }) => {
    const [scheme, secret] = (headers.authorization ?? '').split(' ');
    const viewer = authenticate(scheme?.toLowerCase() === 'bearer' ? secret : undefined);
    const purpose = headers['x-martlet-purpose'];
    return withPurpose(viewer, typeof purpose === 'string' && purpose !== '' ? purpose : undefined);
  };
}

/** Nobody unknown gets as far as having a body read. A WebSocket may say who it is in its first message. */
export function authenticated(scope: FastifyInstance, viewerOf: ViewerOf): void {
  scope.addHook('onRequest', async (request) => {
    if (!request.ws) request.viewer = viewerOf(request);
  });
}
