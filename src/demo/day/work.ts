import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Data, refusalOf } from './ask.js';
import { type Day, each } from './day.js';
import type { Person } from './people.js';

const claimQuery = `mutation ($list: ID!, $size: Int!, $lease: Int) { claimWork(list: $list, size: $size, leaseSeconds: $lease) {
  id list fence leaseUntil items { number { id: numberId } offer { code } attempt callableFrom callBackAt pitch } } }`;

/** A batch and whose it is. */
export interface Batch {
  readonly agent: Person;
  readonly id: string;
  readonly list: string;
  readonly leaseUntil: string;
  readonly fence: string;
  readonly items: readonly Data[];
}

export async function claimAs(day: Day, agent: Person, size: number, lease = 900, list: string = day.list.id): Promise<Batch> {
  const { claimWork } = await day.ask(agent, claimQuery, { list, size, lease });
  return { agent, ...claimWork };
}

export const numbersOfBatches = (batches: readonly Batch[]): readonly string[] =>
  batches.flatMap(({ items }) => items.map(({ number }) => number.id as string));

/** All agents claim in the same moment. */
export async function claimAtOnce(day: Day, size: number): Promise<readonly Batch[]> {
  const { people, story } = day;
  const batches = await Promise.all(people.agents.map((agent) => claimAs(day, agent, size)));
  const numbers = numbersOfBatches(batches);
  const doubles = numbers.length - new Set(numbers).size;
  const ended = new Set(day.told.filter(({ input }) => input.list).map(({ input }) => input.number));
  const again = numbers.filter((number) => ended.has(number) || day.leftAlone.has(number)).length;
  story.check(
    doubles === 0 && again === 0 && numbers.length > 0,
    `${batches.length} agents claim at once: ${numbers.length} numbers, ${doubles} of them twice, ${again} that were called today or are to be left alone`,
  );
  return batches;
}

const outcomes = [
  'NOT_REACHED',
  'ACCEPTED',
  'REFUSED',
  'REACHED',
  'DO_NOT_CONTACT',
  'WRONG_NUMBER',
  'CALL_BACK',
  'ACCEPTED',
  'REFUSED',
];

/** What the agents have to tell of a batch. */
export const outcomesToTell = ({ id, list, fence, items }: Batch, offset = 0): readonly Data[] =>
  items.map(({ number, offer }, index) => ({
    idempotencyKey: randomUUID(),
    number: number.id,
    offer: offer.code,
    scene: 'OUTBOUND',
    outcome: outcomes[(index + offset) % outcomes.length],
    list,
    batch: id,
    fence,
  }));

/** Every outcome is told once, twice or three times in the same moment, and some once more with another content. */
export async function tellWithDoubles(day: Day, batches: readonly Batch[]): Promise<void> {
  const { story } = day;
  const calls = batches.flatMap((batch, offset) => outcomesToTell(batch, offset).map((input) => ({ by: batch.agent, input })));
  const sent = await each(calls, 10, async ({ by, input }, index) => {
    const more = Array.from({ length: index % 3 }, () => day.record(by, input));
    const [contact, ...others] = await Promise.all([day.tell(by, input), ...more]);
    return { contact, others };
  });
  const isSame = sent.every(({ contact, others }) => others.every(({ id }) => id === contact.id));
  const times = sent.reduce((count, { others }) => count + 1 + others.length, 0);
  const contacts = new Set(sent.map(({ contact }) => contact.id)).size;
  story.check(
    isSame && contacts === calls.length,
    `${calls.length} calls are told ${times} times, doubles in the same moment: ${contacts} contacts`,
  );
  const changed = calls.filter((_, index) => index % 5 === 0);
  const codes = await each(changed, 5, ({ by, input }) => refusalOf(day.record(by, { ...input, note: 'told otherwise' })));
  const refused = codes.filter((code) => code === 'CONFLICT').length;
  story.check(refused === changed.length, `${changed.length} are told again with something else: ${refused} × CONFLICT`);
}

const setWord = 'mutation ($number: ID!) { setDoNotContact(number: $number, reason: "asked by letter") }';
const membersQuery = `query ($id: ID!) { targetList(id: $id) { members(first: 500) { nodes { offer { isService } number { id: numberId } } } } }`;
const scenes = ['OUTBOUND', 'ONLINE', 'PARTNER'];

/**
 * Whoever does not want to be contacted, or where somebody else answers, is made no offer from now on; also the two who would be called next and write a letter. Service
 * messages are no offers: the contact policy lets them through.
 */
export async function leaveAlone(day: Day): Promise<void> {
  const { people, story, list } = day;
  const called = new Set(day.told.map(({ input }) => input.number));
  const { members } = (await day.ask(people.marketer, membersQuery, { id: list.id })).targetList;
  const next = members.nodes.filter(({ number, offer }: Data) => !called.has(number.id) && !offer.isService);
  const letters: readonly string[] = next.slice(0, 2).map(({ number }: Data) => number.id);
  for (const number of letters) {
    await day.ask(people.manager, setWord, { number });
    day.leftAlone.add(number);
  }
  const questions = [...day.leftAlone].flatMap((number) => scenes.map((scene) => ({ number, scene })));
  const decisions = await each(questions, 5, (question) => day.decision(people.agents[0]!, question));
  const made = decisions.flatMap(({ shown }) => shown.filter(({ offer }: Data) => !offer.isService)).length;
  story.check(
    day.leftAlone.size > letters.length && letters.length === 2 && made === 0,
    `${day.leftAlone.size} customers do not want to be contacted, ${letters.length} of them by letter, or are others than thought: ${made} offers are made to them`,
  );
}

/** An agent goes to lunch with a batch: when the lease is over another gets it, and the late word is refused. */
export async function lateAgent(day: Day, size: number): Promise<void> {
  const { people, story } = day;
  const late = await claimAs(day, people.agents[0]!, size, 1);
  await sleep(1200);
  const next = await claimAs(day, people.agents[1]!, size);
  const taken = new Set(numbersOfBatches([next]));
  const alone = numbersOfBatches([late, next]).filter((number) => day.leftAlone.has(number)).length;
  const isTaken = late.items.length > 0 && alone === 0 && numbersOfBatches([late]).every((number) => taken.has(number));
  const [input] = outcomesToTell(late);
  const code = await refusalOf(day.record(late.agent, input));
  story.check(
    isTaken && BigInt(next.fence) > BigInt(late.fence) && code === 'CONFLICT',
    `a lease of ${late.items.length} numbers runs out, the next agent gets them (fence ${late.fence} → ${next.fence}); the late word: ${code}`,
  );
  await each(outcomesToTell(next, 3), 5, (outcome) => day.tell(next.agent, outcome));
}
