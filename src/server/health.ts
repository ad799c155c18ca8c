import type { FastifyInstance } from 'fastify';
import { allowOnly } from '../faces/rest/refuse.js';
import type { Lease } from '../serving/generations.js';
import { statement } from '../warehouse/statement.js';
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

/** Alive: the process answers. Ready: the warehouse and the ledger answer too, the generation's files are whole, and we are not about to stop. */
export function health(app: FastifyInstance, { generations, ledger }: Pick<OpenParts, 'generations' | 'ledger'>): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  for (const url of ['/healthz', '/readyz']) allowOnly(app, url, ['GET', 'HEAD']);
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (app.closing.now) return reply.code(503).send({ status: 'stopping' });
    let lease: Lease | undefined;
    try {
      await generations.look();
      lease = await generations.lease();
      const { engine, manifest } = lease.serving;
      await engine.run(statement('readiness', 'select 1 as one'), { lane: 'channels' });
      await ledger.db.selectFrom('audit_line').select('seq').limit(1).execute();
      return { status: 'ready', generation: manifest.id, dataDate: manifest.dataDate, load: engine.load() };
    } catch (error) {
      app.log.error({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'the warehouse or the ledger does not answer' });
    } finally {
      lease?.release();
    }
  });
}
