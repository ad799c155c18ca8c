import { Data } from './ask.js';
import { type Day, sum } from './day.js';

const create = 'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id sliceCount } }';
const freeze = 'mutation ($id: ID!) { freezeTargetList(id: $id) { id size } }';
const approve = 'mutation ($id: ID!) { approveTargetList(id: $id) { status } }';
const lists = '{ targetLists { nodes { id } } }';

/** What began with a red light becomes a list, of just the numbers behind its cause. */
export async function listOfLight(day: Day): Promise<void> {
  const { people, story, light } = day;
  const { measure, place, cause } = light;
  // What was lost is to come back.
  const goal = { measure, slice: cause.slice, wantedChange: -cause.contribution, by: '2026-12-31' };
  const name = `Revenue of ${cause.where[0].label}`;
  // Of the ten or so who may be called nobody is held out: the team's work below takes six.
  const input = { name, purpose: 'revenue', scene: 'OUTBOUND', slice: cause.slice, holdOut: 0, goal, idempotencyKey: name };
  const made = await twice(() => day.ask(people.marketer, create, { input }));
  const { id, sliceCount } = made[0]!.createTargetList;
  const frozen = await twice(() => day.ask(people.marketer, freeze, { id }));
  const { size } = frozen[0]!.freezeTargetList;
  await day.ask(people.teamLeader, approve, { id });
  const seen: readonly Data[] = (await day.ask(people.cityManager, lists)).targetLists.nodes;
  story.check(
    size >= 6 &&
      made[1]!.createTargetList.id === id &&
      frozen[1]!.freezeTargetList.size === size &&
      seen.length === 1 &&
      seen[0].id === id,
    `the marketer makes and freezes a list of the cause, each asked twice: ${size} members of ${sliceCount} numbers, all of ${place.label}; of today’s lists its manager sees this one`,
  );
  day.light = { ...light, list: id, goal };
}

/** As by a client that got no answer the first time. */
const twice = async <T>(ask: () => Promise<T>): Promise<readonly T[]> => [await ask(), await ask()];

const byCampaign = `query ($campaign: String!) {
  analysis(measures: [CONTACTS, ORDERS, CAMPAIGN_COST], dimensions: [CAMPAIGN], where: { campaign: { eq: $campaign } }) {
    rows { campaign contacts orders campaignCost } } }`;
const drill = `query ($by: Dimension!) { indicator(measure: ORDERS) { value drill(by: $by) { code label value } } }`;
const byAgent = `query ($campaign: String!) {
  analysis(measures: [CONTACTS], dimensions: [AGENT], where: { campaign: { eq: $campaign } }) { rows { agent contacts } } }`;

const listsOfFigure = `query ($measure: Measure!, $where: SliceFilter) { indicator(measure: $measure, where: $where) { value
  lists { id name goal { baseline wantedChange by verdict } } } }`;

/** In the evening the figure has its result: the board sees what came of the list that its own red light began. */
export async function resultSeen(day: Day): Promise<void> {
  const { people, story, light } = day;
  const told = day.toldOf(light.list);
  const orders = told.filter(({ input }) => input.outcome === 'ACCEPTED').length;
  const { indicator } = await day.ask(people.board, drill, { by: 'CAMPAIGN' });
  const part = indicator.drill.find(({ code }: Data) => code === light.list);
  const all = sum(indicator.drill.map(({ value }: Data) => value));
  story.check(
    part?.value === orders && all === indicator.value,
    `the board cuts the ${indicator.value} orders of the month by campaign: “${part?.label}”, the list that its red light began, has ${part?.value}, as its agents were told`,
  );
  const { rows } = (await day.ask(people.cityManager, byCampaign, { campaign: light.list })).analysis;
  const cost = sum(told.map(({ contact }) => contact.cost));
  story.check(
    rows.length === 1 &&
      rows[0].contacts === told.length &&
      rows[0].orders === orders &&
      Math.abs(rows[0].campaignCost - cost) < 0.005,
    `the city manager sees the same: ${rows[0]?.contacts} contacts, ${rows[0]?.orders} orders, ${rows[0]?.campaignCost} CNY`,
  );
  const agents: readonly Data[] = (await day.ask(people.analyst, byAgent, { campaign: light.list })).analysis.rows;
  const own = agents.every(({ agent, contacts }) => told.filter(({ by }) => by.name === agent).length === contacts);
  story.check(
    own && sum(agents.map(({ contacts }) => contacts)) === told.length,
    `the analyst cuts them by agent: ${agents.map(({ agent, contacts }) => `${agent} ${contacts}`).join(', ')}`,
  );
  const scenes = (await day.ask(people.board, drill, { by: 'SCENE' })).indicator;
  const parts: readonly Data[] = scenes.drill;
  story.check(
    sum(parts.map(({ value }) => value)) === scenes.value,
    `and all orders by scene: ${parts.map(({ code, value }) => `${code} ${value}`).join(', ')}`,
  );
  const { lists: named, value } = (
    await day.ask(people.board, listsOfFigure, { measure: light.measure, where: { city: { eq: light.place.code } } })
  ).indicator;
  const { name, goal } = named[0];
  story.check(
    named[0].id === light.list && goal.baseline === light.cause.value && goal.verdict === 'OPEN' && value === light.value,
    `beside the red light stands its list: “${name}” is to bring ${goal.wantedChange.toFixed(2)} CNY more than ${goal.baseline} until ${goal.by}: ${goal.verdict}`,
  );
}
