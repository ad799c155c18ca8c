import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { hashOf, loadTrustedDocuments } from '../../src/security/trusted-documents.js';
import { createServer } from '../../src/server/server.js';
import { martlet } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-trusted-'));
const path = join(dir, 'policies.yaml');
const list = join(dir, 'trusted.json');
const [bound, free] = [newKey('channel', ['channel'], []), newKey('board', ['board'], [])];
const trusted = 'query Me { me { subject } }';
const other = '{ me { tiers } }';
const watched = 'subscription ($id: ID!) { exportProgress(id: $id) { status } }';

let app: FastifyInstance;
beforeAll(async () => {
  writeFileSync(list, JSON.stringify({ [hashOf(trusted)]: trusted }));
  const board = { tiers: [1], cities: 'all' };
  const roles = { board, channel: { ...board, documents: 'trusted' } };
  writeFileSync(path, stringify({ documents: 'trusted.json', roles, keys: [bound.entry, free.entry] }));
  const { home, id } = await ownHome(anySize);
  app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: path }, {})), id, {
    logLevel: 'silent',
  });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

interface Asked {
  readonly query?: string;
  readonly hash?: string;
}
const extensionsOf = (hash: string | undefined) => (hash ? { persistedQuery: { version: 1, sha256Hash: hash } } : undefined);
const byPost = ({ query, hash }: Asked, secret = bound.secret) =>
  app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${secret}` },
    payload: { query, extensions: extensionsOf(hash) },
  });
const byGet = ({ query, hash }: Asked, secret = bound.secret) =>
  app.inject({
    method: 'GET',
    url: '/graphql',
    headers: { authorization: `Bearer ${secret}`, 'apollo-require-preflight': '1' },
    query: { ...(query && { query }), ...(hash && { extensions: JSON.stringify(extensionsOf(hash)) }) },
  });

// By GET first: what is asked for by POST with text and hash is kept for all, and would be found.
test.each([
  ['GET', byGet],
  ['POST', byPost],
])('Q6: by %s who is bound asks for what is listed, by text or by hash, and for nothing else', async (_, ask) => {
  const data = async (asked: Asked, secret?: string) => (await ask(asked, secret)).json().data;
  const code = async (asked: Asked, secret?: string) => (await ask(asked, secret)).json().errors[0].extensions.code;
  const me = { me: { subject: 'channel' } };
  expect(await data({ query: trusted })).toEqual(me);
  expect(await data({ hash: hashOf(trusted) })).toEqual(me);
  expect(await data({ query: trusted, hash: hashOf(trusted) })).toEqual(me);
  for (const asked of [
    { query: other },
    { query: `${trusted} ` },
    { hash: hashOf(other) },
    { query: other, hash: hashOf(other) },
    { hash: 'x' },
  ])
    expect([asked, await code(asked)]).toEqual([asked, 'UNTRUSTED_DOCUMENT']);
  // A hash says nothing of another text.
  expect(await code({ query: other, hash: hashOf(trusted) })).not.toBeUndefined();
  // What others have had kept is not his.
  expect(await data({ query: other, hash: hashOf(other) }, free.secret)).toEqual({ me: { tiers: [1] } });
  expect(await data({ hash: hashOf(other) }, free.secret)).toEqual({ me: { tiers: [1] } });
  expect(await code({ hash: hashOf(other) })).toBe('UNTRUSTED_DOCUMENT');
});

test('Q6: by WebSocket, too', async () => {
  const first = async (secret: string) => {
    const socket = await app.injectWS('/graphql', { headers: { 'sec-websocket-protocol': 'graphql-transport-ws' } });
    try {
      return await new Promise<string>((done) => {
        socket.on('message', (data: Buffer) => {
          const { type, payload } = JSON.parse(data.toString());
          const asked = { query: watched, variables: { id: 'x' } };
          if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: asked }));
          else done(payload?.[0]?.extensions?.code ?? payload?.errors?.[0]?.extensions?.code ?? type);
        });
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }));
      });
    } finally {
      socket.terminate();
    }
  };
  expect(await first(bound.secret)).toBe('UNTRUSTED_DOCUMENT');
  expect(await first(free.secret)).not.toBe('UNTRUSTED_DOCUMENT');
});

test('Q6: martlet trust adds documents by the hash of their text, and refuses what is none of this graph', async () => {
  const [one, wrong, out] = [join(dir, 'one.graphql'), join(dir, 'wrong.graphql'), join(dir, 'out.json')];
  writeFileSync(one, `${trusted}\n`);
  writeFileSync(wrong, '{ nothing }');
  expect((await martlet(['trust', one, '--out', out])).stdout).toContain(hashOf(`${trusted}\n`));
  writeFileSync(one, other);
  await martlet(['trust', one, '--out', out]);
  expect(new Set(loadTrustedDocuments(out).values())).toEqual(new Set([`${trusted}\n`, other]));
  const before = readFileSync(out, 'utf8');
  expect((await martlet(['trust', wrong, '--out', out])).stderr).toContain('Cannot query field "nothing"');
  expect(readFileSync(out, 'utf8')).toBe(before);
  writeFileSync(out, before.replace('tiers', 'roles'));
  expect(() => loadTrustedDocuments(out)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
