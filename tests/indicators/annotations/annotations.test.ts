import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import { camelCase } from '../../../src/slices/columns.js';
import { encodeSlice } from '../../../src/slices/slice.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  await gateway.ledger.db.deleteFrom('annotation').execute();
});

const createQuery = `mutation ($input: AnnotationInput!) {
  createAnnotation(input: $input) { id kind from until text zh: text(locale: ZH) slice createdBy removedAt }
}`;
const text = { en: 'Fibre cut', zh: '光缆中断' };
async function annotated(input: object = {}, viewer?: ReturnType<typeof managerOf>): Promise<Data> {
  const given = { input: { kind: 'OUTAGE', from: '2026-10-03', until: '2026-10-05', text, ...input } };
  const { data, errors } = await gateway.ask(createQuery, given, viewer);
  if (errors.length > 0) throw new Error(`${errors[0]!.extensions.code}: ${errors[0]!.message}`);
  return data.createAnnotation;
}
const seen = async (viewer?: ReturnType<typeof managerOf>, period = ''): Promise<readonly string[]> => {
  const { data, errors } = await gateway.ask(`{ annotations${period} { id } }`, {}, viewer);
  expect(errors).toEqual([]);
  return data.annotations.map(({ id }: Data) => id);
};
const city = (code: string) => ({ where: { city: { eq: code } } });
const [hailan, jintan] = ['HAILAN', 'JINTAN'].map((code) => managerOf([code]));

describe('what is said to have happened', () => {
  test('is told in both languages, with whom it concerns, and noted', async () => {
    const made = await annotated(city('HAILAN'));
    expect(made).toMatchObject({ kind: 'OUTAGE', from: '2026-10-03', until: '2026-10-05', text: text.en, zh: text.zh });
    const counted = await gateway.ask('query ($slice: Slice!) { numbers(slice: $slice) { totalCount } }', { slice: made.slice });
    const [row] = await gateway.sql("select count(*) as n from number_state where month = '2026-10' and city = 'HAILAN'");
    expect(counted.data.numbers.totalCount).toBe(Number(row!.n));
    const [line] = await listAudit(gateway.ledger, { limit: 1 });
    expect(line).toMatchObject({ action: 'annotation created', subject: 'developer' });
    expect(await annotated({ until: undefined })).toMatchObject({ from: '2026-10-03', until: '2026-10-03' });
  });

  test('masks what looks like a phone number', async () => {
    const said = { en: 'Ask 13812345678', zh: '请联系 138 1234 5678' };
    expect(await annotated({ text: said })).toMatchObject({ text: 'Ask 138****5678', zh: '请联系 138****5678' });
  });

  test('of a period: those that touch it', async () => {
    const { id } = await annotated();
    expect(await seen(undefined, '(from: "2026-10-05")')).toEqual([id]);
    expect(await seen(undefined, '(from: "2026-10-06")')).toEqual([]);
    expect(await seen(undefined, '(until: "2026-10-02")')).toEqual([]);
  });

  test('by who sees all numbers is told to everybody, by others to who sees what they see', async () => {
    const all = await annotated(city('JINTAN'));
    const own = await annotated({}, hailan);
    expect(await seen(hailan)).toHaveLength(2);
    expect(await seen(jintan)).toEqual([all.id]);
    expect(await seen()).toHaveLength(2);
    const remove = 'mutation ($id: ID!) { removeAnnotation(id: $id) { removedAt } }';
    const refused = await gateway.ask(remove, { id: all.id }, hailan);
    expect(refused.errors[0]!.extensions.code).toBe('FORBIDDEN');
    const unseen = await gateway.ask(remove, { id: own.id }, jintan);
    expect(unseen.errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    expect((await gateway.ask(remove, { id: own.id }, hailan)).data.removeAnnotation.removedAt).toEqual(expect.any(String));
    expect(await seen()).toEqual([all.id]);
  });

  test.each([
    ['an end before its beginning', { until: '2026-10-02' }, /^BAD_USER_INPUT: until: expected 2026-10-03/],
    ['no words', { text: { en: ' ', zh: '光' } }, /^BAD_USER_INPUT: text\.en: expected/],
    ['an unknown city', { where: { nowhere: { eq: 'x' } } }, /nowhere/],
  ])('%s is refused', async (_, input, expected) => {
    await expect(annotated(input)).rejects.toThrow(expected);
  });

  test('of what numbers were in a month of its own, or by who may say nothing, is refused', async () => {
    const rule = { from: '2026-10', to: '2026-10', where: {}, nodes: [], counted: [], facts: [], others: [], followed: null };
    const slice = encodeSlice({ ...rule, others: ['2026-09 LIFECYCLE.MATURE'] }, gateway.slices);
    await expect(annotated({ slice })).rejects.toThrow(/^BAD_USER_INPUT: slice: expected numbers by what they are/);
    await expect(annotated({}, { ...hailan!, acts: [] })).rejects.toThrow(/^FORBIDDEN: ANNOTATE/);
  });
});

describe('beside figures', () => {
  const trendOf = async (given: string, viewer?: ReturnType<typeof managerOf>) => {
    const { data, errors } = await gateway.ask(
      `{ indicator(measure: REVENUE${given}) { trend(months: 3) { month annotations { id } } } }`,
      {},
      viewer,
    );
    expect(errors).toEqual([]);
    return Object.fromEntries(
      data.indicator.trend.map((point: Data) => [point.month, point.annotations.map(({ id }: Data) => id)]),
    );
  };

  test('a trend has them in their months, where they concern any of its numbers that are seen', async () => {
    const here = await annotated({ ...city('HAILAN'), from: '2026-09-28', until: '2026-10-02' });
    const all = await annotated({ from: '2026-08-31', until: '2026-08-31' });
    expect(await trendOf('')).toEqual({ '2026-08': [all.id], '2026-09': [here.id], '2026-10': [here.id] });
    const own = { '2026-08': [all.id], '2026-09': [], '2026-10': [] };
    expect(await trendOf(', where: { city: { eq: "JINTAN" } }')).toEqual(own);
    expect(await trendOf('', jintan)).toEqual(own);
    expect(await trendOf('', { ...hailan!, minimumGroup: 1_000_000 })).toEqual(own);
  });

  test('of a node it is the node’s numbers that count', async () => {
    const young = await annotated({ where: { stage: { eq: 'NEW' } } });
    const { data } = await gateway.ask(
      '{ indicatorTree(tree: "LIFECYCLE") { nodes { code trend(months: 1) { annotations { id } } } } }',
    );
    const told = data.indicatorTree.nodes.filter(({ trend }: Data) => trend[0].annotations.length > 0);
    const codes = told.map(({ code }: Data) => code);
    expect(codes).toEqual(expect.arrayContaining(['LIFECYCLE', 'LIFECYCLE.NEW']));
    expect(codes.filter((code: string) => !`${code}.`.startsWith('LIFECYCLE.NEW.') && code !== 'LIFECYCLE')).toEqual([]);
    expect(told[0].trend[0].annotations).toEqual([{ id: young.id }]);
  });

  test('an explanation says what coincides with it and with each cause, and nothing of the change is theirs', async () => {
    const question = (rest: string) => `{ explain(measure: REVENUE, month: "2026-02", by: [CITY, PLAN_TIER, AGE_GROUP]) {
      change summary warnings pattern residual byFormula { node contribution } causes { where { dimension code } contribution ${rest} } ${rest ? 'annotations { id }' : ''} } }`;
    const before = (await gateway.ask(question(''))).data.explain;
    expect(before.causes.length).toBeGreaterThan(0);
    const [cause] = before.causes;
    const [{ dimension, code }] = cause.where;
    const own = (value: string) => ({ where: { [camelCase(dimension)]: { eq: value } } });
    const column = dimension.toLowerCase();
    const rows = await gateway.sql(`select distinct ${column} as value from number_state where ${column} is not null order by 1`);
    const other = rows
      .map(({ value }) => value as string)
      .find((each) => !before.causes.some(({ where }: Data) => where.some((term: Data) => term.code === each)))!;
    const at = await annotated({ ...own(code), kind: 'CAMPAIGN', from: '2026-01-10' });
    const elsewhere = await annotated({ ...own(other), from: '2026-02-01' });
    const early = await annotated({ from: '2025-12-31', until: '2025-12-31' });
    const { data, errors } = await gateway.ask(question('coincides { id }'));
    expect(errors).toEqual([]);
    const { annotations, ...after } = data.explain;
    expect(annotations.map(({ id }: Data) => id)).toEqual([elsewhere.id, at.id]);
    expect(after.causes[0].coincides).toEqual([{ id: at.id }]);
    const plain = { ...after, causes: after.causes.map(({ coincides: _, ...rest }: Data) => rest) };
    expect(plain).toEqual(before);
    expect(await seen()).toContain(early.id);
  });

  test('one whose names the catalogue no longer has touches nothing, and is still told', async () => {
    const { id } = await annotated(city('HAILAN'));
    const scope = JSON.stringify({ where: { gone: { eq: 'x' } }, nodes: [], counted: [] });
    await gateway.ledger.db.updateTable('annotation').set({ scope }).execute();
    expect(await trendOf('')).toEqual({ '2026-08': [], '2026-09': [], '2026-10': [] });
    const { data } = await gateway.ask('{ annotations { id slice } }');
    expect(data.annotations).toEqual([{ id, slice: null }]);
  });
});
