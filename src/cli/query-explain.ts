import { bigintAsText } from '../lib/bigint.js';
import type { Serving } from '../serving/serving.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import type { Parameter, Statement, TellableSource } from '../warehouse/statement.js';

/** A statement as it would have been run. */
export interface PlannedStatement {
  readonly statement: string;
  /** Which engine it is for, where that is not the DuckDB beside the gateway. */
  readonly engine?: 'trino';
  /** What it reads and, of what is no rollup, why. */
  readonly sources: readonly TellableSource[];
  /** In the engine's own words. */
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** An engine that stops before the warehouse: it notes the statements and answers that there are no rows. */
export function planningEngine({ engine, cluster }: Pick<Serving, 'engine' | 'cluster'>) {
  const noted: Statement[] = [];
  const run = async (asked: Statement): Promise<readonly []> => {
    noted.push(asked);
    return [];
  };
  const planned = (): readonly PlannedStatement[] =>
    noted.map((asked) => ({
      statement: asked.name,
      ...(cluster?.isFar(asked) && { engine: 'trino' as const }),
      sources: asked.reads.map(({ source, rollupMissReason }) => ({ source, rollupMissReason })),
      sql: engine.spell(asked),
      parameters: asked.parameters,
    }));
  return { engine: { ...engine, run } as WarehouseEngine, planned };
}

/** For people: one statement after the other. */
export const explainText = (statements: readonly PlannedStatement[]): string =>
  statements
    .map(({ statement, engine, sources, sql, parameters }) => {
      const from = sources.map(
        ({ source, rollupMissReason }) => `-- from ${source}${rollupMissReason ? `: ${rollupMissReason}` : ''}`,
      );
      return [
        `-- ${statement}${engine ? ` (on ${engine})` : ''}`,
        ...from,
        sql,
        `-- parameters: ${parametersText(parameters)}`,
        '',
      ].join('\n');
    })
    .join('\n');

const parametersText = (parameters: readonly Parameter[]): string => JSON.stringify(parameters, bigintAsText);
