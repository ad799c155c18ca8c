import { setTimeout as sleep } from 'node:timers/promises';
import { Data, refusalOf } from './ask.js';
import { type Day, sum } from './day.js';
import { type Batch, claimAs, numbersOfBatches, outcomesToTell } from './work.js';

const held = 'query ($id: ID!) { targetList(id: $id) { batches { id agent claimed } } }';
const takeBack = 'mutation ($batch: ID!) { takeBackWork(batch: $batch, reason: "shift is over") { id } }';
const mine = '{ myWork { id list fence leaseUntil items { number { id: numberId } offer { code } } } }';

/** A team leader takes back what an agent holds; the agent who lost the gateway's answer finds his work again. */
export async function teamWork(day: Day): Promise<void> {
  const { people, story, light } = day;
  const [slow, quick] = [people.agents[0]!, people.agents[1]!];
  const late = await claimAs(day, slow, 3, 900, light.list);
  // The gateway's clock beside ours: a lease is 900 s from when it began.
  const ahead = Date.parse(late.leaseUntil) - 900_000 - Date.now();
  await claimAs(day, quick, 3, 900, light.list);
  const { batches } = (await day.ask(people.teamLeader, held, { id: light.list })).targetList;
  const other = await refusalOf(day.ask(quick, takeBack, { batch: late.id }));
  await day.ask(people.teamLeader, takeBack, { batch: late.id });
  const code = await refusalOf(day.record(slow, outcomesToTell(late)[0]));
  story.check(
    batches.length === 2 && other === 'FORBIDDEN' && code === 'CONFLICT',
    `the team leader sees ${batches.length} batches and takes one back, as no agent may (${other}); the agent’s word comes too late: ${code}`,
  );
  const found: readonly Data[] = (await day.ask(quick, mine)).myWork.filter(({ list }: Data) => list === light.list);
  story.check(
    found.length === 1 && found[0].items.length === 3,
    `another agent lost the answer and asks what he holds: his ${found[0]?.items.length} numbers, with their fence`,
  );
  await calledBack(day, { agent: quick, ...found[0] }, ahead);
}

/** ms from being told of it until a customer wants to be called back. */
const wait = 5000;
const progress = `query ($id: ID!) { targetList(id: $id) { size progressBy(what: AGENT) { key open claimed done exhausted accepted } } }`;

/** Who asked to be called back at a time is not called before it, and is the first after. */
async function calledBack(day: Day, batch: Batch, ahead: number): Promise<void> {
  const { people, story, light } = day;
  const slow = people.agents[0]!;
  const [order, later, refusal] = outcomesToTell(batch);
  const yesterday = new Date(Date.now() + ahead - 86_400_000).toISOString();
  const early = await refusalOf(day.record(batch.agent, { ...order, outcome: 'ACCEPTED', at: yesterday }));
  story.check(early === 'BAD_USER_INPUT', `an order of before the list was frozen is none of the list: ${early}`);
  await day.tell(batch.agent, { ...order, outcome: 'ACCEPTED' });
  await day.tell(batch.agent, { ...refusal, outcome: 'REFUSED', reason: 'NO_NEED' });
  const callBackAt = new Date(Date.now() + ahead + wait).toISOString();
  await day.tell(batch.agent, { ...later, outcome: 'CALL_BACK', callBackAt, reason: 'BUSY' });
  const next = await claimAs(day, slow, 2, 900, light.list);
  await sleep(wait);
  const first = await claimAs(day, slow, 1, 900, light.list);
  story.check(
    !numbersOfBatches([next]).includes(later.number) &&
      first.items[0]?.number.id === later.number &&
      Date.parse(first.items[0].callBackAt) === Date.parse(callBackAt),
    'a customer asks to be called back in a moment: nobody gets him before, and then he is the first',
  );
  for (const call of [...outcomesToTell(first), ...outcomesToTell(next)]) await day.tell(slow, { ...call, outcome: 'ACCEPTED' });
  const { size, progressBy } = (await day.ask(people.teamLeader, progress, { id: light.list })).targetList;
  const members = sum(progressBy.map(({ open, claimed, done, exhausted }: Data) => open + claimed + done + exhausted));
  const done = progressBy.flatMap(({ key, done }: Data) => (done > 0 ? [`${done} by ${key}`] : [])).join(', ');
  const accepted = sum(progressBy.map(({ accepted }: Data) => accepted));
  const told = day.toldOf(light.list).filter(({ input }) => input.outcome === 'ACCEPTED');
  story.check(
    members === size && accepted === told.length,
    `the team leader sees who has done what: ${done}, of ${size} members; ${accepted} orders`,
  );
}
