import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

// More than 5 s: a hundred questions, reports among them.

/** Rows of the tables: what, and the question that shows it. */
const rows = [...readFileSync('docs/coverage.md', 'utf8').matchAll(/^\| (.+?) \| `((?:\{|query|mutation).+)` \|$/gm)].map(
  ([, what, question]) => ({ what: what!, question: question! }),
);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
  await gateway.startExports();
});
afterAll(() => gateway.close());

/** What answers gave so far, by field or alias. */
const told: Record<string, unknown> = {};

/** Every scalar of an answer that is not null, by the name that it has in it. */
function* scalarsOf(answer: Data): Generator<readonly [string, unknown]> {
  for (const [name, value] of Object.entries(answer ?? {}))
    if (Array.isArray(value))
      for (const each of value) yield* typeof each === 'object' ? scalarsOf(each) : [[name, each] as const];
    else if (typeof value === 'object') yield* scalarsOf(value);
    else yield [name, value];
}

test('rows are found', () => {
  expect(rows.length).toBeGreaterThan(60);
});

describe('each question of docs/coverage.md is answered by the demo operator', () => {
  for (const { what, question } of rows)
    test(what, async () => {
      const [operation] = parse(question).definitions as Data[];
      const wanted: string[] = operation.variableDefinitions.map(({ variable }: Data) => variable.name.value);
      const variables = Object.fromEntries(wanted.map((name) => [name, told[name]]));
      expect(wanted.filter((name) => told[name] === undefined)).toEqual([]);
      const { data, errors } = await gateway.ask(question, variables);
      expect(errors).toEqual([]);
      const scalars = [...scalarsOf(data)];
      expect(scalars.length).toBeGreaterThan(0);
      for (const [name, value] of scalars.toReversed()) told[name] = value;
    });
});
