import { Pool } from 'pg';
import type { Packing } from '../../src/points/packing.js';
import type { PointMart, PointStore, PointWriter } from '../../src/points/store.js';

/** A point store that many gateways could share: buckets in PostgreSQL, partitioned by hash. It proves that nothing above knows of files. */
export async function openPostgresPoints(
  url: string,
  schema: string,
): Promise<{ store: PointStore; write(month: string): PointWriter; remove(): Promise<void> }> {
  const pool = new Pool({ connectionString: url, options: `-c search_path=${schema}` });
  const administer = async (statement: string) => {
    const other = new Pool({ connectionString: url });
    await other.query(statement).finally(() => other.end());
  };
  await pool.query(`
    create schema ${schema};
    create table packing (month text, mart text, packing text not null, primary key (month, mart));
    create table bucket (month text, mart text, at integer, rows bytea not null, primary key (month, mart, at)) partition by hash (at);
    ${[0, 1, 2, 3].map((part) => `create table bucket_${part} partition of bucket for values with (modulus 4, remainder ${part});`).join('\n')}`);
  const store: PointStore = {
    async packing(month, mart) {
      const { rows } = await pool.query('select packing from packing where month = $1 and mart = $2', [month, mart]);
      return rows[0] ? (JSON.parse(rows[0].packing) as Packing) : null;
    },
    async bucket(month, mart, at) {
      const { rows } = await pool.query('select rows from bucket where month = $1 and mart = $2 and at = $3', [month, mart, at]);
      return (rows[0]?.rows as Buffer | undefined) ?? null;
    },
    close: () => pool.end(),
  };
  const write = (month: string): PointWriter => ({
    mart: async (mart: PointMart, packing) =>
      void (await pool.query('insert into packing values ($1, $2, $3)', [month, mart, JSON.stringify(packing)])),
    async buckets(mart, buckets) {
      for (const { at, rows } of buckets) await pool.query('insert into bucket values ($1, $2, $3, $4)', [month, mart, at, rows]);
    },
    close: async () => undefined,
  });
  return { store, write, remove: () => administer(`drop schema ${schema} cascade`) };
}
