import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { currentGeneration } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { report } from './figures.js';
import { startGateway, steady } from './http.js';
import { profile } from './numbers.js';
import { settingsOf } from './operator.js';

// npm run bench:profile [-- numbers months rate seconds]: one number's profile (boards, service, life cycle, value) over HTTP, asked for at a
// steady rate whatever the answers take, by a viewer who sees personal columns masked; its twelve months; and three times as many as are meant, of which some
// may be refused, with the time to wait. Latency counts from when a request was due.

const [numbers = '100000', months = '15', rate = '300', seconds = '20'] = process.argv.slice(2);
const { settings } = settingsOf(numbers, months);
const config = loadConfig(settings, {});
const martlet = createMartlet(config);
await martlet.ensureGeneration();
const id = (await currentGeneration(config.home))!;
const serving = await martlet.open(id);
const sample = await serving.engine.run(
  statement('sample', 'select number_id, msisdn from serving.number_profile using sample reservoir(4000 rows) repeatable (7)'),
);
const query = `query ($id: ID, $msisdn: String) { number(id: $id, msisdn: $msisdn) { ${profile(serving)} } }`;
await serving.close();

const gateway = await startGateway(settings, [3]);
const history = `query ($id: ID) { number(id: $id) { id history(months: 12) { month finance { revenue } network { dataGb voiceMin } lifecycle { stage } } } }`;
async function ask(variables: object, text = query): Promise<void> {
  if (!(await gateway.ask(text, variables)).number) throw new Error('no such number');
}
let refused = 0;
/** As a client that is told to come again later. */
const refusable = (asked: Promise<void>) =>
  asked.catch((error: Error) => {
    if (!/"retryAfterMs":\d/.test(error.message)) throw error;
    refused++;
  });

const one = (at: number) => sample[at % sample.length]!;
for (const { number_id } of sample.slice(0, 400)) await ask({ id: String(number_id) });
const wanted = 10;
await steady('profile by id', Number(rate), Number(seconds), (at) => refusable(ask({ id: String(one(at).number_id) })), wanted);
await steady(
  'profile by phone number',
  Number(rate),
  Number(seconds),
  (at) => refusable(ask({ msisdn: one(at).msisdn })),
  wanted,
);
await steady(
  'twelve months by id',
  Number(rate),
  Number(seconds),
  (at) => refusable(ask({ id: String(one(at).number_id) }, history)),
  wanted,
);
report({ name: 'of these refused, each with the time to wait', value: refused, unit: '', wanted: 0 });
refused = 0;
await steady('profile, three times as many', 3 * Number(rate), Number(seconds), (at) =>
  refusable(ask({ id: String(one(at).number_id) })),
);
report({ name: 'profiles refused of three times as many, each with the time to wait', value: refused, unit: '', wanted: null });
await gateway.stop();
