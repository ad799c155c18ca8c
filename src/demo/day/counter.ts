import { randomUUID } from 'node:crypto';
import { Data } from './ask.js';
import { type Day, each } from './day.js';

const someNumbers = 'query ($first: Int!) { numbers(first: $first) { nodes { id: numberId } } }';

/** Customers come to the counter; what is offered is what is recommended, and the outcome names its decision. */
export async function counterVisits(day: Day, visitsEach: number): Promise<void> {
  const { people, story } = day;
  const { numbers } = await day.ask(people.manager, someNumbers, { first: people.clerks.length * visitsEach });
  const visits = numbers.nodes.map(({ id }: Data, index: number) => ({
    number: id as string,
    clerk: people.clerks[index % people.clerks.length]!,
  }));
  const before = day.told.length;
  const decisions: Data[] = await each(
    visits,
    people.clerks.length,
    async ({ number, clerk }: (typeof visits)[number], index) => {
      const decision = await day.decision(clerk, { number, scene: 'COUNTER' });
      const [best] = decision.shown;
      if (best) {
        const outcome = index % 3 === 0 ? 'ACCEPTED' : 'REFUSED';
        const input = { idempotencyKey: randomUUID(), number, offer: best.offer.code, scene: 'COUNTER', outcome };
        await day.tell(clerk, { ...input, decision: decision.id });
      }
      return { ...decision, asked: number };
    },
  );
  const made = decisions.filter(({ shown }) => shown.length > 0);
  // What an offer earns a clerk is not told.
  const isSound = ({ number, asked, shown }: Data): boolean =>
    number === asked && shown.every(({ rank, netBenefit }: Data, index: number) => rank === index + 1 && netBenefit === null);
  story.check(
    decisions.every(isSound) && day.told.length - before === made.length && made.length > 0,
    `${decisions.length} customers with ${people.clerks.length} clerks: ${made.length} are made an offer, each answer is recorded with its decision`,
  );
}

const members = 'query ($slice: Slice, $first: Int!) { numbers(slice: $slice, first: $first) { nodes { id: numberId } } }';

/** Whoever is kept out of the list gets its offers nowhere. */
export async function keptOutAtCounter(day: Day): Promise<void> {
  const { people, story, list } = day;
  const { numbers } = await day.ask(people.marketer, members, { slice: list.slice, first: 90 });
  const why = numbers.nodes.map(({ id }: Data, index: number) => `n${index}: why(number: "${id}") { heldOut }`).join(' ');
  const { targetList } = await day.ask(people.marketer, `query ($id: ID!) { targetList(id: $id) { ${why} } }`, { id: list.id });
  const kept = numbers.nodes.filter((_: Data, index: number) => targetList[`n${index}`].heldOut).slice(0, 10);
  const offers = new Set(list.offers.map(({ code }: Data) => code));
  const decisions = await each(kept, 5, ({ id }: Data) => day.decision(people.clerks[0]!, { number: id, scene: 'COUNTER' }));
  story.check(
    kept.length > 0 && decisions.every(({ shown }: Data) => shown.every(({ offer }: Data) => !offers.has(offer.code))),
    `${kept.length} who are kept out of the list come too: none is made an offer of it`,
  );
}
