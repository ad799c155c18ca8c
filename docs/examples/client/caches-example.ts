/** The same figures by POST, Apollo Client and urql: `MARTLET_URL=… MARTLET_API_KEY=… npx tsx caches-example.ts` */
import { apolloOf } from './apollo.js';
import type { CachedAsk } from './caches.js';
import { ask, type Gateway } from './client.js';
import {
  HistoryDocument,
  NumbersPageDocument,
  RevenueByStageDocument,
  RevenueDocument,
  RevenueDrillDocument,
  TreeDocument,
} from './generated.js';
import { urqlOf } from './urql.js';

const { MARTLET_URL: url = 'http://127.0.0.1:4000', MARTLET_API_KEY: key } = process.env;
const newest: Gateway = { url, key };
const tree = await ask(newest, TreeDocument, { tree: 'REVENUE' });
const { month, nodes } = tree.data.indicatorTree!;
// A cache that lives on would mix generations: it is of one, and another one begins with an empty cache.
const gateway: Gateway = { ...newest, generation: tree.generation };
const first = await ask(gateway, NumbersPageDocument, { slice: nodes[0]!.slice, first: 1 });
const number = first.data.numbers!.nodes[0]!.numberId;

const post: CachedAsk = async (document, variables) => (await ask(gateway, document, variables)).data;
const money = (figure: number | null | undefined) => figure?.toFixed(2) ?? 'none';

for (const [name, through] of Object.entries({ POST: post, Apollo: apolloOf(gateway), urql: urqlOf(gateway) })) {
  const stages = await through(RevenueDocument, { month, dimensions: ['STAGE'] });
  const whole = await through(RevenueDocument, { month, dimensions: [] });
  const { byStage, whole: again } = await through(RevenueByStageDocument, { month });
  const { indicator } = await through(RevenueDrillDocument, { month, by: 'CITY' });
  const { number: row } = await through(HistoryDocument, { number, months: 4 });
  console.log(name);
  console.log(
    `  ${stages.analysis!.rows.length} stages, ${whole.analysis!.rows.length} whole: ${money(whole.analysis!.rows[0]?.revenue)} CNY`,
  );
  console.log(
    `  ${byStage!.rows.map(({ stage, revenue }) => `${stage} ${money(revenue)}`).join(', ')}; ${money(again!.rows[0]?.revenue)}`,
  );
  console.log(`  ${indicator!.drill.map(({ label, value }) => `${label} ${money(value)}`).join(', ')}`);
  console.log(
    `  number ${number}: ${row!.history.map(({ month: at, finance }) => `${at} ${money(finance.revenue)}`).join(', ')}`,
  );
}
