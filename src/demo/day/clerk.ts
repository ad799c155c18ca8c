import { randomUUID } from 'node:crypto';
import { Data } from './ask.js';
import type { Day } from './day.js';
import type { Person } from './people.js';

const someNumbers = 'query ($first: Int!) { numbers(first: $first) { nodes { id: numberId } } }';
/** Who stands there, as a clerk may know him. */
export const card = `query ($number: ID!) { card(number: $number, scene: COUNTER) {
  plan { code } arrears { inArrears } lastContacts { id reason { code } } refused { offer { code } } ordered { offer { code } } } }`;
const keyed = `query ($number: ID!, $key: ID!) { recommendations(number: $number, scene: COUNTER, idempotencyKey: $key, limit: 20) {
  id degraded shown { offer { code family } } } }`;
const shown = `mutation ($decision: ID!, $offers: [ID!]!) { recordShown(decision: $decision, offers: $offers) { impressions { offer { code } } } }`;

/** The next who comes to the counter and can be made an offer: no service message, which no refusal stops. */
export async function nextCustomer(day: Day): Promise<string> {
  const { people } = day;
  const { numbers } = await day.ask(people.manager, someNumbers, { first: 200 });
  const served = new Set(day.told.map(({ input }) => input.number));
  for (const { id } of numbers.nodes) {
    if (served.has(id)) continue;
    const { shown } = await day.decision(people.clerks[0]!, { number: id, scene: 'COUNTER' });
    if (shown.length > 0 && !shown[0].offer.isService) return id;
  }
  throw new Error('nobody comes who can be made an offer');
}

/** What a clerk sees of a customer, shows him, and tells of him. */
export async function clerkIsRefused(day: Day): Promise<void> {
  const { people, story } = day;
  const clerk = people.clerks[0]!;
  const number = await nextCustomer(day);
  const { card: before } = await day.ask(clerk, card, { number });
  const [first, second] = await askedTwice(day, clerk, number);
  const { code, family } = first.shown[0].offer;
  const showing = () => day.ask(clerk, shown, { decision: first.id, offers: [code] });
  await showing();
  const { impressions } = (await showing()).recordShown;
  story.check(
    before.plan !== null && first.id === second.id && impressions.length === 1,
    `a clerk looks at a customer’s card (plan ${before.plan.code}), asks twice what to offer and tells twice that he showed ${code}: one decision, ${impressions.length} impression`,
  );
  const input = { idempotencyKey: randomUUID(), number, offer: code, scene: 'COUNTER', decision: first.id };
  const contact = await day.tell(clerk, { ...input, outcome: 'REFUSED', reason: 'TOO_EXPENSIVE' });
  const { card: after } = await day.ask(clerk, card, { number });
  const here = (await day.decision(clerk, { number, scene: 'COUNTER' })).shown;
  const called = (await day.decision(clerk, { number, scene: 'OUTBOUND' })).shown;
  const again = here.filter(({ offer }: Data) => offer.code === code).length;
  const alike = called.filter(({ offer }: Data) => offer.family === family && !offer.isService).length;
  const [last] = after.lastContacts;
  story.check(
    last.id === contact.id && last.reason.code === 'TOO_EXPENSIVE' && has(after.refused, code) && again + alike === 0,
    `it is refused as too expensive: the next clerk has that on the card; here it is offered again ${again} times, on the telephone ${alike} of ${family}`,
  );
}

/** The same question in the same moment, as by a client that got no answer. */
async function askedTwice(day: Day, clerk: Person, number: string): Promise<readonly Data[]> {
  for (;;) {
    const question = { number, key: randomUUID() };
    const answers = await Promise.all([1, 2].map(() => day.ask(clerk, keyed, question)));
    if (answers.every(({ recommendations }) => !recommendations.degraded))
      return answers.map(({ recommendations }) => recommendations);
  }
}

export const has = (offers: readonly Data[], code: string): boolean => offers.some(({ offer }) => offer.code === code);
