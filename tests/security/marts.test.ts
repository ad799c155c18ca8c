import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractColumn } from '../../src/catalogue/provided.js';
import type { Dimension } from '../../src/catalogue/types.js';
import { columnsNamed } from '../../src/numbers/export.queries.js';
import { ofMartsGranted, seesMart } from '../../src/security/marts.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

// More than 5 s: each mart is taken away, and all figures, dimensions and columns are asked for without it.

let gateway: Gateway;
let number: string;
beforeAll(async () => {
  gateway = await openGateway();
  const [one] = await gateway.sql(
    'select cast(number_id as varchar) as id from serving.number_profile where on_books and number_id in (select number_id from serving.number_contact) and number_id in (select number_id from serving.number_event) limit 1',
  );
  number = String(one!.id);
});
afterAll(() => gateway.close());

const marts = ['contact', 'number_event', 'number_day', 'complaint', 'target', 'plan', 'cell_month', 'cell_hour'];
/** What of a generation holds rows of a mart, beside the rollups and number_state, whose columns are told one by one. */
const relations: Readonly<Record<string, RegExp>> = {
  contact: /number_contact|mart_contact/,
  number_event: /number_event/,
  number_day: /number_day|day_state/,
  complaint: /number_complaint|complaint_state/,
  target: /mart_target/,
  cell_month: /mart_cell_month/,
  cell_hour: /mart_cell_hour/,
};
const without = (mart: string): Viewer => ({ ...developer, subject: `no ${mart}`, marts: { granted: null, denied: [mart] } });
const codesOf = ({ errors }: { errors: readonly { extensions: Data }[] }) => errors.map(({ extensions }) => extensions.code);
const restsOn = (needs: readonly string[], mart: string) => needs.some((need) => contractColumn(need).startsWith(`${mart}.`));
const routeOf = ({ extensions }: { extensions: Data }): readonly string[] =>
  extensions.route.map(({ source }: Data) => source as string);

describe.each(marts)('without %s', (mart) => {
  const viewer = without(mart);
  /** Asks, and nothing is read that the viewer has no grant to. */
  const ask = async (query: string, variables: Data = {}) => {
    const answer = await gateway.ask(query, variables, viewer);
    for (const source of routeOf(answer)) if (relations[mart]) expect(source).not.toMatch(relations[mart]!);
    return answer;
  };

  test('every measure: FORBIDDEN where it is made of it, else as it is for who sees all', async () => {
    const { measures, parts } = gateway.martlet.definitions.catalogue;
    const all = [...measures.values()];
    for (let from = 0; from < all.length; from += 20) {
      const codes = all.slice(from, from + 20).map(({ code }) => code);
      const query = 'query ($codes: [Measure!]!) { indicators(measures: $codes) { measure { code } value absence target } }';
      const { data, errors } = await ask(query, { codes });
      const known = await gateway.ask(query, { codes });
      expect(errors).toEqual([]);
      const expected = known.data.indicators.map((indicator: Data) => {
        const { numerator, denominator } = measures.get(indicator.measure.code)!;
        const needs = [numerator, ...(denominator ? [denominator] : [])].flatMap(({ terms }) =>
          [...terms.keys()].flatMap((part) => parts.get(part)!.needs),
        );
        if (restsOn(needs, mart)) return { ...indicator, value: null, absence: 'FORBIDDEN', target: expect.anything() };
        return mart === 'target' ? { ...indicator, target: null } : indicator;
      });
      for (const each of expected) if (each.absence === 'FORBIDDEN') each.target = indicatorOf(data, each).target;
      expect(data.indicators).toEqual(expected);
    }
  });

  test('every dimension: a table by it is FORBIDDEN where it is made of it', async () => {
    for (const dimension of gateway.martlet.definitions.catalogue.dimensions.values()) {
      if (dimension.grain === 'MONTH') continue;
      const [measure, own] = countedBy(dimension);
      const by = dimension.grain ? `grain: ${dimension.grain}` : `dimensions: [${dimension.code}]`;
      const query = `{ analysis(${by}, measures: [${measure}]) { rowCount } }`;
      const answer = await ask(query);
      const others = ['contact', 'number_event', 'lead', 'number_day', 'complaint'].filter((each) => each !== own);
      const needs =
        dimension.facts.length === 0
          ? dimension.needs
          : dimension.needs.filter((need) => !others.some((other) => need.startsWith(`${other}.`)));
      const isMade = restsOn(needs, mart) || (own === mart && dimension.facts.length > 0);
      expect([dimension.code, codesOf(answer).includes('FORBIDDEN')]).toEqual([dimension.code, isMade]);
    }
  });

  test('every column of a number: neither told, filtered by nor exported where it is made of it', async () => {
    const columns = [...gateway.serving.numberColumns.values()];
    const made = columns.filter(({ rests }) => restsOn(rests.needs, mart));
    const { data, errors } = await ask('{ catalogue { filterColumns { name } } }');
    expect(errors).toEqual([]);
    expect(data.catalogue.filterColumns.length).toBeGreaterThan(50);
    const granted = ofMartsGranted(
      viewer,
      gateway.serving.coverage,
      gateway.martlet.definitions.contract.marts.keys(),
      gateway.serving.numberColumns,
      gateway.martlet.definitions.catalogue.dimensions.values(),
    );
    const exported = columnsNamed(null, { viewer: granted.viewer, numberColumns: gateway.serving.numberColumns });
    expect(exported.filter((column) => made.includes(column))).toEqual([]);
    expect(exported.length).toBe(columns.length - made.length);
    for (const { field, kind } of made) {
      expect(() => columnsNamed([field], { viewer: granted.viewer, numberColumns: gateway.serving.numberColumns })).toThrow(
        /not granted/,
      );
      const answer = await ask(`{ numbers(first: 1, where: { ${field}: { isNull: false } }) { nodes { numberId } } }`);
      expect([field, kind, codesOf(answer)]).toEqual([field, kind, ['FORBIDDEN']]);
    }
  });

  test('one number: its contacts and events, its card', async () => {
    const of = (field: string) => `{ number(id: "${number}") { ${field} } }`;
    const contacts = await ask(of('contacts { id }'));
    const events = await ask(of('events { on type }'));
    expect([codesOf(contacts).includes('FORBIDDEN'), contacts.data?.number?.contacts?.length > 0]).toEqual([
      mart === 'contact',
      mart !== 'contact',
    ]);
    expect([codesOf(events).includes('FORBIDDEN'), events.data?.number?.events?.length > 0]).toEqual([
      mart === 'number_event',
      mart !== 'number_event',
    ]);
    const { data, errors } = await ask(
      `{ card(number: "${number}", scene: COUNTER) { lastContacts { id } absent { part reason } } }`,
    );
    expect(errors).toEqual([]);
    const untold = { part: 'lastContacts', reason: 'FORBIDDEN' };
    if (mart === 'contact') expect(data.card).toMatchObject({ lastContacts: [], absent: expect.arrayContaining([untold]) });
    else expect(data.card.absent).not.toContainEqual(untold);
  });

  test('what is decided is the same: a decision knows what its viewer is not told', async () => {
    const query = `{ recommendations(number: "${number}", scene: COUNTER) { shown { rank offer { code } acceptProbability } considered { offer { code } stoppedAt why netBenefit } } }`;
    const { data, errors } = await gateway.ask(query, {}, viewer);
    expect(errors).toEqual([]);
    expect(data).toEqual((await gateway.ask(query)).data);
  });

  test('every report and tree: answers, or FORBIDDEN; nothing is read of it', async () => {
    const { reports, trees } = gateway.martlet.definitions.catalogue;
    const codes = (await gateway.ask('{ reports { code } }')).data.reports.map(({ code }: Data) => code);
    expect(codes.length).toBeGreaterThanOrEqual(reports.size);
    const refused: string[] = [];
    for (const code of codes) {
      const answer = await ask(`{ report(code: "${code}", first: 1) { rowCount } }`);
      if (codesOf(answer).includes('FORBIDDEN')) refused.push(code);
      else expect([code, answer.errors]).toEqual([code, []]);
    }
    expect(refused.includes('CELL_POTENTIAL')).toBe(mart === 'cell_month');
    for (const tree of trees.keys()) {
      const { errors } = await ask(`{ indicatorTree(tree: "${tree}") { nodes { value absence target } } }`);
      expect([tree, errors]).toEqual([tree, []]);
    }
  });
});

const indicatorOf = ({ indicators }: Data, { measure }: Data) =>
  indicators.find((indicator: Data) => indicator.measure.code === measure.code);

/** A measure that can be cut by a dimension, and the mart of the facts that it counts. */
const countedBy = ({ facts }: Dimension): readonly [string, string | null] => {
  if (facts.length === 0) return ['CLOSING_SUBSCRIBERS', null];
  if (facts.join() === 'LEAD') return ['LEADS', 'lead'];
  if (facts.join() === 'CASE') return ['COMPLAINTS_OPENED', 'complaint'];
  return facts.length === 1 && facts[0] === 'CONTACT' ? ['CONTACTS', 'contact'] : ['GROSS_ADDS', 'number_event'];
};

test('marts that are granted are those that no role denies', () => {
  const granted = { ...developer, marts: { granted: ['number_month', 'contact'], denied: ['contact'] } };
  expect(marts.concat('number_month').filter((mart) => seesMart(granted, mart))).toEqual(['number_month']);
});

test('who is not granted number_month sees no figure and no number', async () => {
  const viewer = without('number_month');
  for (const query of [
    `{ number(id: "${number}") { city } }`,
    '{ numbers(first: 1) { nodes { numberId } } }',
    '{ indicators(measures: [REVENUE]) { value } }',
  ])
    expect([query, codesOf(await gateway.ask(query, {}, viewer))]).toEqual([query, ['FORBIDDEN']]);
});

test('who is not granted number_month is told which data answer, and not how many numbers they are', async () => {
  for (const rows of [developer.rows, [{ cities: ['HAILAN'] }]]) {
    const viewer: Viewer = { ...without('number_month'), rows };
    const { data, errors } = await gateway.ask(
      '{ generation { id dataDate months checks { ok } changes { since { id } } } }',
      {},
      viewer,
    );
    expect(errors).toEqual([]);
    expect(data.generation).toMatchObject({ id: gateway.serving.manifest.id, dataDate: gateway.serving.manifest.dataDate });
    expect(codesOf(await gateway.ask('{ generation { numbers } }', {}, viewer))).toEqual(['FORBIDDEN']);
  }
  const whole = await gateway.ask('{ generation { numbers } }');
  expect(whole.data.generation.numbers).toBe(gateway.serving.manifest.numbers);
});
