import { type GraphQLField, getNamedType, isCompositeType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type KeptGoal } from '../../../src/campaigns/lists/goal.js';
import { verdictOf } from '../../../src/campaigns/lists/goal-verdict.js';
import { createSchema } from '../../../src/faces/graph/schema.js';
import type { Viewer } from '../../../src/security/viewer.js';
import { decodeSlice, encodeSlice } from '../../../src/slices/slice.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { approved, created, createQuery, done, refused, usual } from './support.js';

const [node, measure] = ['LIFECYCLE.DECLINE', 'NUMBERS'];
const goalFields = 'goal { measure { code } node slice baseline baselineMonth wantedChange by value absence month verdict }';
const board = managerOf([], { subject: 'board', rows: null });

let gateway: Gateway;
let city: string;
let another: string;
/** Of the numbers in decline of July, those of one city. */
let cause: Data;
/** The second route to that figure. */
const declining = async (month: string, of = city): Promise<number> => {
  const [row] = await gateway.sql(
    `select count(*) as numbers from number_state where month = '${month}' and stage = 'DECLINE' and city = '${of}'`,
  );
  return Number(row!.numbers);
};
const nodeOf = async (month: string, fields: string, viewer?: Viewer): Promise<Data> => {
  const { data, errors } = await gateway.ask(
    `query ($month: YearMonth) { indicatorTree(tree: "LIFECYCLE", month: $month) { nodes { code value ${fields} } } }`,
    { month },
    viewer,
  );
  expect(errors).toEqual([]);
  return data.indicatorTree.nodes.find(({ code }: Data) => code === node);
};
const goalOf = async (id: string, viewer?: Viewer): Promise<Data> =>
  (await done(gateway, `query ($id: ID!) { targetList(id: $id) { ${goalFields} } }`, { id }, viewer)).goal;

beforeAll(async () => {
  gateway = await openGateway();
  const { drill } = await nodeOf('2026-07', 'drill(by: CITY, top: 5) { code value slice }');
  cause = drill[0];
  [city, another] = [drill[0].code, drill[1].code];
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

const goal = (said: object = {}) => ({ measure, node, slice: cause.slice, wantedChange: -10, by: '2026-12-31', ...said });
/** Of the cause. Two of its numbers may be offered anything: nobody is held out, who would then be on none of the next lists either. */
const approvedOfCause = (): Promise<Data> =>
  approved(gateway, { slice: cause.slice, month: '2026-07', holdOut: 0, goal: goal() });

describe('figure, cause, list, result, figure', () => {
  test('the node shows the list that was made of its part, how far it is and what came of it; who sees figures only is told the same', async () => {
    const list = await approvedOfCause();
    const fields = `lists { id name status size ${goalFields} result { treated verdict verdictText } progress { open done } suppressed { count } }`;
    const told = await nodeOf('2026-10', fields);
    const shown = told.lists.find(({ id }: Data) => id === list.id);
    const [baseline, value] = [await declining('2026-07'), await declining('2026-10')];
    expect(cause.value).toBe(baseline);
    expect(shown).toMatchObject({
      status: 'APPROVED',
      size: list.size,
      goal: { measure: { code: measure }, node, baseline, baselineMonth: '2026-07', value, month: '2026-10', absence: null },
      result: { treated: list.size },
      progress: { open: list.size, done: 0 },
    });
    expect(await nodeOf('2026-10', fields, board)).toEqual(told);
    const { data } = await gateway.ask(`{ indicator(measure: ${measure}) { lists(first: 1) { id } } }`, {}, board);
    expect(data.indicator.lists).toEqual([{ id: list.id }]);
  });

  test('of other nodes and measures it is no list; a goal without a node is of the whole measure', async () => {
    const named = await created(gateway, { goal: goal() });
    const whole = await created(gateway, { goal: goal({ node: null }) });
    const { data } = await gateway.ask(`{
      tree: indicatorTree(tree: "LIFECYCLE") { nodes { code lists { id } } }
      same: indicator(measure: ${measure}) { lists { id } } other: indicator(measure: REVENUE) { lists { id } } }`);
    const showing = (id: string) =>
      data.tree.nodes.filter(({ lists }: Data) => lists.some((list: Data) => list.id === id)).map(({ code }: Data) => code);
    expect(showing(named.id)).toEqual([node]);
    expect(showing(whole.id)).toEqual(['LIFECYCLE']);
    expect(data.same.lists.map(({ id }: Data) => id)).toEqual(expect.arrayContaining([named.id, whole.id]));
    expect(data.other.lists).toEqual([]);
  });

  test('a node of a formula tree shows the lists of its measure', async () => {
    const { data } = await gateway.ask('{ indicator(measure: ARPU) { slice value } }');
    const said = { measure: 'ARPU', node: 'REVENUE.ARPU', slice: data.indicator.slice, wantedChange: 0.5, by: '2026-12-31' };
    const { id } = await created(gateway, { goal: said });
    const shown = await done(gateway, `{ indicatorTree(tree: "REVENUE") { nodes { code lists { id ${goalFields} } } } }`, {});
    const [own, ...others] = shown.nodes.filter(({ lists }: Data) => lists.length > 0);
    expect([own.code, others]).toEqual(['REVENUE.ARPU', []]);
    expect(own.lists).toMatchObject([
      { id, goal: { baseline: data.indicator.value, value: data.indicator.value, verdict: 'OPEN' } },
    ]);
  });
});

describe('verdict', () => {
  const asked = (wantedChange: number, by: string): KeptGoal =>
    ({ baseline: 100, baselineMonth: '2026-08', wantedChange, by }) as KeptGoal;

  test.each([
    ['OPEN', -10, '2026-10-31', 100, '2026-08', '2026-09-02'],
    ['ON_TRACK', -10, '2026-10-31', 95, '2026-09', '2026-10-02'],
    ['BEHIND', -10, '2026-10-31', 95.1, '2026-09', '2026-10-02'],
    ['BEHIND', -10, '2026-10-31', 120, '2026-09', '2026-10-02'],
    ['REACHED', -10, '2026-10-31', 90, '2026-09', '2026-10-02'],
    ['REACHED', 0.1, '2026-10-31', 100.1, '2026-10', '2026-11-02'],
    ['MISSED', -10, '2026-10-31', 91, '2026-10', '2026-11-01'],
    ['BEHIND', -10, '2026-10-31', 91, '2026-10', '2026-10-31'],
    ['BEHIND', -10, '2026-10-31', 96, '2026-09', '2026-11-01'],
  ])('%s: %d by %s, %d in %s, on %s', (verdict, wanted, by, value, month, now) => {
    expect(verdictOf(asked(wanted, by), value, month, now)).toBe(verdict);
  });

  test('of data: once the last day is over its month is the last that counts', async () => {
    gateway.clock.set('2026-09-10T10:00:00+08:00');
    const wantedChange = (await declining('2026-09')) - (await declining('2026-07')) + 1;
    const { id } = await created(gateway, { goal: goal({ wantedChange, by: '2026-09-30' }) });
    expect(await goalOf(id)).toMatchObject({ value: await declining('2026-09'), month: '2026-09' });
    gateway.clock.set('2026-10-01T10:00:00+08:00');
    const { verdict, value } = await goalOf(id);
    const moved = value - (await declining('2026-07'));
    expect(verdict).toBe(moved / wantedChange >= 1 ? 'REACHED' : 'MISSED');
  });
});

describe('who sees what', () => {
  test('every field of a list either tells figures to tiers 1 and 2, or is tier 4’s', async () => {
    const { id } = await approvedOfCause();
    const type = createSchema(gateway.martlet.definitions).getType('TargetList');
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    const given: Readonly<Record<string, string>> = {
      why: '(number: "1")',
      delta: `(from: "${id}")`,
      progressBy: '(what: AGENT)',
    };
    const asked = ({ name, type: of }: GraphQLField<unknown, unknown>) =>
      `${name}${given[name] ?? ''}${isCompositeType(getNamedType(of)) ? ' { __typename }' : ''}`;
    for (const tiers of [[1], [1, 2]]) {
      const refusedTo: string[] = [];
      for (const field of fields) {
        const query = `{ indicator(measure: ${measure}) { lists { ${asked(field)} } } }`;
        const { errors } = await gateway.ask(query, {}, { ...board, tiers });
        if (errors.length > 0) refusedTo.push(`${field.name} ${errors[0]!.extensions.code}`);
      }
      expect(refusedTo.sort()).toEqual(
        ['batches', 'delta', 'members', 'preview', 'progressBy', 'standing', 'why'].map((name) => `${name} FORBIDDEN`),
      );
    }
  });

  test('the figure is the author’s, whoever asks; beyond the viewer’s cities it is not told', async () => {
    const author = managerOf([another], { tiers: [1, 4] });
    const { slice } = await nodeOf('2026-07', 'slice');
    const own = await created(gateway, { goal: goal({ slice }) }, author);
    const [baseline, value] = [await declining('2026-07', another), await declining('2026-10', another)];
    for (const viewer of [author, undefined]) expect(await goalOf(own.id, viewer)).toMatchObject({ baseline, value });
    const seen = async (viewer: Viewer, id: string): Promise<Data> =>
      (await nodeOf('2026-10', `lists(first: 500) { id ${goalFields} }`, viewer)).lists.find((list: Data) => list.id === id);
    expect(await seen(managerOf([city]), own.id)).toBeUndefined();
    // Of the head office, with members in one city only.
    const ofCity = await approvedOfCause();
    expect(await seen(managerOf([another]), ofCity.id)).toBeUndefined();
    expect((await seen(managerOf([city]), ofCity.id)).goal).toMatchObject({
      baseline: null,
      value: null,
      absence: 'FORBIDDEN',
      verdict: 'UNKNOWN',
    });
  });

  test('nor what masked columns select', async () => {
    const { data } = await gateway.ask(
      '{ indicator(measure: REVENUE, where: { householdId: { isNull: false } }) { slice value } }',
    );
    const said = { measure: 'REVENUE', node: null, slice: data.indicator.slice };
    const { id } = await created(gateway, { goal: goal(said) });
    const asked = `{ indicator(measure: REVENUE) { lists { id ${goalFields} } } }`;
    const told = async (viewer?: Viewer) =>
      (await done(gateway, asked, {}, viewer)).lists.find((list: Data) => list.id === id).goal;
    expect(await told()).toMatchObject({ value: data.indicator.value, verdict: 'OPEN' });
    expect(await told(board)).toMatchObject({ baseline: null, value: null, absence: 'FORBIDDEN', verdict: 'UNKNOWN' });
  });

  test('of a slice of another catalogue the figure is not known any more', async () => {
    const { id } = await created(gateway, { goal: goal() });
    const { catalogue, secret } = gateway.slices;
    const slice = decodeSlice(cause.slice, { catalogue, secret, columns: gateway.serving.columns }, board.limits);
    const kept = {
      ...goal(),
      baseline: 5,
      baselineMonth: '2026-07',
      slice: encodeSlice(slice, { catalogue: { ...catalogue, hash: 'f'.repeat(64) }, secret }),
    };
    await gateway.ledger.db
      .updateTable('target_list')
      .set({ goal: JSON.stringify(kept) })
      .where('id', '=', id)
      .execute();
    expect(await goalOf(id)).toMatchObject({ baseline: 5, value: null, absence: 'STALE_SLICE', verdict: 'UNKNOWN' });
  });
});

describe('what cannot be a goal is said when the list is made', () => {
  test.each([
    ['no change', { wantedChange: 0 }, /^BAD_USER_INPUT: goal\.wantedChange: .* found 0/],
    [
      'a day that is over',
      { by: '2026-11-01' },
      /^BAD_USER_INPUT: goal\.by: expected 2026-11-02 \(today\) or later, found 2026-11-01/,
    ],
    ['no such tree', { node: 'LIVECYCLE.DECLINE' }, /^UNKNOWN_NAME: .*LIFECYCLE/],
    ['no such node', { node: 'LIFECYCLE.DECLIN' }, /^UNKNOWN_NAME: Unknown node "LIFECYCLE.DECLIN".*LIFECYCLE\.DECLINE/],
    [
      'another measure’s node',
      { node: 'REVENUE.ARPU' },
      /^BAD_USER_INPUT: goal\.node: REVENUE\.ARPU is of ARPU, found the measure NUMBERS/,
    ],
    [
      'numbers of another node',
      { node: 'LIFECYCLE.MATURE' },
      /^BAD_USER_INPUT: goal\.slice: expected numbers of LIFECYCLE\.MATURE/,
    ],
    ['no slice', { slice: 's2.x' }, /^BAD_USER_INPUT: .*slice/],
    [
      'leavers of who is in decline at the end, of whom nobody has left',
      { measure: 'LEAVERS', node: null },
      /^BAD_USER_INPUT: goal\.slice: LEAVERS counts leaving, which itself sets LIFECYCLE\.DECLINE \(CUT_BY_OUTCOME\)\. .*follow: NUMBERS/,
    ],
  ])('%s', async (_, said, message) => {
    const input = { ...usual, everybody: true, goal: goal(said) };
    expect(await refused(gateway, createQuery, { input })).toMatch(message);
  });

  test('a figure that is not known', async () => {
    const { data } = await gateway.ask('{ indicator(measure: CHURN_RATE, month: "2025-08") { slice value absence } }');
    const input = { ...usual, everybody: true, goal: goal({ measure: 'CHURN_RATE', node: null, slice: data.indicator.slice }) };
    expect(await refused(gateway, createQuery, { input })).toMatch(
      /^BAD_USER_INPUT: goal: expected a figure to start from, found none: CHURN_RATE of the slice is not known in 2025-08 \(NO_BASELINE\)/,
    );
  });

  test('the same key with another goal is another request', async () => {
    const input = { ...usual, everybody: true, idempotencyKey: 'goal', goal: goal() };
    const { id } = await done(gateway, createQuery, { input });
    expect((await done(gateway, createQuery, { input })).id).toBe(id);
    const other = { ...input, goal: goal({ wantedChange: -11 }) };
    expect(await refused(gateway, createQuery, { input: other })).toMatch(/^CONFLICT: .*idempotencyKey/);
  });
});
