import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { allowOnly } from '../faces/rest/refuse.js';
import { probeLedger } from '../ledger/probe.js';
import type { Cluster } from '../serving/cluster.js';
import type { Lease } from '../serving/generations.js';
import { statement } from '../warehouse/statement.js';
import type { Backend } from './backend/backend.js';
import type { OpenParts } from './parts.js';

/** Is the server about to stop? */
export interface Closing {
  now: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly closing: Closing;
  }
}

/** A database that is gone without a word lets a statement wait for minutes. */
const ledgerMs = 2000;

const silent = async (): Promise<never> => {
  await sleep(ledgerMs, undefined, { ref: false });
  throw new Error(`the ledger did not answer within ${ledgerMs} ms`);
};

/** A cluster under load takes its time. */
const clusterMs = 3000;

/** Asked each time that readiness is, which costs a cluster a few ms. */
const stateOf = ({ engine }: Cluster): Promise<'answers' | 'does not answer'> =>
  engine.run(statement('readiness', 'select 1 as one'), { lane: 'dashboards', deadlineMs: clusterMs }).then(
    () => 'answers',
    () => 'does not answer',
  );

/** Alive: the process answers. Ready: the warehouse answers, the ledger can be written, the generation's files are whole, and we are not about to stop. */
export function health(
  app: FastifyInstance,
  { generations, ledger }: Pick<OpenParts, 'generations' | 'ledger'>,
  backend: Pick<Backend, 'state'> | null,
): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  for (const url of ['/healthz', '/readyz']) allowOnly(app, url, ['GET', 'HEAD']);
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (app.closing.now) return reply.code(503).send({ status: 'stopping' });
    let lease: Lease | undefined;
    try {
      await generations.look();
      lease = await generations.lease();
      const { engine, manifest, cluster } = lease.serving;
      // What needs it is refused while it is away, and all else goes on. It is asked beside the others, as it takes the longest.
      const asked = cluster && stateOf(cluster);
      await engine.run(statement('readiness', 'select 1 as one'), { lane: 'channels' });
      await Promise.race([probeLedger(ledger), silent()]);
      const { alarm } = generations;
      // A lost one is being started again, and the counter is served meanwhile: a balancer that turned away from us would end that too.
      const behind = backend ? { backend: backend.state } : {};
      return {
        status: 'ready',
        generation: manifest.id,
        dataDate: manifest.dataDate,
        alarm,
        load: engine.load(),
        ...(asked && { cluster: await asked }),
        ...behind,
      };
    } catch (error) {
      app.log.error({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'the warehouse or the ledger does not answer' });
    } finally {
      lease?.release();
    }
  });
}
