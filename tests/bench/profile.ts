import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { currentGeneration } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { startGateway, steady } from './http.js';
import { profile } from './numbers.js';

// npm run bench:profile [-- numbers months rate seconds]: one number's profile (boards, service, life cycle, value) over HTTP, asked for at a
// steady rate whatever the answers take, by a viewer who sees personal columns masked. Latency counts from when a request was due.

const [numbers = '100000', months = '15', rate = '200', seconds = '20'] = process.argv.slice(2);
const home = `.bench/${numbers}x${months}`;
const settings = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: numbers, MARTLET_DEMO_MONTHS: months };
const config = loadConfig(settings, {});
const martlet = createMartlet(config);
await martlet.ensureGeneration();
const id = (await currentGeneration(config.home))!;
const serving = await martlet.open(id);
const sample = await serving.engine.run(
  statement('sample', 'select number_id, msisdn from serving.number_profile using sample reservoir(4000 rows) repeatable (7)'),
);
const query = `query ($id: ID, $msisdn: String) { number(id: $id, msisdn: $msisdn) { ${profile(serving)} } }`;
await serving.engine.close();

const gateway = await startGateway(settings, [3]);
async function ask(variables: object): Promise<void> {
  if (!(await gateway.ask(query, variables)).number) throw new Error('no such number');
}

const one = (at: number) => sample[at % sample.length]!;
for (const { number_id } of sample.slice(0, 400)) await ask({ id: String(number_id) });
await steady('profile by id', Number(rate), Number(seconds), (at) => ask({ id: String(one(at).number_id) }));
await steady('profile by phone number', Number(rate), Number(seconds), (at) => ask({ msisdn: one(at).msisdn }));
await gateway.stop();
