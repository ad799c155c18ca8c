import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { unknownToPolicy } from '../../src/decisions/contact-state.js';
import type { Facts } from '../../src/decisions/gates/gate.js';
import { gateOf, gateOrder, gates, stopSql, type Why, whyNot, whys } from '../../src/decisions/gates/index.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';

const { catalogue } = loadDefinitions(loadConfig({ MARTLET_HOME: '/nowhere' }, {}));
const offers = [...catalogue.offers.values()];
const { contactPolicy } = catalogue;
let builder: Awaited<ReturnType<typeof openBuilder>>;
beforeAll(async () => {
  builder = await openBuilder();
});
afterAll(() => builder.close());

const rare = fc.integer({ min: 0, max: 5 }).map((value) => value === 0);
const some = fc.subarray(
  offers.map(({ code }) => code),
  { maxLength: 3 },
);
/** Of an offer's own: most facts let it pass, so that each check is reached. */
const facts = fc.record({
  isPortedOut: rare,
  isUniversal: rare,
  isDenied: rare,
  digit: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) }),
  isBarred: rare,
  isCapped: rare,
  isHouseholdCapped: rare,
  isWrongNumber: rare,
  cooled: some,
  ordered: some,
  keptFrom: some,
  net: fc.constantFrom(null, -1, 0, 2.5, 3, 7),
});
const numbers = fc.sample(facts, { numRuns: 10_000, seed: 14 });

test('of 10,000 numbers every offer stops at the same check, judged one by one or as a million', async () => {
  const rows = numbers.map(({ isDenied, digit, keptFrom: kept_from, ...said }) => ({
    rules: String(digit),
    agreed: isDenied ? '0' : '1',
    ported_out: said.isPortedOut,
    is_universal: said.isUniversal,
    is_barred: said.isBarred,
    is_capped: said.isCapped,
    is_household_capped: said.isHouseholdCapped,
    is_wrong_number: said.isWrongNumber,
    cooled: said.cooled,
    ordered: said.ordered,
    kept_from,
    n0: said.net,
  }));
  const shape =
    '[{"rules":"VARCHAR","agreed":"VARCHAR","ported_out":"BOOLEAN","is_universal":"BOOLEAN","is_barred":"BOOLEAN","is_capped":"BOOLEAN","is_household_capped":"BOOLEAN","is_wrong_number":"BOOLEAN","cooled":["VARCHAR"],"ordered":["VARCHAR"],"kept_from":["VARCHAR"],"n0":"DOUBLE"}]';
  await builder.execute(
    `create table facts as select unnest(from_json('${JSON.stringify(rows)}', '${shape}'), recursive := true)`,
  );
  const reached = new Set<Why | null>();
  for (const isFull of [false, true]) {
    const stops = offers.map(
      (offer, at) => `${stopSql(offer, { digit: 'rules[1]', net: 'n0', isFull }, contactPolicy)} as w${at}`,
    );
    const found = await builder.query(`select ${stops.join(', ')} from facts order by rowid`);
    const differing = numbers.flatMap(({ isDenied, keptFrom, digit, net, isPortedOut, isUniversal, ...contact }, row) =>
      offers.flatMap((offer, at) => {
        const own = { digit, net, isFull, isKeptOut: keptFrom.includes(offer.code), isPortedOut, isUniversal };
        const why = whyNot(offer, { ...own, hasAgreed: !isDenied, contact }, contactPolicy);
        reached.add(why);
        const sql = found[row]![`w${at}`];
        return (sql === null ? null : whys[Number(sql)]) === why ? [] : [[offer.code, why, sql]];
      }),
    );
    expect(differing).toEqual([]);
  }
  // Every check that a number can stop at is reached, but those of who is not there or may not be looked at.
  const checks = gates.flatMap((gate) => gate.checks.filter((check) => 'stops' in check && check.stops).map(({ why }) => why));
  expect(checks.filter((why) => !reached.has(why))).toEqual(['PARTICULAR']);
  expect(reached.has(null)).toBe(true);
});

test('a service message is bound by no check that it is exempt from, and by all others', () => {
  const passes: Facts = {
    ...{ isPortedOut: false, isUniversal: false, hasAgreed: true, digit: 0, isFull: false, isKeptOut: false, net: 1 },
    contact: unknownToPolicy,
  };
  const [service] = offers.filter(({ isService }) => isService);
  const capped = { ...passes, contact: { ...unknownToPolicy, isCapped: true } };
  expect(whyNot(service!, capped, { serviceExemptFrom: [] })).toBe('CAPPED');
  expect(whyNot(service!, capped, { serviceExemptFrom: ['CAPS'] })).toBeNull();
});

test('reasons belong to gates in the gates’ order, each to one', () => {
  expect(new Set(whys).size).toBe(whys.length);
  expect(whys.map(gateOrder)).toEqual(whys.map((_, order) => order));
  const order = gates.map(({ code }) => code);
  expect(whys.map((why) => order.indexOf(gateOf(why)))).toEqual(
    [...whys.map((why) => order.indexOf(gateOf(why)))].sort((a, b) => a - b),
  );
});
