import { report } from './figures.js';
import { startGateway, steady, TooBusy } from './http.js';
import { operatorOf } from './operator.js';

// npm run bench:decisions [-- numbers months rate seconds]: decisions over HTTP, explained and written down, asked for at a steady rate whatever the
// answers take. Latency counts from when a question was due.

const [numbers = '100000', months = '15', rate = '300', seconds = '20'] = process.argv.slice(2);
const { settings, sample } = await operatorOf(numbers, months);

const query = `query ($number: ID, $msisdn: String, $scene: Scene!) {
  recommendations(number: $number, msisdn: $msisdn, scene: $scene) {
    id at degraded dataDate heldOut
    shown { offer { code name(locale: ZH) } rank netBenefit acceptProbability reason(locale: ZH) pitch(locale: ZH) inputs { name value } ruleVersion }
    considered { offer { code } rank stoppedAt reason(locale: ZH) }
  }
}`;
const gateway = await startGateway(settings, [4]);
let degraded = 0;
let refused = 0;
const ask = async (variables: object) => {
  const answer = (await gateway.ask(query, variables).catch((error: unknown) => {
    if (!(error instanceof TooBusy)) throw error;
    refused++;
    return null;
  })) as { recommendations: { degraded: boolean } } | null;
  if (answer?.recommendations.degraded) degraded++;
};
const one = (at: number) => sample[at % sample.length]!;
for (let at = 0; at < 300; at++) await ask({ number: one(at).id, scene: 'COUNTER' });
const wanted = 50;
for (const scene of ['COUNTER', 'OUTBOUND'])
  await steady(`decision, ${scene}, by id`, Number(rate), Number(seconds), (at) => ask({ number: one(at).id, scene }), wanted);
await steady(
  'decision, COUNTER, by phone number',
  Number(rate),
  Number(seconds),
  (at) => ask({ msisdn: one(at).msisdn, scene: 'COUNTER' }),
  wanted,
);
report({ name: 'decisions that were degraded', value: degraded, unit: '', wanted: 0 });
report({ name: 'decisions that were refused, with the time to wait', value: refused, unit: '', wanted: 0 });
await gateway.stop();
