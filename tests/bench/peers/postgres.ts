import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { hasPostgres, newCluster } from '../../support/cluster.js';

export type Postgres = Awaited<ReturnType<typeof startPostgres>>;

/** Debian's PostgreSQL, with the settings that it comes with, in a cluster of this run only. */
export async function startPostgres() {
  if (!hasPostgres) throw new Error('PostgreSQL is not installed (Debian: postgresql)');
  const { url, remove } = await newCluster();
  const psql = (sql: string, input: number | 'ignore' = 'ignore') =>
    execFileSync('psql', ['--quiet', '--set=ON_ERROR_STOP=1', `--command=${sql}`, url], { stdio: [input, 'ignore', 'pipe'] });
  return {
    url,
    /** A table of what a query of DuckDB gives, with its types, and with the statistics that autovacuum would make. */
    async load(table: string, query: string, primaryKey: string): Promise<void> {
      const folder = mkdtempSync(join(tmpdir(), 'martlet-peers-'));
      const csv = join(folder, 'rows.csv');
      const bare = await (await DuckDBInstance.create(':memory:')).connect();
      const described = await bare.runAndReadAll(`describe ${query}`);
      await bare.run(`copy (${query}) to '${csv}' (format csv, header)`);
      bare.closeSync();
      const columns = described.getRowObjectsJson().map(({ column_name, column_type }) => `${column_name} ${column_type}`);
      psql(`create table ${table} (${columns.join(', ')}, primary key (${primaryKey}))`);
      const input = openSync(csv, 'r');
      psql(`copy ${table} from stdin (format csv, header)`, input);
      closeSync(input);
      psql(`vacuum analyze ${table}`);
      rmSync(folder, { recursive: true });
    },
    remove,
  };
}
