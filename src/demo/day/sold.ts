import { randomUUID } from 'node:crypto';
import { Data, refusalOf } from './ask.js';
import { card, has, nextCustomer } from './clerk.js';
import type { Day } from './day.js';
import type { Person } from './people.js';

const scenes = ['COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER'];
const considered = `query ($number: ID!, $scene: Scene!) { recommendations(number: $number, scene: $scene, limit: 20) {
  degraded considered { why offer { code family } } } }`;

/** What is sold is sold everywhere, at once. */
export async function soldEverywhere(day: Day): Promise<void> {
  const { people, story } = day;
  const [clerk, other] = [people.clerks[0]!, people.clerks[1]!];
  const number = await nextCustomer(day);
  const { id, shown } = await day.decision(clerk, { number, scene: 'COUNTER' });
  const offer = shown[0].offer.code;
  const sold = { number, offer, scene: 'COUNTER', outcome: 'ACCEPTED' };
  await day.tell(clerk, { ...sold, idempotencyKey: randomUUID(), decision: id });
  const reasons = (await Promise.all(scenes.map((scene) => whyNot(day, clerk, number, scene, offer)))).flat();
  const twice = await refusalOf(day.record(other, { ...sold, idempotencyKey: randomUUID() }));
  const { card: after } = await day.ask(other, card, { number });
  story.check(
    reasons.length > 1 && reasons.every((why) => why === 'ORDERED') && twice === 'CONFLICT' && has(after.ordered, offer),
    `another orders ${offer}: from that moment it is ORDERED in all ${reasons.length} scenes that have it and on the card; the next clerk sells it again: ${twice}`,
  );
}

/** Why an offer is not made in a scene; nothing where the scene does not have it. */
async function whyNot(day: Day, clerk: Person, number: string, scene: string, code: string): Promise<readonly (string | null)[]> {
  for (;;) {
    const { recommendations } = await day.ask(clerk, considered, { number, scene });
    if (recommendations.degraded) continue;
    return recommendations.considered.flatMap(({ offer, why }: Data) => (offer.code === code ? [why] : []));
  }
}

const homes = `{ numbers(first: 1000, where: { householdHasBroadband: { eq: false }, householdNumbers: { gte: 2 }, dataGb: { gte: 10 } }) {
  nodes { id: numberId householdId } } }`;
const broadband = 'BROADBAND_TV';

/** What a household has ordered with one number it is not offered with another. */
export async function soldToHousehold(day: Day): Promise<void> {
  const { people, story } = day;
  const clerk = people.clerks[0]!;
  const { numbers } = await day.ask(people.scientist, homes);
  const seen = new Map<string, string>();
  for (const { id, householdId } of numbers.nodes) {
    const first = seen.get(householdId);
    seen.set(householdId, id);
    if (first === undefined) continue;
    const before = await Promise.all([first, id].map((number) => whyNot(day, clerk, number, 'COUNTER', broadband)));
    if (before.flat().some((why) => why !== null)) continue;
    const input = { idempotencyKey: randomUUID(), number: first, offer: broadband, scene: 'COUNTER', outcome: 'ACCEPTED' };
    await day.tell(clerk, input);
    const [why] = await whyNot(day, clerk, id, 'COUNTER', broadband);
    story.check(
      why === 'ORDERED',
      `broadband is sold to a number; for another of that home, which could have had it too, it is ${why}`,
    );
    return;
  }
  story.check(false, 'a home with two numbers that could both have broadband');
}
