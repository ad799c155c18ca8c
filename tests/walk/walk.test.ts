import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../console/chromium.js';
import type { Data } from '../support/gateway.js';
import { type OpenConsole, openConsole, patience, stands } from './console.js';
import { node } from './fixtures.js';
import { keys, mouse } from './hands.js';

// More than 5 s: a browser walks from a figure to the result of a list, in both languages, by mouse and by keys alone.

/** The words that are pressed. */
const said = {
  EN: {
    why: 'Why?',
    reports: 'Reports',
    table: 'Table',
    numbersOf: (name: string) => `Numbers ${name}`,
    makeList: 'Make a list',
    draft: 'Make a draft',
    freeze: 'Freeze',
    approve: 'Approve',
    take: 'Take',
    release: 'Give back',
    accepted: 'Accepted',
    back: 'Back to the figure in the tree',
    name: 'Name',
    purpose: 'What for',
    maxSize: 'Members at most',
    wanted: 'Wanted change',
    by: 'By',
    list: 'Save the decline',
  },
  ZH: {
    why: '为什么？',
    reports: '报表',
    table: '表格',
    numbersOf: (name: string) => `号码 ${name}`,
    makeList: '建立名单',
    draft: '建立草稿',
    freeze: '冻结',
    approve: '审批通过',
    take: '领取',
    release: '退回',
    accepted: '已办理',
    back: '回到指标树中的指标',
    name: '名称',
    purpose: '用途',
    maxSize: '成员上限',
    wanted: '期望变化',
    by: '达成日期',
    list: '衰退期挽留',
  },
} as const;

const until = <Value>(look: () => Promise<Value>) => expect.poll(look, { ...patience, interval: 50 });

let opened: OpenConsole;
beforeAll(async () => {
  if (hasChromium) opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'));
});
afterAll(() => opened?.close());

const walks = [
  ['EN', 'by mouse', mouse],
  ['ZH', 'by keys alone', keys],
] as const;

describe.skipIf(!hasChromium)('from a figure to the result of the list that it began', () => {
  test.each(walks)('%s, %s', async (locale, _, hand) => {
    const words = said[locale];
    const planner = await opened.as('planner', locale);
    const link = (name: string) => planner.getByRole('link', { name, exact: true }).first();
    const press = async (what: typeof planner, role: 'link' | 'button', name: string) => {
      await hand.press(what, what.getByRole(role, { name, exact: true }).first());
      await stands(what);
    };
    const figureIn = (part: string) => planner.locator(`${part} data`).first().getAttribute('value');

    // The figure in the tree is the graph's, and lit where the graph says so.
    await planner.goto('/tree/LIFECYCLE');
    await stands(planner);
    const { indicatorTree } = await opened.ask(
      'planner',
      '{ indicatorTree(tree: "LIFECYCLE") { nodes { code value slice signal { isSignal } } } }',
    );
    const { value, slice, signal } = indicatorTree.nodes.find(({ code }: Data) => code === node);
    const row = planner.locator(`[data-node="${node}"]`);
    expect(await figureIn(`[data-node="${node}"]`)).toBe(String(value));
    expect((await row.innerText()).includes('●')).toBe(signal.isSignal);
    await hand.choose(planner, row);
    await until(async () => new URL(planner.url()).searchParams.get('node')).toBe(node);

    // Why.
    await press(planner, 'link', words.why);
    expect(new URL(planner.url()).pathname).toBe('/why/NUMBERS');
    expect(await figureIn('main [data-slice]')).toBe(String(value));

    // A report of the same numbers.
    const asked = `query ($slice: Slice!) { report(code: "CHANNEL_PROFIT", slice: $slice) {
      name(locale: ${locale}) columns { name } rows { cells(locale: ${locale}) slice totalOf } } }`;
    const { report } = await opened.ask('planner', asked, { slice });
    const [line] = report.rows.filter(({ totalOf }: Data) => totalOf.length === 0);
    const cell = (name: string) => line.cells[report.columns.findIndex((column: Data) => column.name === name)];
    await hand.report(planner, words.reports, report.name);
    await stands(planner);
    await press(planner, 'button', words.table);
    const cells = planner.getByRole('row').filter({ has: link(words.numbersOf(cell('channelLabel'))) });
    expect((await cells.innerText()).split(/\s+/).map(Number.parseFloat)).toContain(cell('numbers'));

    // The numbers of one of its rows.
    await press(planner, 'link', words.numbersOf(cell('channelLabel')));
    expect(new URL(planner.url()).pathname).toBe('/numbers');
    expect(await figureIn('main dl')).toBe(String(cell('numbers')));
    expect(await planner.locator('table').getAttribute('aria-rowcount')).toBe(String(cell('numbers')));

    // A list of them.
    await press(planner, 'link', words.makeList);
    await hand.write(planner, words.name, words.list);
    await hand.write(planner, words.purpose, words.list);
    await hand.write(planner, words.maxSize, '20');
    await hand.write(planner, words.wanted, '-20');
    await hand.write(planner, words.by, '2026-12-12');
    await press(planner, 'button', words.draft);
    await planner.waitForURL(/\/lists\/[0-9a-f-]+/);
    await stands(planner);
    const id = new URL(planner.url()).pathname.split('/').at(-1)!;
    const listOf = async () => {
      const fields =
        'status size heldOut sliceCount suppressed { count } preview { size heldOut } progress { done open } goal { node verdict } result { treatedOrders verdict }';
      return (await opened.ask('planner', `query ($id: ID!) { targetList(id: $id) { ${fields} } }`, { id })).targetList;
    };
    const statusOf = async () => (await opened.ask('planner', `{ targetList(id: "${id}") { status } }`)).targetList.status;

    // What freezing would give is seen before, and is what it gives.
    const draft = await listOf();
    expect([draft.status, draft.sliceCount, draft.goal.node]).toEqual(['DRAFT', cell('numbers'), node]);
    expect(await figureIn('tr:last-child')).toBe(String(draft.preview.size));
    await press(planner, 'button', words.freeze);
    await until(statusOf).toBe('FROZEN');
    const frozen = await listOf();
    expect([frozen.size, frozen.heldOut]).toEqual([draft.preview.size, draft.preview.heldOut]);
    await stands(planner);
    // Its author sees no way to approve it.
    expect(await planner.getByRole('button', { name: words.approve }).count()).toBe(0);

    // A second pair of eyes.
    const leader = await opened.as('leader', locale);
    await leader.goto(`/lists/${id}`);
    await stands(leader);
    await press(leader, 'button', words.approve);
    await until(statusOf).toBe('APPROVED');

    // Work: after a reload it goes on where it was.
    const agent = await opened.as('agent', locale);
    await agent.goto(`/work?list=${id}&size=3`);
    await stands(agent);
    const queue = () => agent.locator('ol button').count();
    await press(agent, 'button', words.take);
    await until(queue).toBe(3);
    await agent.reload();
    await stands(agent);
    expect(await queue()).toBe(3);
    await agent.keyboard.press('1');
    await until(queue).toBe(2);
    await press(agent, 'button', words.release);
    await until(queue).toBe(0);

    // What came of it.
    await planner.goto(`/lists/${id}?by=OUTCOME`);
    await stands(planner);
    const worked = await listOf();
    expect([worked.status, worked.progress.done, worked.result.treatedOrders]).toEqual(['RUNNING', 1, 1]);
    expect(await planner.getByText(words.accepted).count()).toBeGreaterThan(0);

    // And back to the figure, which shows its list.
    await press(planner, 'link', words.back);
    expect(new URL(planner.url()).pathname).toBe('/tree/LIFECYCLE');
    expect(await figureIn(`[data-node="${node}"]`)).toBe(String(value));
    expect(await planner.locator(`a[href*="/lists/${id}"]`).count()).toBe(1);
    for (const page of [planner, leader, agent]) await page.context().close();
  });

  test('nobody’s browser complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
