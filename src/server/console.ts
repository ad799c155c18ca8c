import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sqlDirectory } from '../config.js';
import { isKnown } from '../faces/entity-tag.js';
import { allowOnly } from '../faces/rest/refuse.js';

/** Where `npm run prepare` puts the console, whether the gateway runs from `src` or from `dist`. */
const built = join(sqlDirectory, '../dist/console');

/** The console's own addresses, which all answer its one page; src/console/shell/pages.ts has the same. */
export const consolePaths = [
  '/',
  '/tree',
  '/tree/:code',
  '/why',
  '/why/:measure',
  '/warning',
  '/explore',
  '/report',
  '/report/:code',
  '/numbers',
  '/customer/:id',
  '/household/:id',
  '/n/:id',
  '/counter',
  '/lists',
  '/lists/:id',
  '/work',
  '/files',
  '/data',
  '/ask',
] as const;

/** What the console may do in a browser: its own files, and ask this host. */
const contentPolicy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of the console as it lies on disk: as it is, and compressed at build time. */
interface Built {
  readonly type: string;
  /** By encoding, the one that is preferred first. */
  readonly bodies: ReadonlyMap<string, Buffer>;
  readonly etag: string;
}

/** The web console, open to everybody as it holds nothing: what it shows it asks of the graph. None is served where none was built. */
export function webConsole(app: FastifyInstance, directory = built): void {
  if (!existsSync(join(directory, 'index.html'))) return;
  const page = read(join(directory, 'index.html'));
  for (const url of consolePaths) {
    app.get(url, (request, reply) => send(page, 'no-cache', request, reply));
    allowOnly(app, url, ['GET', 'HEAD']);
  }
  // Named by their content, they are never another: a browser need not ask again.
  for (const name of readdirSync(join(directory, 'assets')).filter((each) => extname(each) in types)) {
    const file = read(join(directory, 'assets', name));
    const url = `/assets/${name}`;
    app.get(url, (request, reply) => send(file, 'public, max-age=31536000, immutable', request, reply));
    allowOnly(app, url, ['GET', 'HEAD']);
  }
}

function read(path: string): Built {
  const plain = readFileSync(path);
  const forms = [
    ['br', `${path}.br`],
    ['gzip', `${path}.gz`],
  ] as const;
  const bodies = new Map<string, Buffer>();
  for (const [encoding, file] of forms) if (existsSync(file)) bodies.set(encoding, readFileSync(file));
  bodies.set('identity', plain);
  return {
    type: types[extname(path)]!,
    bodies,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 16)}"`,
  };
}

function send({ type, bodies, etag }: Built, caching: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ 'cache-control': caching, 'content-security-policy': contentPolicy, vary: 'accept-encoding', etag });
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  // Who accepts none of them gets the file as it is.
  const encoding = negotiate(String(request.headers['accept-encoding'] ?? ''), [...bodies.keys()]) ?? 'identity';
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(type).send(bodies.get(encoding));
}
