import { setTimeout as sleep } from 'node:timers/promises';
import { Data } from './ask.js';
import { type Day, sum } from './day.js';
import type { EndedCommand } from './process.js';

const figures = `{ generation { id }
  reached: indicator(measure: REACHED) { value } orders: indicator(measure: ORDERS) { value } cost: indicator(measure: CAMPAIGN_COST) { value } }`;

export interface HeadlineFigures {
  readonly generation: string;
  readonly reached: number;
  readonly orders: number;
  /** CNY */
  readonly cost: number;
}

/** Of the newest month, as the manager sees them. */
export async function headlineFigures(day: Day): Promise<HeadlineFigures> {
  const { generation, reached, orders, cost }: Data = await day.ask(day.people.manager, figures);
  return { generation: generation.id, reached: reached.value, orders: orders.value, cost: cost.value };
}

const spokenWith: ReadonlySet<string> = new Set(['REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT']);

/** The day flows back into the marts, and the month's figures change by just what was done. */
export async function flowBack(
  day: Day,
  before: HeadlineFigures,
  martlet: (args: readonly string[]) => Promise<EndedCommand>,
): Promise<void> {
  const { story, told } = day;
  const built = await martlet(['build', '--json']);
  const { id } = built.status === 0 ? JSON.parse(built.stdout) : { id: built.stderr };
  const deadline = Date.now() + 120_000;
  let after = await headlineFigures(day);
  while (after.generation !== id && Date.now() < deadline) {
    await sleep(500);
    after = await headlineFigures(day);
  }
  story.check(
    after.generation === id && id !== before.generation,
    `martlet build: generation ${id} has the day's contacts, and the gateway serves it without a restart`,
  );
  const contacts = told.map(({ contact }) => contact);
  const line = (name: string, from: number, to: number, own: number, ofWhat: string): void =>
    story.check(Math.abs(to - from - own) < 0.005, `${name}: ${figure(from)} → ${figure(to)}, ${figure(own)} more: ${ofWhat}`);
  const reached = contacts.filter(({ outcome }) => spokenWith.has(outcome)).length;
  const orders = contacts.filter(({ outcome }) => outcome === 'ACCEPTED').length;
  line('REACHED', before.reached, after.reached, reached, `the contacts that reached someone, of ${contacts.length}`);
  line('ORDERS', before.orders, after.orders, orders, 'the orders of agents and clerks');
  line('CAMPAIGN_COST', before.cost, after.cost, sum(contacts.map(({ cost }) => cost)), 'CNY, what their contacts cost');
}

const figure = (value: number): string => String(Math.round(value * 100) / 100);

/** Everything is still told by one truth: every figure equals its numbers, and the audit is whole. */
export async function verify(day: Day, martlet: (args: readonly string[]) => Promise<EndedCommand>): Promise<void> {
  const { story } = day;
  const reconciled = await martlet(['check', '--reconcile', '--months', '1', '--json']);
  const checks: readonly Data[] = JSON.parse(reconciled.stdout || '{"reconciled":[]}').reconciled;
  story.check(
    reconciled.status === 0 && checks.length > 0,
    `martlet check --reconcile: ${checks.filter(({ ok }) => ok).length} of ${checks.length} trees equal their numbers`,
  );
  const verified = await martlet(['audit', 'verify', '--json']);
  const { lines, fault } = JSON.parse(verified.stdout || '{"lines":0}');
  const listed = await martlet(['audit', 'list', '--limit', '100000', '--json']);
  const audit: readonly Data[] = JSON.parse(listed.stdout || '[]');
  const denied = audit.filter(({ decision }) => decision === 'DENIED').map(({ subject }) => subject as string);
  const tried = [day.people.marketer.name, day.people.agents[1]!.name];
  story.check(
    verified.status === 0 && fault === null && tried.every((name) => denied.includes(name)),
    `martlet audit verify: ${lines} lines, each as it was written; ${denied.length} refused, among them the marketer’s own approval and the agent who would take back work`,
  );
}
