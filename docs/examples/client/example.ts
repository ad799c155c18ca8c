/** From a figure to its numbers, and to a file of them: `MARTLET_URL=… MARTLET_API_KEY=… MARTLET_PURPOSE=… npx tsx example.ts` */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, type Gateway, type NumberRow, numbersOf } from './client.js';
import { download, progressOf } from './exports.js';
import { type JobFragment, NumberByMsisdnDocument, StartExportDocument, TreeDocument } from './generated.js';

const { MARTLET_URL: url = 'http://127.0.0.1:4000', MARTLET_API_KEY: key, MARTLET_PURPOSE: purpose } = process.env;
const newest: Gateway = { url, key, purpose };

const tree = await ask(newest, TreeDocument, { tree: 'LIFECYCLE' });
const { month, nodes } = tree.data.indicatorTree!;
const dualDrop = nodes.find(({ code }) => code === 'LIFECYCLE.DECLINE.DUAL_DROP')!;
console.log(`${dualDrop.name} in ${month}: ${dualDrop.value} numbers`);

// All that follows is of the data that the figure is of.
const gateway: Gateway = { ...newest, generation: tree.generation };
const numbers: NumberRow[] = [];
for await (const number of numbersOf(gateway, dualDrop.slice, 100)) numbers.push(number);
const revenue = numbers.reduce((sum, { finance }) => sum + (finance.revenue ?? 0), 0);
console.log(`${numbers.length} numbers in pages of 100, ${revenue.toFixed(2)} CNY of revenue`);

const msisdn = numbers[0]?.msisdn ?? '';
const { data } = await ask(gateway, NumberByMsisdnDocument, { msisdn });
console.log(`${msisdn} pays most of them: ${data.number?.lifecycle.segment}, value tier ${data.number?.value.tier}`);

const started = await ask(gateway, StartExportDocument, {
  slice: dualDrop.slice,
  columns: ['city', 'dataGb', 'revenue'],
  format: 'CSV',
  // Sent again after a broken connection it gives the same job, and begins no other.
  idempotencyKey: randomUUID(),
});
let job: JobFragment = started.data.startExport;
for await (job of progressOf(gateway, job.id)) console.error(`${job.status} ${Math.round(job.progress * 100)} %`);
if (job.status !== 'DONE') throw new Error(`${job.status}: ${job.error}`);
const path = join(tmpdir(), `${job.id}.csv`);
await download(gateway, job, path);
console.log(`${job.rows} rows in the file`);
