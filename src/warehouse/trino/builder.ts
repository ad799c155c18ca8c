import type { Builder } from '../duckdb.js';
import type { Row } from '../engine.js';
import { engineError } from '../errors.js';
import { spelled } from '../spelled.js';
import type { Parameter, Statement } from '../statement.js';
import type { Coordinator } from './coordinator.js';
import { trinoHelpers } from './dialect.js';
import { describeSql, executeTrustedSql } from './execute-sql.js';
import { Query } from './query.js';

type Asked = Pick<Statement, 'name' | 'sql' | 'parameters'>;

const tags = { 'X-Trino-Client-Tags': 'build' };

/**
 * Runs trusted SQL of any kind on a cluster: what a generation is made by. Statements know nothing of each other there: what one makes for
 * the next is a table or a view of the schema. Closed, it ends what still runs.
 */
export function trinoBuilder(coordinator: Coordinator): Builder {
  const closed = new AbortController();
  const run = async <T>(asked: Asked, sql: string, read: (begun: Query) => Promise<T>): Promise<T> => {
    try {
      const begun = await Query.begin(coordinator, sql, tags, closed.signal);
      try {
        return await read(begun);
      } finally {
        await begun.close();
      }
    } catch (cause) {
      throw engineError(asked, cause);
    }
  };
  const portable = (sql: string, parameters: readonly Parameter[] = []): Asked => ({
    name: 'build',
    sql: spelled(sql, trinoHelpers),
    parameters,
  });
  const query = async (sql: string, parameters?: readonly Parameter[]): Promise<readonly Row[]> => {
    const asked = portable(sql, parameters);
    return run(asked, executeTrustedSql(asked), async (begun) => {
      const all: Row[] = [];
      for (let rows = await begun.next(closed.signal); rows; rows = await begun.next(closed.signal))
        for (const row of rows) all.push(row);
      return all;
    });
  };
  return {
    execute: async (sql) => void (await query(sql)),
    query,
    describe: async (sql) => {
      const asked = portable(sql);
      return run(asked, describeSql(asked), async (begun) => {
        await begun.next(closed.signal);
        return begun.columns.map(({ name, type }) => ({ name, type }));
      });
    },
    close: async () => {
      closed.abort();
      coordinator.close();
    },
  };
}
