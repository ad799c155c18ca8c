import { DuckDBInstance } from '@duckdb/node-api';
import type { Serving } from '../../src/serving/serving.js';
import type { Comparison } from './rows.js';

/** A number's boards, service, life cycle and value. */
export function profile({ numberColumns }: Pick<Serving, 'numberColumns'>): string {
  const of = (board: string): string =>
    [...numberColumns.values()]
      .filter((column) => column.board === board && !['month', 'numberId'].includes(column.field))
      .map(({ field }) => field)
      .join(' ');
  const boards = ['market', 'network', 'finance', 'service'].map((board) => `${board} { ${of(board)} }`);
  return `id month ${of('identity')} ${boards.join(' ')} lifecycle { stage segment rules joinedMonthsAgo }
    value { tier rfm { recency frequency money cell } lifetimeValue lifetimeValueAbsence monthlyMargin groups score { total spend need satisfaction stickiness recommendation } }`;
}

/** Every field of a PhoneNumber that is a column. */
const everyColumn = (serving: Serving): string => {
  const features = [...serving.numberColumns.values()].filter(({ board }) => board === 'features').map(({ field }) => field);
  return `${profile(serving)} features { ${features.join(' ')} }`;
};

const page = (selection: string, order: string, after = ''): string =>
  `{ numbers(first: 1000${order}${after && `, after: "${after}"`}) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`;

// Data is looked at field by field.
// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Ask = (query: string) => Promise<any>;

/** Pages of 1,000 numbers against what somebody would write on DuckDB's own package, and a late page against the first. */
export async function numbersRows(serving: Serving, ask: Ask, dir: string): Promise<readonly Comparison[]> {
  const bare = await (await DuckDBInstance.create(':memory:')).connect();
  await bare.run(`attach '${dir}/serving.duckdb' as serving (read_only)`);
  const byHand = (order: string) => async () => {
    const reader = await bare.runAndReadAll(`select * from serving.number_profile order by ${order} limit 1001`);
    JSON.stringify(reader.getRowObjectsJson());
  };
  const all = everyColumn(serving);
  const orders = [
    { name: 'by id', graph: '', sql: 'number_id' },
    { name: 'by revenue', graph: ', orderBy: [{ column: "revenue", desc: true }]', sql: 'revenue desc, number_id' },
  ];
  const rows: Comparison[] = [];
  for (const { name, graph, sql } of orders) {
    rows.push({
      name: `page of 1,000 numbers, all ${serving.numberColumns.size} columns, ${name} (against bare DuckDB + JSON)`,
      graph: () => ask(page(all, graph)),
      direct: byHand(sql),
      limit: 1.3,
    });
    const pages = Math.min(1000, Math.floor(serving.manifest.numbers / 1000));
    const last = await walk(ask, graph, pages - 1);
    rows.push({
      name: `page ${pages} against page 1, all columns, ${name}`,
      graph: () => ask(page(all, graph, last)),
      direct: () => ask(page(all, graph)),
      limit: 1.2,
    });
  }
  return rows;
}

/** The cursor after so many pages. */
async function walk(ask: Ask, order: string, pages: number): Promise<string> {
  let after = '';
  const wide = 10_000;
  for (let done = 0; done < pages * 1000; done += wide) {
    const first = Math.min(wide, pages * 1000 - done);
    const { data } = await ask(page('id', order, after).replace('first: 1000', `first: ${first}`));
    after = data.numbers.pageInfo.endCursor;
  }
  return after;
}
