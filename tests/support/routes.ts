import type { FastifyInstance } from 'fastify';
import { consolePaths } from '../../src/server/console.js';

export type Route = { readonly url: string; readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' };

/** All that the server answers to, from its own table, with something in place of parameters. */
export function routesOf(server: FastifyInstance): readonly Route[] {
  const above: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      // A tree: what a line begins with is its depth, and its path goes on from that of the line above it.
      const [, indent = '', path = '', methods = ''] = /^([ │├└─]*)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      const depth = Math.max(0, indent.length / 4 - 1);
      above.splice(depth, above.length, path);
      const url = above.join('').replaceAll(/:\w+/g, 'x');
      return url.includes('*') || methods === '' ? [] : methods.split(', ').map((method) => ({ url, method }) as Route);
    })
    .filter(({ method }) => (method as string) !== 'OPTIONS');
}

/** The console is a program without data: what it shows it asks for. */
export const isOfConsole = (url: string): boolean =>
  url.startsWith('/assets/') || consolePaths.some((path) => path.replace(/:\w+/, 'x') === url);
