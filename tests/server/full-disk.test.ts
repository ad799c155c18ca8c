// A server of its own whose ledger lies on a disk of three megabytes: five seconds. A disk of one's own takes root.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { anySize, ownHome } from '../support/demo.js';
import type { Data } from '../support/gateway.js';
import { patient } from '../support/patient.js';

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)('U5 the ledger’s disk is full (skipped where no disk may be mounted: run it as root)', () => {
  let disk: string;
  let app: FastifyInstance;
  beforeAll(async () => {
    const { home, id } = await ownHome(anySize);
    disk = join(home, 'ledger');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
    app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home }, {})), id, { logLevel: 'silent' });
  });
  afterAll(async () => {
    await app?.close();
    // Lazily: SQLite lets go of a file only when its last statement is collected.
    execFileSync('umount', ['-l', disk]);
  });

  const ready = async () => (await app.inject({ url: '/readyz' })).statusCode;
  const ask = async (query: string): Promise<Data> => {
    const headers = { 'content-type': 'application/json' };
    return (await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })).json();
  };
  const decide = async () => (await ask('{ recommendations(number: "3", scene: COUNTER) { id degraded } }')).data.recommendations;
  /** Is it there, read again? */
  const isStored = async (id: string) => (await ask(`{ decision(id: "${id}") { id } }`)).data.decision?.id === id;
  const close = () => ask('mutation { setDoNotContact(number: "3", scope: [OUTBOUND], reason: "asked") }');

  /** Takes all the room that is left. */
  function fillUp(): void {
    const file = openSync(join(disk, 'others'), 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }

  test('no answer carries an id that is not stored, readiness tells it, and it recovers by itself', async () => {
    expect(await ready()).toBe(200);
    // On a busy machine one may be late, which is another matter.
    await expect.poll(async () => (await decide()).id).not.toBeNull();

    fillUp();
    expect(await ready()).toBe(503);
    for (let asked = 0; asked < 20; asked++) {
      const { id, degraded } = await decide();
      expect(id === null ? degraded : await isStored(id)).toBe(true);
    }
    expect((await close()).errors).toMatchObject([
      { extensions: { code: 'UNAVAILABLE' }, message: expect.stringContaining('its disk is full') },
    ]);
    expect((await decide()).id).toBeNull();
    expect(await ready()).toBe(503);

    rmSync(join(disk, 'others'));
    expect(await ready()).toBe(200);
    expect((await close()).errors).toBeUndefined();
    let id: string | null = null;
    await expect
      .poll(async () => {
        ({ id } = await decide());
        return id;
      })
      .not.toBeNull();
    expect(await isStored(id!)).toBe(true);
  });
});
