import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/faces/locale.js';
import { hasChromium } from '../console/chromium.js';
import type { Data } from '../support/gateway.js';
import { type OpenConsole, openConsole, settled } from './console.js';

// More than 5 s: a browser walks through the whole console, in both languages.

/** The words that are pressed. */
const said = {
  EN: {
    why: 'Why?',
    numbers: 'See the numbers',
    makeList: 'Make a list',
    draft: 'Make a draft',
    freeze: 'Freeze',
    approve: 'Approve',
    take: 'Take',
    release: 'Give back',
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
    numbers: '查看号码',
    makeList: '建立名单',
    draft: '建立草稿',
    freeze: '冻结',
    approve: '审批通过',
    take: '领取',
    release: '退回',
    back: '回到指标树中的指标',
    name: '名称',
    purpose: '用途',
    maxSize: '成员上限',
    wanted: '期望变化',
    by: '达成日期',
    list: '衰退期挽留',
  },
} as const;

const node = 'LIFECYCLE.DECLINE';
const now = () => new Date('2026-11-02T10:00:00+08:00');

let opened: OpenConsole;
beforeAll(async () => {
  if (hasChromium) opened = await openConsole(now);
});
afterAll(() => opened?.close());

/** The figure of a row, to the last digit that the graph gave. */
const valueIn = (page: Page, row: string) => page.locator(`${row} data`).first().getAttribute('value');

/** As long as a machine may take whose cores are all busy. */
const until = <Value>(look: () => Promise<Value>) => expect.poll(look, { timeout: 60_000, interval: 100 });

describe.skipIf(!hasChromium)('from a figure to the result of the list that it began', () => {
  test.each(['EN', 'ZH'] as const)('%s', async (locale: Locale) => {
    const words = said[locale];
    const press = (page: Page, role: 'link' | 'button', name: string) =>
      page.getByRole(role, { name, exact: true }).first().click();
    const planner = await opened.as('planner', locale);

    // The figure in the tree is the graph's.
    await planner.goto(`/tree/LIFECYCLE?node=${node}`);
    await settled(planner);
    const { indicatorTree } = await opened.ask('planner', '{ indicatorTree(tree: "LIFECYCLE") { nodes { code value slice } } }');
    const figure = indicatorTree.nodes.find(({ code }: Data) => code === node);
    expect(await valueIn(planner, `[data-node="${node}"]`)).toBe(String(figure.value));

    // Why, and back.
    await press(planner, 'link', words.why);
    await settled(planner);
    expect(new URL(planner.url()).pathname).toBe('/why/NUMBERS');
    await planner.goBack();
    await settled(planner);

    // A list of the numbers behind it.
    await press(planner, 'link', words.makeList);
    await settled(planner);
    await planner.getByLabel(words.name, { exact: true }).fill(words.list);
    await planner.getByLabel(words.purpose, { exact: true }).fill(words.list);
    await planner.getByLabel(words.maxSize).fill('40');
    await planner.getByLabel(words.wanted).fill('-20');
    await planner.getByLabel(words.by, { exact: true }).fill('2026-12-31');
    await press(planner, 'button', words.draft);
    await planner.waitForURL(/\/lists\/[0-9a-f-]+/);
    await settled(planner);
    const id = new URL(planner.url()).pathname.split('/').at(-1)!;
    const listOf = async () => {
      const fields =
        'status size heldOut sliceCount suppressed { count } preview { size heldOut } progress { done open } goal { node verdict } result { treatedOrders verdict }';
      return (await opened.ask('planner', `query ($id: ID!) { targetList(id: $id) { ${fields} } }`, { id })).targetList;
    };
    const statusOf = async () => (await opened.ask('planner', `{ targetList(id: "${id}") { status } }`)).targetList.status;

    // What freezing would give is seen before, and is what it gives.
    const draft = await listOf();
    expect([draft.status, draft.sliceCount, draft.goal.node]).toEqual(['DRAFT', figure.value, node]);
    expect(await valueIn(planner, 'tr:last-child')).toBe(String(draft.preview.size));
    await press(planner, 'button', words.freeze);
    await until(statusOf).toBe('FROZEN');
    const frozen = await listOf();
    expect([frozen.size, frozen.heldOut]).toEqual([draft.preview.size, draft.preview.heldOut]);
    await settled(planner);
    // Its author sees no way to approve it.
    expect(await planner.getByRole('button', { name: words.approve }).count()).toBe(0);

    // A second pair of eyes.
    const leader = await opened.as('leader', locale);
    await leader.goto(`/lists/${id}`);
    await settled(leader);
    await press(leader, 'button', words.approve);
    await until(statusOf).toBe('APPROVED');

    // Work, by keyboard: after a reload it goes on where it was.
    const agent = await opened.as('agent', locale);
    await agent.goto(`/work?list=${id}&size=3`);
    await settled(agent);
    await press(agent, 'button', words.take);
    await until(() => agent.locator('ol button').count()).toBe(3);
    await agent.reload();
    await settled(agent);
    expect(await agent.locator('ol button').count()).toBe(3);
    await agent.locator('body').press('1');
    await until(() => agent.locator('ol button').count()).toBe(2);
    await press(agent, 'button', words.release);
    await until(() => agent.locator('ol button').count()).toBe(0);

    // What came of it.
    await planner.goto(`/lists/${id}?by=OUTCOME`);
    await settled(planner);
    const worked = await listOf();
    expect([worked.status, worked.progress.done, worked.result.treatedOrders]).toEqual(['RUNNING', 1, 1]);
    expect(await planner.getByText(locale === 'EN' ? 'Accepted' : '已办理').count()).toBeGreaterThan(0);
    const seen = await planner.locator('main').innerText();
    await planner.reload();
    await settled(planner);
    expect(await planner.locator('main').innerText()).toBe(seen);

    // And back to the figure, which shows its list.
    await press(planner, 'link', words.back);
    await settled(planner);
    expect(new URL(planner.url()).pathname).toBe('/tree/LIFECYCLE');
    expect(await planner.getByRole('link', { name: words.list }).count()).toBeGreaterThan(0);
    for (const page of [planner, leader, agent]) await page.context().close();
  });

  test('nobody’s browser complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
