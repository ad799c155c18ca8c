import { answering, data, packages } from './answering.js';
import type { Row } from './questions.js';

// drizzle-cube: cubes over a Drizzle schema, with the JSON queries of Cube.js, asked of its compiler in process (`SemanticLayerCompiler.execute`, as its
// adapters for HTTP do) without its cache. DuckDB is reached by the driver that it names as its peer dependency.

const { DuckDBInstance } = packages('@duckdb/node-api');
const { drizzle } = packages('@leonardovida-md/drizzle-neo-duckdb');
const { boolean, numeric, pgTable, text } = packages('drizzle-orm/pg-core');
const { sql } = packages('drizzle-orm');
const { SemanticLayerCompiler, defineCube } = packages('drizzle-cube/server');

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(`create view numbers as select * from '${data}'`);
const table = pgTable('numbers', {
  numberId: text('number_id'),
  city: text('city'),
  revenue: numeric('revenue'),
  dataGb: numeric('data_gb'),
  onBooks: boolean('on_books'),
  wasOnBooks: boolean('was_on_books'),
});
const compiler = new SemanticLayerCompiler({ drizzle: drizzle(connection), schema: { numbers: table }, engineType: 'duckdb' });
compiler.registerCube(
  defineCube('Numbers', {
    sql: () => ({ from: table }),
    dimensions: {
      city: { name: 'city', type: 'string', sql: table.city },
      dataGb: { name: 'dataGb', type: 'number', sql: table.dataGb },
    },
    measures: {
      numbers: { name: 'numbers', type: 'count', sql: table.numberId, filters: [() => sql`${table.onBooks}`] },
      opening: { name: 'opening', type: 'count', sql: table.numberId, filters: [() => sql`${table.wasOnBooks}`] },
      revenue: { name: 'revenue', type: 'sum', sql: table.revenue },
      arpu: { name: 'arpu', type: 'calculated', calculatedSql: '{revenue} * 2 / nullif({opening} + {numbers}, 0)' },
    },
  }),
);
const over = { member: 'Numbers.dataGb', operator: 'gt', values: [5] };

await answering(
  async ({ question }): Promise<readonly Row[]> => {
    const { data: rows } = await compiler.execute(
      {
        dimensions: ['Numbers.city'],
        measures: ['Numbers.numbers', 'Numbers.revenue', 'Numbers.arpu'],
        filters: question === 'citiesOverFiveGb' ? [over] : [],
        order: { 'Numbers.city': 'asc' },
      },
      {},
    );
    return rows;
  },
  (rows) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replace('Numbers.', ''), value]))),
);
