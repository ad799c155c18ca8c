import { answering, data, packages } from './answering.js';
import type { Row } from './questions.js';

// Malloy: a semantic model over DuckDB, compiled and run by its own runtime (`SingleConnectionRuntime`) with its own connection. The model is loaded once,
// as a server would keep it; each question is text, compiled anew: what a client sends.

const { SingleConnectionRuntime } = packages('@malloydata/malloy');
const { DuckDBConnection } = packages('@malloydata/db-duckdb');

const runtime = new SingleConnectionRuntime({ connection: new DuckDBConnection('duckdb') });
const model = runtime.loadModel(`source: numbers is duckdb.table('${data}') extend {
  measure:
    closing_subscribers is count() { where: on_books }
    opening_subscribers is count() { where: was_on_books }
    total_revenue is revenue.sum()
    arpu is total_revenue * 2 / nullif(opening_subscribers + closing_subscribers, 0)
}`);

await answering(
  async ({ question }): Promise<readonly Row[]> => {
    const where = question === 'citiesOverFiveGb' ? 'where: data_gb > 5;' : '';
    const query = model.loadQuery(
      `run: numbers -> { ${where} group_by: city; aggregate: numbers is closing_subscribers, revenue is total_revenue, arpu; order_by: city }`,
    );
    const { data: answer } = await query.run({ rowLimit: 1000 });
    return answer.toObject();
  },
  (rows) => rows,
);
process.exit();
