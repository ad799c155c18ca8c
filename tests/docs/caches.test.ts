import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apolloOf } from '../../docs/examples/client/apollo.js';
import type { CachedAsk } from '../../docs/examples/client/caches.js';
import { ask } from '../../docs/examples/client/client.js';
import {
  HistoryDocument,
  NumbersPageDocument,
  RevenueByStageDocument,
  RevenueDocument,
  RevenueDrillDocument,
} from '../../docs/examples/client/generated.js';
import { urqlOf } from '../../docs/examples/client/urql.js';
import type { Data } from '../support/gateway.js';
import { dualDrop, type Listening, listen, run } from './support.js';

let gateway: Listening;
let number: string;
beforeAll(async () => {
  gateway = await listen();
  const { slice } = await dualDrop(gateway);
  number = (await ask(gateway, NumbersPageDocument, { slice, first: 1 })).data.numbers!.nodes[0]!.numberId;
});
afterAll(() => gateway.close());

type Question = (through: CachedAsk, from?: 'cache-only') => Promise<Data>;

/** In an order in which a cache that took one answer for another would show it. */
function questions(): readonly Question[] {
  const analyses = [['STAGE'], [], ['STAGE', 'CITY'], ['CITY']].flatMap((dimensions) =>
    ['2026-10', '2026-09'].map(
      (month): Question =>
        (through, from) =>
          through(RevenueDocument, { month, dimensions: dimensions as 'STAGE'[] }, from),
    ),
  );
  const drills = (['CITY', 'STAGE', 'PLAN_TIER'] as const).map(
    (by): Question =>
      (through, from) =>
        through(RevenueDrillDocument, { month: '2026-10', by }, from),
  );
  const histories = [4, 1, 9].map(
    (months): Question =>
      (through, from) =>
        through(HistoryDocument, { number, months }, from),
  );
  const both: Question = (through, from) => through(RevenueByStageDocument, { month: '2026-10' }, from);
  return [...analyses, both, ...drills, ...histories];
}

/** Caches ask for the types' names as well. */
const plain = (answer: Data): Data =>
  JSON.parse(JSON.stringify(answer, (key, value) => (key === '__typename' ? undefined : value)));

test.each(Object.entries({ Apollo: apolloOf, urql: urqlOf }))(
  '%s shows what a POST is answered, from the gateway and from its cache',
  async (_, clientOf) => {
    const through = clientOf(gateway);
    const post: CachedAsk = async (document, variables) => (await ask(gateway, document, variables)).data;
    const expected = await Promise.all(questions().map((question) => question(post)));
    expect(new Set(expected.map((answer) => JSON.stringify(answer))).size).toBe(expected.length);
    for (const [at, question] of questions().entries()) expect(plain(await question(through))).toEqual(expected[at]);
    for (const [at, question] of questions().entries())
      expect(plain(await question(through, 'cache-only'))).toEqual(expected[at]);
  },
);

test('the example says the same three times', async () => {
  const path = 'docs/examples/client/caches-example.ts';
  const { status, stdout, stderr } = await run(process.execPath, ['--import', 'tsx', join(path)], { env: gateway.environment });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [post, apollo, urql] = stdout.split(/^(?:POST|Apollo|urql)\n/m).slice(1);
  expect(post).toMatch(/^ {2}5 stages, 1 whole: \d+\.\d\d CNY\n/);
  expect([apollo, urql]).toEqual([post, post]);
});
