import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const times = (count: number, field: (at: number) => string) => Array.from({ length: count }, (_, at) => field(at)).join(' ');
const refused = async (query: string): Promise<string> => {
  const { errors } = await gateway.ask(query);
  expect(errors[0]?.extensions.code).toBe('TOO_COSTLY');
  return errors[0]!.message;
};

test.each([
  ['a field under many names', `id ${times(60, (at) => `a${at}: id`)}`, 62],
  ['a board under many names', times(30, (at) => `a${at}: finance { revenue discount }`), 61],
  ['histories under many names', times(5, (at) => `a${at}: history(months: ${at + 1}) { month }`), 1 + 1 + 5 * 13 * 2],
  ['events', 'events { on type }', 1 + 1 + 13 * 2],
  ['contacts, in a history too', 'contacts { id } history { contacts { id at } }', 1 + 1 + 13 + 13 * (1 + 13 * 2)],
])('Q4: %s cost what they write', async (_, selection, cells) => {
  const message = await refused(`{ numbers(first: 10000) { nodes { ${selection} } } }`);
  expect(message).toMatch(`found 10000 rows of ${cells} `);
});

test('Q4: what is asked for under many names, by fragments and as nodes and edges, adds up', async () => {
  const fragment = 'fragment f on PhoneNumber { finance { revenue } network { dataGb } }';
  const page = `{ numbers(first: 10000) { a: nodes { ...f } b: nodes { ...f } edges { node { ...f } } c: edges { node { ...f } } } } ${fragment}`;
  // Two columns and the row, four times; and one for the page.
  expect((await gateway.ask(page)).errors).toEqual([]);
  expect(await refused(page.replaceAll('revenue', 'revenue discount pointsCost commission promotionCost'))).toMatch(
    'found 10000 rows of 29 ',
  );
});

/** More aliases than a document may have are refused before their cost is reckoned. */
const messageOf = async (query: string): Promise<string> => (await gateway.ask(query)).errors[0]!.message;

test('Q4: pages of a request add up, and none is free', async () => {
  const page = (at: number) => `p${at}: numbers(first: 10000) { nodes { id finance { revenue } } }`;
  expect((await gateway.ask(`{ ${times(8, page)} }`)).errors).toEqual([]);
  expect(await refused(`{ ${times(9, page)} }`)).toMatch('at most 250000 cells a request, found 270000 ');
  expect(await messageOf(`{ ${times(101, (at) => `p${at}: numbers(first: 1) { totalCount }`)} }`)).toMatch('at most 100 aliases');
  const single = (at: number) => `n${at}: number(id: "1") { history { ...f } }`;
  const wide = `fragment f on PhoneNumber { ${times(50, (at) => `a${at}: id`)} }`;
  expect((await gateway.ask(`{ ${times(50, single)} } ${wide}`)).errors).toEqual([]);
  expect(await messageOf(`{ ${times(60, single)} } ${wide}`)).toMatch('at most 100 aliases');
});

test('Z3: phone numbers are not tried out by the thousand', async () => {
  const lookUps = (count: number) => `{ ${times(count, (at) => `n${at}: number(msisdn: "${13_800_000_000 + at}") { id }`)} }`;
  expect((await gateway.ask(lookUps(100))).errors).toEqual([]);
  expect(await messageOf(lookUps(101))).toMatch('at most 100 aliases');
});

test('R1: many pages of one request leave room in their lane: all are answered, a few at a time', async () => {
  const pages = times(40, (at) => `p${at}: numbers(first: 2, orderBy: [{ column: "revenue" }]) { nodes { id } }`);
  const { data, errors, statements } = await gateway.ask(`{ ${pages} }`);
  expect(errors).toEqual([]);
  expect([new Set(Object.values(data).map((page) => JSON.stringify(page))).size, statements.length]).toEqual([1, 40]);
});

test('R1: nor do contacts and events with many arguments fill it', async () => {
  const each = times(
    30,
    (at) => `c${at}: contacts(first: ${at + 1}) { id } e${at}: events(from: "2026-10-${at + 1 < 10 ? 0 : ''}${at + 1}") { on }`,
  );
  const { errors, statements } = await gateway.ask(`{ numbers(first: 20) { nodes { ${each} } } }`);
  expect([errors, statements.length]).toEqual([[], 61]);
});
