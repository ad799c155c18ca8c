// A PostgreSQL server and a gateway of its own, as it stops the one under the other: six seconds.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { type Cluster, hasPostgres, newCluster } from '../support/cluster.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

describe.skipIf(!hasPostgres)('U7 PostgreSQL goes and comes back (skipped where /usr/lib/postgresql is not there)', () => {
  let cluster: Cluster;
  let app: FastifyInstance;
  /** Of another gateway. */
  let ledger: Ledger;
  beforeAll(async () => {
    const [{ home, id }, own] = await Promise.all([ownHome(anySize), newCluster()]);
    cluster = own;
    app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, DATABASE_URL: own.url }, {})), id, {
      logLevel: 'silent',
    });
    ledger = await openLedger({ home, databaseUrl: own.url });
  });
  afterAll(async () => {
    await ledger?.close();
    await app?.close();
    await cluster?.remove();
  });

  const ready = async () => (await app.inject({ url: '/readyz' })).statusCode;
  const ask = async (query: string) =>
    (
      await app.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: { query } })
    ).json();
  /** Closes a scene for a number, which the ledger must store. */
  const close = (number: number) => ask(`mutation { setDoNotContact(number: "${number}", scope: [OUTBOUND], reason: "asked") }`);
  const stored = async (): Promise<readonly string[]> => {
    const rows = await ledger.db.selectFrom('do_not_contact').select('number_id').orderBy('number_id').execute();
    return rows.map(({ number_id }) => number_id);
  };
  const unavailable = { code: 'UNAVAILABLE', retryAfterMs: expect.any(Number) };

  test('in the middle of transactions: they fail, nothing ends the process, readiness tells it, and all of it comes back by itself', async () => {
    expect(await ready()).toBe(200);
    expect((await close(1)).errors).toBeUndefined();
    // More than the pool has connections, and each of them in use when its server goes.
    let begun = 0;
    let go = () => {};
    const stopped = new Promise<void>((resolve) => {
      go = resolve;
    });
    const cut = Array.from({ length: 12 }, () =>
      ledger.transaction(async (transaction) => {
        await transaction.selectFrom('audit_line').select('seq').execute();
        begun++;
        await stopped;
        await transaction.deleteFrom('do_not_contact').execute();
      }),
    );
    const ends = Promise.allSettled(cut);
    await expect.poll(() => begun).toBe(10);
    await cluster.stop();
    go();
    for (const end of await ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } });

    expect(await ready()).toBe(503);
    const { errors } = await close(2);
    expect(errors).toMatchObject([{ extensions: unavailable, message: expect.stringMatching(/^The ledger does not answer/) }]);
    expect(errors[0].message).not.toMatch(/127\.0\.0\.1|postgres/);

    await cluster.start();
    expect(await ready()).toBe(200);
    expect((await close(3)).errors).toBeUndefined();
    // What was acknowledged, and nothing else; and no connection was lost for good.
    expect(await stored()).toEqual(['1', '3']);
    await Promise.all(
      Array.from({ length: 20 }, () => ledger.transaction((each) => each.selectFrom('decision').selectAll().execute())),
    );
  });
});
