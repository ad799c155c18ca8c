import { setImmediate } from 'node:timers/promises';
import type { RouteEntry } from '../serving/run.js';
import type { RunOptions, WarehouseEngine } from '../warehouse/engine.js';
import type { Parameter, Statement } from '../warehouse/statement.js';

/** A statement as it would have been run. */
export interface PlannedStatement {
  readonly statement: string;
  /** What it reads and, of what is no rollup, why; empty where there is nothing to choose. */
  readonly sources: readonly { readonly source: string; readonly rollupMissReason: string | null }[];
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/**
 * An engine that stops before the warehouse: it notes the statements and answers that there are no rows. It takes one at a time, so
 * that what is added to the request's route before the next one belongs to it.
 */
export function planningEngine(engine: WarehouseEngine, route: () => readonly RouteEntry[]) {
  const noted: { readonly asked: Statement; readonly from: number }[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const run = (asked: Statement, _options?: RunOptions): Promise<readonly []> => {
    const mine = last.then((): readonly [] => {
      noted.push({ asked, from: route().length });
      return [];
    });
    last = mine.then(() => setImmediate());
    return mine;
  };
  const planned = (): readonly PlannedStatement[] =>
    noted.map(({ asked: { name, sql, parameters }, from }, index) => ({
      statement: name,
      sources: route()
        .slice(from, noted[index + 1]?.from)
        .map(({ source, rollupMissReason }) => ({ source, rollupMissReason })),
      sql,
      parameters,
    }));
  return { engine: { ...engine, run } as WarehouseEngine, planned };
}

/** For people: one statement after the other. */
export const explainText = (statements: readonly PlannedStatement[]): string =>
  statements
    .map(({ statement, sources, sql, parameters }) => {
      const from = sources.map(
        ({ source, rollupMissReason }) => `-- from ${source}${rollupMissReason ? `: ${rollupMissReason}` : ''}`,
      );
      return [`-- ${statement}`, ...from, sql, `-- parameters: ${parametersText(parameters)}`, ''].join('\n');
    })
    .join('\n');

const parametersText = (parameters: readonly Parameter[]): string =>
  JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
