import type { Builder } from '../duckdb.js';
import type { Row } from '../engine.js';
import { engineError } from '../errors.js';
import { spelled } from '../sql.js';
import type { Parameter } from '../statement.js';
import type { Coordinator } from './coordinator.js';
import { trinoHelpers } from './dialect.js';
import { executeTrustedSql } from './execute-sql.js';
import { Query } from './query.js';

const tags = { 'X-Trino-Client-Tags': 'build' };

/**
 * Runs trusted SQL of any kind on a cluster: what a generation is made by. Statements know nothing of each other there: what one makes for
 * the next is a table or a view of the schema. Closed, it ends what still runs.
 */
export function trinoBuilder(coordinator: Coordinator): Builder {
  const closed = new AbortController();
  const query = async (sql: string, parameters: readonly Parameter[] = []): Promise<readonly Row[]> => {
    const asked = { name: 'build', sql: spelled(sql, trinoHelpers), parameters };
    try {
      const begun = await Query.begin(coordinator, executeTrustedSql(asked), tags, closed.signal);
      try {
        const all: Row[] = [];
        for (let rows = await begun.next(closed.signal); rows; rows = await begun.next(closed.signal))
          for (const row of rows) all.push(row);
        return all;
      } finally {
        await begun.close();
      }
    } catch (cause) {
      throw engineError(asked, cause);
    }
  };
  return {
    execute: async (sql) => void (await query(sql)),
    query,
    close: async () => {
      closed.abort();
      coordinator.close();
    },
  };
}
