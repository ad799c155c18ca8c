import { setTimeout as sleep } from 'node:timers/promises';
import { Data, refusalOf } from './ask.js';
import { type Day, sum } from './day.js';
import { redCity } from './people.js';

const signals = `{ signals(kind: STANDING) { against measure { code } where { dimension code label } value expected monthsOpen slice } }`;
const why = `query ($measure: Measure!, $where: SliceFilter) { explain(measure: $measure, where: $where, depth: 1) {
  change causes { where { dimension code label } value contribution slice } }
  indicator(measure: $measure, where: $where) { value status } }`;
const behind = 'query ($slice: Slice!) { numbers(slice: $slice) { totalCount } }';

/** The board sees what is worst beside its plan in the city of the story and asks why: from a figure to its cause. It sees figures, and no numbers. */
export async function redLight(day: Day): Promise<void> {
  const { people, story } = day;
  const { board } = people;
  const found: readonly Data[] = (await day.ask(board, signals)).signals;
  const lights = found.filter(
    ({ against, where }) => against === 'PLAN' && where[0]?.dimension === 'CITY' && where[0].code === redCity,
  );
  const { light, explain, indicator, cause } = await firstExplained(day, lights);
  const [place] = light.where;
  const measure = light.measure.code;
  story.check(
    indicator.status === 'OFF_TRACK' && indicator.value === light.value,
    `the board sees a red light: ${measure} of ${place.label} is ${light.value} CNY of ${light.expected} planned, and has been too low for ${light.monthsOpen} months`,
  );
  const refused = await refusalOf(day.ask(board, behind, { slice: cause.slice }));
  story.check(
    cause.contribution / explain.change > 0.5 && refused === 'FORBIDDEN',
    `it asks why: ${money(cause.contribution)} of ${money(explain.change)} CNY are of ${cause.where[0].label}; whose numbers those are is not for it: ${refused}`,
  );
  day.light = { measure, place, value: light.value, cause };
}

/** The first light that has a cause; of others each part is as far behind. */
async function firstExplained(day: Day, lights: readonly Data[]): Promise<Data> {
  for (const light of lights) {
    const asked = { measure: light.measure.code, where: { city: { eq: light.where[0].code } } };
    const { explain, indicator } = await day.ask(day.people.board, why, asked);
    const cause = explain.causes.find(({ contribution }: Data) => contribution < 0);
    if (cause) return { light, explain, indicator, cause };
  }
  throw new Error(`expected a cause of one of ${lights.length} figures below plan, found none`);
}

const money = (value: number): string => String(Math.round(value * 100) / 100);

const own = `query ($measure: Measure!, $slice: Slice!) {
  all: indicator(measure: $measure) { value } cause: indicator(measure: $measure, slice: $slice) { value } }`;
const rows = 'query ($input: AnalysisInput!) { table(input: $input) { rows { cells } } }';

/** The same figure for who has one city, and for who cuts it otherwise. */
export async function sameFigure(day: Day): Promise<void> {
  const { people, story, light } = day;
  const { measure, place, cause } = light;
  const seen = await day.ask(people.cityManager, own, { measure, slice: cause.slice });
  story.check(
    seen.all.value === light.value && seen.cause.value === cause.value,
    `the manager of ${place.label} sees the same, though all that he sees is his city: ${seen.all.value} CNY, ${seen.cause.value} of the cause`,
  );
  const dimensions = [cause.where[0].dimension, 'PLAN_TIER'];
  const { table } = await day.ask(people.analyst, rows, {
    input: { measures: [measure], dimensions, where: { city: { eq: place.code } } },
  });
  const cells: readonly Data[] = table.rows.map(({ cells }: Data) => ({ code: cells.at(-3), value: cells.at(-1) }));
  const total = sum(cells.map(({ value }) => value));
  const ofCause = sum(cells.flatMap(({ code, value }) => (code === cause.where[0].code ? [value] : [])));
  story.check(
    isEqual(total, light.value) && isEqual(ofCause, cause.value),
    `the analyst cuts it by ${dimensions.join(' and ')}: ${cells.length} rows are ${money(total)} CNY, those of the cause ${money(ofCause)}`,
  );
}

const isEqual = (a: number, b: number): boolean => Math.abs(a - b) < 0.005;

const numbers = `query ($slice: Slice!, $measures: [Measure!]!) { numbers(slice: $slice, first: 1) { totalCount sums(measures: $measures) } }`;
const startExport = 'mutation ($input: ExportInput!) { startExport(input: $input) { id } }';
const ownJobs = '{ exportJobs { nodes { id status rows } } }';

/** The scientist has the numbers behind the cause, and takes them home in a file; no answer came, so he asks for it twice. */
export async function numbersBehind(day: Day): Promise<void> {
  const { people, story, light } = day;
  const { measure, cause } = light;
  const { scientist } = people;
  const { totalCount, sums } = (await day.ask(scientist, numbers, { slice: cause.slice, measures: [measure] })).numbers;
  story.check(sums[0] === cause.value, `the scientist sees the ${totalCount} numbers behind it: together ${sums[0]} CNY`);
  const input = { what: 'NUMBERS', format: 'PARQUET', slice: cause.slice, idempotencyKey: 'behind the red light' };
  const [first, second] = await Promise.all([1, 2].map(() => day.ask(scientist, startExport, { input })));
  const jobs = async (): Promise<readonly Data[]> => (await day.ask(scientist, ownJobs)).exportJobs.nodes;
  let found = await jobs();
  while (found.some(({ status }) => status === 'QUEUED' || status === 'RUNNING')) {
    await sleep(100);
    found = await jobs();
  }
  story.check(
    first.startExport.id === second.startExport.id && found.length === 1 && found[0].rows === totalCount,
    `he asks for a file of them twice in the same moment: ${found.length} export, ${found[0].rows} rows`,
  );
}
