import { bigintAsText } from '../lib/bigint.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import type { Parameter, Statement, TellableSource } from '../warehouse/statement.js';

/** A statement as it would have been run. */
export interface PlannedStatement {
  readonly statement: string;
  /** What it reads and, of what is no rollup, why. */
  readonly sources: readonly TellableSource[];
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** An engine that stops before the warehouse: it notes the statements and answers that there are no rows. */
export function planningEngine(engine: WarehouseEngine) {
  const noted: Statement[] = [];
  const run = async (asked: Statement): Promise<readonly []> => {
    noted.push(asked);
    return [];
  };
  const planned = (): readonly PlannedStatement[] =>
    noted.map(({ name, sql, parameters, reads }) => ({
      statement: name,
      sources: reads.map(({ source, rollupMissReason }) => ({ source, rollupMissReason })),
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

const parametersText = (parameters: readonly Parameter[]): string => JSON.stringify(parameters, bigintAsText);
