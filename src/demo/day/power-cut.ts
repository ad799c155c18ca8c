import { Data, Refusal } from './ask.js';
import { type Day, each, type ToldOutcome } from './day.js';
import type { GatewayProcess } from './process.js';
import { type Batch, outcomesToTell } from './work.js';

/** Of numbers, all that is known of today's contacts. */
export async function contactsOf(day: Day, numbers: readonly string[]): Promise<readonly Data[]> {
  const asked = Array.from({ length: Math.ceil(numbers.length / 20) }, (_, page) => numbers.slice(page * 20, (page + 1) * 20));
  const pages = await each(asked, 4, async (ids) => {
    const fields = ids.map(
      (id, index) => `n${index}: number(id: "${id}") { contacts(first: 100) { id number outcome cost offerId } }`,
    );
    return Object.values<Data>(await day.ask(day.people.manager, `{ ${fields.join(' ')} }`)).flatMap(({ contacts }) => contacts);
  });
  return pages.flat();
}

/**
 * The gateway is killed while agents tell what came of their calls. What it had acknowledged is there when it starts again; whoever got no
 * answer tells it again, and nothing is there twice.
 */
export async function powerCut(day: Day, batches: readonly Batch[], restart: () => Promise<GatewayProcess>): Promise<void> {
  const { story } = day;
  const calls = batches.map((batch, offset) => outcomesToTell(batch, offset).map((input) => ({ by: batch.agent, input })));
  const total = calls.flat().length;
  const before = day.told.length;
  let killed: Promise<void> | null = null;
  /** Gives the calls that got no answer. */
  const tell = async (ofAgent: (typeof calls)[number]): Promise<typeof ofAgent> => {
    for (const [index, { by, input }] of ofAgent.entries()) {
      try {
        await day.tell(by, input);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        return ofAgent.slice(index);
      }
      if (day.told.length - before >= total / 3) killed ??= day.gateway.kill();
    }
    return [];
  };
  const unanswered = (await Promise.all(calls.map(tell))).flat();
  await (killed ?? day.gateway.kill());
  story.check(
    killed !== null && unanswered.length > 0,
    `the gateway is killed (SIGKILL) when ${total - unanswered.length} of ${total} outcomes are acknowledged; ${unanswered.length} are not`,
  );
  day.gateway = await restart();
  await acknowledgedAreThere(day, 'the gateway starts again');
  const numbers = unanswered.map(({ input }) => input.number);
  const known = new Set((await contactsOf(day, numbers)).map(({ id }) => id));
  await each(unanswered, 10, ({ by, input }) => day.tell(by, input));
  const stored = day.told.slice(-unanswered.length).filter(({ contact }) => known.has(contact.id)).length;
  const ofToday = new Set(day.told.map(({ contact }) => contact.id));
  story.check(
    ofToday.size === day.told.length,
    `the ${unanswered.length} are told again: ${stored} had been stored, ${unanswered.length - stored} had not; now each is there once`,
  );
}

/** Is every acknowledged outcome of today in the ledger just as it was acknowledged? */
export async function acknowledgedAreThere(day: Day, when: string): Promise<void> {
  const { story, told } = day;
  const contacts = await contactsOf(day, [...new Set(told.map(({ input }) => input.number))]);
  const found = new Map(contacts.map((contact) => [contact.id, contact]));
  const isThere = ({ contact, input }: ToldOutcome): boolean => {
    const row = found.get(contact.id);
    return (
      row?.number === input.number && row.outcome === input.outcome && row.cost === contact.cost && row.offerId === input.offer
    );
  };
  const there = told.filter(isThere).length;
  story.check(
    there === told.length,
    `${when}: of ${told.length} outcomes acknowledged today ${there} are there, as they were told`,
  );
}
