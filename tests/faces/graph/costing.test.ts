import { type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, costing } from '../../../src/faces/graph/costing.js';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { usualLimits } from '../../../src/security/limits.js';
import { type Cost, cellsOfStatement, inCells, Spending } from '../../../src/security/spending.js';
import { developer } from '../../../src/security/viewer.js';
import { frozen } from '../../campaigns/lists/support.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
let costOf: (asked: Asked) => Cost;
beforeAll(async () => {
  gateway = await openGateway();
  const { definitions } = gateway.martlet;
  costOf = costing(createSchema(definitions), definitions.catalogue);
});
afterAll(() => gateway.close());

function costOfText(text: string, variables: Record<string, unknown> = {}): Cost {
  const document = parse(text);
  const operation = document.definitions.find((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition')!;
  return costOf({ document, operation, variables });
}
const cells = (text: string, variables?: Record<string, unknown>) => costOfText(text, variables).cells;
const statements = (text: string, variables?: Record<string, unknown>) => costOfText(text, variables).statements;

describe('Q4: cost by what is written', () => {
  test('a field counts as often as its lists have rows', () => {
    // numbers itself, and of each of seven rows nodes’ two fields
    expect(cells('{ numbers(first: 7) { nodes { id city } } }')).toBe(2 + 7 * 2);
    expect(cells('{ numbers { nodes { id } } }')).toBe(2 + 100);
    expect(cells('{ numbers(first: 7) { totalCount nodes { id history(months: 3) { city } } } }')).toBe(3 + 7 * (2 + 3));
    expect(cells('{ numbers(first: 2) { edges { node { id network { dataGb voiceMin } } } } }')).toBe(2 + 2 * (1 + 2 + 2));
    expect(cells('query ($n: Int) { numbers(first: $n) { nodes { id } } }', { n: 9 })).toBe(2 + 9);
    expect(cells('query ($n: Int = 4) { numbers(first: $n) { nodes { id } } }')).toBe(2 + 4);
    expect(cells('{ indicators(measures: [REVENUE, ARPU, DOU]) { value } }')).toBe(1 + 3);
  });

  test('aliases, fragments and their fragments count wherever they stand; what is left out does not', () => {
    expect(cells('{ a: me { subject } b: me { subject } }')).toBe(4);
    expect(cells('{ ...Two ...Two } fragment Two on Query { me { ...S } } fragment S on Viewer { subject tiers }')).toBe(6);
    expect(cells('{ me { ... on Viewer { subject } ... @include(if: false) { tiers roles } purposes @skip(if: true) } }')).toBe(
      2,
    );
    const doubled = Array.from(
      { length: 10 },
      (_, at) => `fragment F${at} on Query { a: me { subject } ...F${at + 1} ...F${at + 1} }`,
    );
    // Fields of one name are one in the answer; each spread is looked at.
    expect(cells(`{ ...F0 } ${doubled.join(' ')} fragment F10 on Query { me { subject } }`)).toBe(2 * (2 ** 11 - 1));
  });

  test('statements: one of a root, one of each row for what each asks alone, one together for what they share', () => {
    expect(statements('{ indicator(measure: ARPU) { value trend { value } } }')).toBe(2);
    expect(
      statements('{ a: indicator(measure: ARPU) { drill(by: CITY) { value } } b: indicator(measure: ARPU) { value } }'),
    ).toBe(3);
    expect(statements('{ targetLists(first: 30) { nodes { result { cost } } } }')).toBe(1 + 30);
    // A goal names one node: of all nodes together there are no more lists than one may have.
    const nodes = '{ indicatorTree(tree: "LIFECYCLE") { nodes { lists(first: 20) { result { cost } } } } }';
    expect(statements(nodes)).toBe(1 + 1 + 20);
    expect(statements('{ numbers(first: 1000) { nodes { events { type } contacts { id } } } }')).toBe(3);
    expect(inCells(costOfText('{ indicator(measure: ARPU) { value } }'))).toBe(cellsOfStatement + 2);
  });
});

describe('Q4: charged before anything is read', () => {
  const dear =
    '{ targetLists(first: 500) { nodes { members(first: 1000) { nodes { rank offer { code name } number { id numberId } } } } } }';
  test('the answer tells its cost; what is beyond the viewer’s limit is refused, and no statement is run', async () => {
    const viewer = { ...managerOf(['HAILAN']), limits: { ...usualLimits, costPerRequest: 6000 } };
    const cheap = await gateway.ask('{ indicator(measure: ARPU) { value } }', {}, viewer);
    expect([cheap.errors, cheap.extensions.cost]).toEqual([[], { asked: 2502, limit: 6000 }]);
    const three =
      '{ a: indicator(measure: ARPU) { value } b: indicator(measure: ARPU) { value } c: indicator(measure: DOU) { value } }';
    const { data, errors, extensions, statements: run } = await gateway.ask(three, {}, viewer);
    expect([data ?? null, run, extensions.cost]).toEqual([null, [], { asked: 7506, limit: 6000 }]);
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(
          /at most 6,000 cells, found 7,506: 3 statements of 2,500 each and 6 cells\. Ask for fewer/,
        ),
        extensions: expect.objectContaining({ code: 'TOO_COSTLY' }),
      }),
    ]);
    const usual = await gateway.ask(dear, {}, managerOf([], { tiers: [4] }));
    expect(usual.errors[0]!.extensions.code).toBe('TOO_COSTLY');
  });

  test('what a minute has is given out once, and again as it passes', () => {
    let now = 0;
    const spending = new Spending(() => now);
    const viewer = (subject: string) => ({ subject, limits: { ...usualLimits, costPerMinute: 1000 } });
    spending.take(700, viewer('li'));
    expect(() => spending.take(600, viewer('li'))).toThrow(
      expect.objectContaining({ code: 'TOO_BUSY', details: { retryAfterMs: 18_000 } }),
    );
    spending.take(300, viewer('li'));
    spending.take(1000, viewer('wei'));
    now += 18_000;
    spending.take(300, viewer('li'));
    spending.take(1e12, developer);
  });
});

/** A question of every root that asks the engine, with all below it that does. */
const questions: Readonly<Record<string, string>> = {
  indicator:
    'indicator(measure: ARPU) { value target trend(months: 6) { value baseline } signal { isSignal } drill(by: CITY) { value } coverage }',
  indicators: 'indicators(measures: [ARPU, REVENUE, CHURN_RATE]) { value trend { value } drill(by: PLAN_TIER) { value } }',
  indicatorTree: 'indicatorTree(tree: "REVENUE") { nodes { value target trend { value } } }',
  partition: 'indicatorTree(tree: "LIFECYCLE") { nodes { value trend { value } drill(by: CITY) { value } } }',
  explain:
    'explain(measure: ARPU) { change byFormula { contribution } byDimension { dimension } causes { contribution } summary warnings }',
  signals: 'signals { value }',
  analysis: 'analysis(dimensions: [CITY, STAGE], measures: [REVENUE, ARPU], against: PREVIOUS_MONTH) { rows { city } }',
  table: 'table(input: { dimensions: [CITY], measures: [REVENUE], against: TARGET }) { rows { cells } }',
  numbers:
    'numbers(first: 5) { totalCount sums(measures: [REVENUE]) nodes { id history(months: 3) { city } events { type } contacts { id } } }',
  catalogue: 'catalogue { dimensions { cardinality } }',
  generation: 'generation { numbers }',
  offers: 'offers { code missing }',
  targetLists:
    'targetLists(first: 3) { nodes { sliceCount progress { open } result { cost } members(first: 2) { nodes { number { id } } } } }',
};

describe('Q4: at least as many statements are charged as are run', () => {
  test.each(Object.entries(questions))('%s', async (_, question) => {
    const document = `{ ${question} }`;
    const { errors, statements: run } = await gateway.ask(document);
    expect(errors).toEqual([]);
    expect([run.length, statements(document)]).toEqual([run.length, expect.toSatisfy((charged) => charged >= run.length)]);
  });

  test('every report', async () => {
    for (const code of gateway.martlet.definitions.catalogue.reports.keys()) {
      const document = `{ report(code: "${code}", first: 5) { rows { cells { text } } } }`;
      const { statements: run } = await gateway.ask(document);
      expect([code, run.length]).toEqual([code, expect.toSatisfy((count) => count <= statements(document))]);
    }
  });

  test('a freeze', async () => {
    const { id } = await frozen(gateway, { scene: 'COUNTER', maxSize: 5 });
    const { statements: run } = await gateway.ask(
      `{ targetList(id: "${id}") { why(number: "5") { member } members { totalCount } } }`,
    );
    expect(run.length).toBeLessThanOrEqual(
      statements('{ targetList(id: "x") { why(number: "5") { member } members { totalCount } } }'),
    );
  });
});
