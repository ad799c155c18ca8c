import { digits, report } from './figures.js';
import { startGateway, steady, TooBusy } from './http.js';
import { operatorOf } from './operator.js';

// npm run bench:load [-- minutes rate numbers]: decisions at the counter at a steady rate, alone and beside ten times the load that dashboards and
// exports can bear; then so for `minutes`, with the memory of the process told each minute. It must not grow, and no decision may be degraded.

const [minutes = '30', rate = '20', numbers = '100000'] = process.argv.slice(2);
const { settings, sample } = await operatorOf(numbers, '15');

const gateway = await startGateway({ ...settings, MARTLET_METRICS_PORT: '4398' }, [1, 2, 3, 4]);
const query = `query ($number: ID, $scene: Scene!) { recommendations(number: $number, scene: $scene) {
  id degraded shown { offer { code } rank pitch(locale: ZH) } considered { offer { code } stoppedAt reason(locale: ZH) } } }`;
let degraded = 0;
const decide = async (at: number) => {
  const variables = { number: sample[at % sample.length]!.id, scene: 'COUNTER' };
  const { recommendations } = (await gateway.ask(query, variables)) as { recommendations: { degraded: boolean } };
  if (recommendations.degraded) degraded++;
};

/** What dashboards and scientists ask for, none of it of a rollup alone. */
const heavy: readonly string[] = [
  '{ analysis(dimensions: [CITY, PLAN], measures: [REVENUE, ARPU], from: "2025-12", to: "2026-10") { rows { revenue arpu } } }',
  '{ indicatorTree(tree: "LIFECYCLE", where: { age: { gt: 30 } }) { nodes { code value change } } }',
  '{ explain(measure: REVENUE) { summary(locale: ZH) causes { contribution where { code } } } }',
  '{ numbers(where: { dataGb: { gt: 1 } }, first: 1000, orderBy: [{ column: "revenue", desc: true }]) { nodes { numberId city finance { revenue } } } }',
];
const startExport = `mutation { startExport(input: { what: NUMBERS, format: PARQUET, everybody: true, columns: ["city", "revenue"] }) { id } }`;
const answered = { heavy: 0, refused: 0, exports: 0 };
let isLoaded = true;
const press = async (text: string) => {
  while (isLoaded)
    await gateway.ask(text, {}).then(
      () => answered.heavy++,
      (error: unknown) => {
        if (!(error instanceof TooBusy)) throw error;
        answered.refused++;
        // As a client that reads Retry-After.
        return new Promise((done) => setTimeout(done, 200));
      },
    );
};
const exporting = async () => {
  while (isLoaded) {
    await gateway.ask(startExport, {}).then(
      () => answered.exports++,
      (error: unknown) => {
        if (!(error instanceof TooBusy)) throw error;
      },
    );
    await new Promise((done) => setTimeout(done, 5000));
  }
};
let resident = 0;
/** Of the process in front and of the one behind. */
const memory = async () => {
  const text = await (await fetch('http://127.0.0.1:4398/metrics')).text();
  const each = (name: string, scale: number) =>
    [...text.matchAll(new RegExp(`^${name}\\{.*\\} (.*)$`, 'gm'))].map(([, value]) => Number(value) * scale);
  const both = (name: string, scale: number) =>
    each(name, scale)
      .map((value) => value.toFixed(0))
      .join(' + ');
  const now = each('process_resident_memory_bytes', 1e-6).reduce((sum, value) => sum + value);
  resident = Math.max(resident, now);
  return `resident ${both('process_resident_memory_bytes', 1e-6)} MB, heap ${both('nodejs_heap_size_used_bytes', 1e-6)} MB, loop lag p99 ${both('nodejs_eventloop_lag_p99_seconds', 1000)} ms`;
};

for (let at = 0; at < 300; at++) await decide(at);
const alone = await steady('decision alone', Number(rate), 20, decide);
const wanted = 1.5 * alone + 20;
const pressed = [
  ...Array.from({ length: 10 }, () => heavy)
    .flat()
    .map(press),
  exporting(),
];
await steady('decision, beside ten times the load that begins', Number(rate), 20, decide);
for (let minute = 1; minute <= Number(minutes); minute++) {
  await steady(`decision, beside ten times the load, minute ${minute}`, Number(rate), 60, decide, Number(digits(wanted)));
  console.log(`  ${await memory()}; ${JSON.stringify(answered)}, ${degraded} degraded`);
}
isLoaded = false;
await Promise.all(pressed);
report({
  name: 'decisions that were degraded beside it',
  value: degraded,
  unit: '',
  beside: JSON.stringify(answered),
  wanted: 0,
});
report({
  name: 'resident memory of both processes, at the end of the worst minute (MARTLET_MEMORY is 4GB)',
  value: resident,
  unit: 'MB',
  wanted: 4000,
});
await gateway.stop();
