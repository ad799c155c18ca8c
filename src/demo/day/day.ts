import { askGraph, Data } from './ask.js';
import type { People, Person } from './people.js';
import type { GatewayProcess } from './process.js';

/** An outcome that the gateway has acknowledged. */
export interface ToldOutcome {
  readonly by: Person;
  readonly input: Data;
  readonly contact: Data;
}

/** What the story prints: a line for what happened, each with its check. */
export class StoryPrinter {
  /** Checks that failed. */
  readonly faults: string[] = [];

  constructor(private readonly print: (line: string) => void) {}

  chapter(title: string): void {
    this.print(`\n${title}`);
  }

  check(ok: boolean, text: string): void {
    if (!ok) this.faults.push(text);
    this.print(`  ${ok ? '✓' : '✗'} ${text}`);
  }
}

/** The day so far. */
export class Day {
  readonly told: ToldOutcome[] = [];
  /** Numbers whose holders do not want to be contacted any more, or where somebody else answers. */
  readonly leftAlone = new Set<string>();
  list: Data = null;
  /** The figure that the board saw in red, and what was made of it. */
  light: Data = null;

  constructor(
    readonly people: People,
    readonly story: StoryPrinter,
    /** Replaced when the gateway starts again. */
    public gateway: GatewayProcess,
  ) {}

  ask(person: Person, query: string, variables: object = {}): Promise<Data> {
    return askGraph(this.gateway.url, person, query, variables);
  }

  /** Tells an outcome and remembers that it was acknowledged. */
  async tell(by: Person, input: Data): Promise<Data> {
    const contact = await this.record(by, input);
    this.told.push({ by, input, contact });
    if (input.outcome === 'DO_NOT_CONTACT' || input.outcome === 'WRONG_NUMBER') this.leftAlone.add(input.number);
    return contact;
  }

  /** Tells an outcome that is not to be remembered: once more, or otherwise than before. */
  async record(by: Person, input: Data): Promise<Data> {
    return (await this.ask(by, record, { input })).recordOutcome;
  }

  /** What may be offered. On a busy machine a decision may be made without marts or ledger: then it is asked for again. */
  async decision(by: Person, question: { readonly number: string; readonly scene: string }): Promise<Data> {
    for (;;) {
      const { recommendations } = await this.ask(by, recommend, question);
      if (!recommendations.degraded) return recommendations;
    }
  }

  toldOf(list: string): readonly ToldOutcome[] {
    return this.told.filter(({ input }) => input.list === list);
  }
}

const recommend = `query ($number: ID!, $scene: Scene!) { recommendations(number: $number, scene: $scene, limit: 20) {
  id number degraded shown { rank netBenefit offer { code family isService } } } }`;
const record =
  'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id number outcome reason { code } cost margin } }';

/** In rounds of so many at a time. */
export async function each<T, R>(
  values: readonly T[],
  atOnce: number,
  work: (value: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < values.length; from += atOnce) {
    const round = values.slice(from, from + atOnce);
    results.push(...(await Promise.all(round.map((value, index) => work(value, from + index)))));
  }
  return results;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
