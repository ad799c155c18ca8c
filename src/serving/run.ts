import { turns } from '../lib/turns.js';
import type { Lane, Row, WarehouseEngine } from '../warehouse/engine.js';
import type { Statement } from '../warehouse/statement.js';

/** What happened to answer a request, for `extensions.route`. */
export interface RouteEntry {
  readonly statement: string;
  readonly source: string;
  readonly rollupMissReason: string | null;
  readonly ms: number;
}

export type Source = Pick<RouteEntry, 'source' | 'rollupMissReason'>;

/** Runs a request's statement, for dashboards unless said otherwise, and notes what was read. */
export type Run = (statement: Statement, lane?: Lane, sources?: readonly Source[]) => Promise<readonly Row[]>;

/** Statements that one request has under way at a time: it must not fill a lane alone. */
const atOnce = 4;

/** `log`: of the request. */
export function runner(engine: WarehouseEngine, log: RouteEntry[], signal?: AbortSignal): Run {
  const inTurn = turns(atOnce);
  return (statement, lane = 'dashboards', sources = [ownSource(statement)]) =>
    inTurn(async () => {
      const start = performance.now();
      const rows = await engine.run(statement, { lane, ...(signal ? { signal } : {}) });
      const ms = Math.round((performance.now() - start) * 100) / 100;
      for (const source of sources) log.push({ statement: statement.name, ...source, ms });
      return rows;
    });
}

/** What a statement that was not routed reads first. */
const ownSource = ({ sql }: Statement): Source => ({
  source: (/\bfrom "?([\w."]+)/i.exec(sql)?.[1] ?? 'no mart').replaceAll('"', ''),
  rollupMissReason: 'number by number',
});
