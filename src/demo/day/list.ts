import { refusalOf } from './ask.js';
import { type Day, sum } from './day.js';

const fields = 'id status size heldOut sliceCount offers { code } suppressed { why count } expectedCost';
const tree = '{ indicatorTree(tree: "LIFECYCLE") { month nodes { code value slice } } }';
const create = `mutation ($input: TargetListInput!) { createTargetList(input: $input) { ${fields} } }`;
const freeze = `mutation ($id: ID!) { freezeTargetList(id: $id) { ${fields} } }`;
const approve = 'mutation ($id: ID!) { approveTargetList(id: $id) { status approvedBy } }';

/** From an indicator to an approved list: who is on it, who is not and why, and two pairs of eyes. */
export async function makeList(day: Day): Promise<void> {
  const { people, story } = day;
  const { marketer, approver } = people;
  const { indicatorTree } = await day.ask(marketer, tree);
  const decline = indicatorTree.nodes.find(({ code }: { code: string }) => code === 'LIFECYCLE.DECLINE');
  const budget = 20_000;
  const input = {
    name: 'Keep those who fade',
    purpose: 'retention',
    scene: 'OUTBOUND',
    slice: decline.slice,
    holdOut: 0.2,
    budget,
  };
  const { createTargetList } = await day.ask(marketer, create, { input });
  const { id } = createTargetList;
  story.check(
    createTargetList.sliceCount === decline.value,
    `the marketer walks the tree to LIFECYCLE.DECLINE, ${decline.value} numbers, and makes a list of its slice: ${createTargetList.sliceCount} numbers`,
  );
  const { freezeTargetList: list } = await day.ask(marketer, freeze, { id });
  const suppressed = sum(list.suppressed.map(({ count }: { count: number }) => count));
  story.check(
    list.size + list.heldOut + suppressed === list.sliceCount && list.expectedCost <= budget,
    `frozen: ${list.size} members + ${list.heldOut} kept out + ${suppressed} suppressed = ${list.sliceCount}; expected cost ${list.expectedCost.toFixed(0)} of ${budget} CNY`,
  );
  const own = await refusalOf(day.ask(marketer, approve, { id }));
  story.check(own === 'FORBIDDEN', `the marketer approves it himself: ${own}`);
  const { approveTargetList } = await day.ask(approver, approve, { id });
  story.check(approveTargetList.status === 'APPROVED', `the approver approves it: ${approveTargetList.status}`);
  day.list = { ...list, slice: decline.slice };
}

const end = `query ($id: ID!) { targetList(id: $id) { size progress { open claimed done exhausted }
  result { verdict verdictText treated control treatedRate controlRate contacts cost clawback } } }`;
const close = 'mutation ($id: ID!) { closeTargetList(id: $id) { status } }';
const claim = 'mutation ($id: ID!) { claimWork(list: $id, size: 1) { id } }';

/** What came of the list, and its end. */
export async function closeList(day: Day): Promise<void> {
  const { people, story, list } = day;
  const { id } = list;
  const { closeTargetList } = await day.ask(people.marketer, close, { id });
  const after = await refusalOf(day.ask(people.agents[0]!, claim, { id }));
  story.check(
    closeTargetList.status === 'CLOSED' && after === 'CONFLICT',
    `the marketer closes the list; an agent claims of it: ${after}`,
  );
  const { progress, result, size } = (await day.ask(people.marketer, end, { id })).targetList;
  const { open, claimed, done, exhausted } = progress;
  story.check(
    open + claimed + done + exhausted === size,
    `its work: ${open} open + ${claimed} claimed + ${done} done + ${exhausted} exhausted = ${size} members`,
  );
  const told = day.toldOf(id);
  const finished = new Set(told.flatMap(({ input }) => (ends.has(input.outcome) ? [input.number] : [])));
  story.check(done === finished.size, `done are the ${finished.size} members with an outcome that ends their work`);
  const cost = sum(told.map(({ contact }) => contact.cost));
  story.check(
    result.contacts === told.length && Math.abs(result.cost + result.clawback - cost) < 0.005,
    `its result counts ${result.contacts} contacts for ${cost.toFixed(2)} CNY, as the agents were told; verdict ${result.verdict}`,
  );
}

const ends: ReadonlySet<string> = new Set(['REACHED', 'ACCEPTED', 'REFUSED', 'DO_NOT_CONTACT', 'WRONG_NUMBER']);
