import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/faces/locale.js';
import { hasChromium } from '../console/chromium.js';
import type { Data } from '../support/gateway.js';
import { type OpenConsole, openConsole, patience, stands } from './console.js';

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

const until = <Value>(look: () => Promise<Value>) => expect.poll(look, { ...patience, interval: 50 });

describe.skipIf(!hasChromium)('from a figure to the result of the list that it began', () => {
  test.each(['EN', 'ZH'] as const)('%s', async (locale: Locale) => {
    const words = said[locale];
    const press = (page: Page, role: 'link' | 'button', name: string) =>
      page.getByRole(role, { name, exact: true }).first().click();
    const planner = await opened.as('planner', locale);

    // The figure in the tree is the graph's.
    await planner.goto(`/tree/LIFECYCLE?node=${node}`);
    await stands(planner);
    const { indicatorTree } = await opened.ask('planner', '{ indicatorTree(tree: "LIFECYCLE") { nodes { code value slice } } }');
    const figure = indicatorTree.nodes.find(({ code }: Data) => code === node);
    expect(await valueIn(planner, `[data-node="${node}"]`)).toBe(String(figure.value));

    // Why, and back.
    await press(planner, 'link', words.why);
    await stands(planner);
    expect(new URL(planner.url()).pathname).toBe('/why/NUMBERS');
    await planner.goBack();
    await stands(planner);

    // A list of the numbers behind it.
    await press(planner, 'link', words.makeList);
    await stands(planner);
    await planner.getByLabel(words.name, { exact: true }).fill(words.list);
    await planner.getByLabel(words.purpose, { exact: true }).fill(words.list);
    await planner.getByLabel(words.maxSize).fill('40');
    await planner.getByLabel(words.wanted).fill('-20');
    await planner.getByLabel(words.by, { exact: true }).fill('2026-12-31');
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
    expect([draft.status, draft.sliceCount, draft.goal.node]).toEqual(['DRAFT', figure.value, node]);
    expect(await valueIn(planner, 'tr:last-child')).toBe(String(draft.preview.size));
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

    // Work, by keyboard: after a reload it goes on where it was.
    const agent = await opened.as('agent', locale);
    await agent.goto(`/work?list=${id}&size=3`);
    await stands(agent);
    await press(agent, 'button', words.take);
    await until(() => agent.locator('ol button').count()).toBe(3);
    await agent.reload();
    await stands(agent);
    expect(await agent.locator('ol button').count()).toBe(3);
    await agent.locator('body').press('1');
    await until(() => agent.locator('ol button').count()).toBe(2);
    await press(agent, 'button', words.release);
    await until(() => agent.locator('ol button').count()).toBe(0);

    // What came of it.
    await planner.goto(`/lists/${id}?by=OUTCOME`);
    await stands(planner);
    const worked = await listOf();
    expect([worked.status, worked.progress.done, worked.result.treatedOrders]).toEqual(['RUNNING', 1, 1]);
    expect(await planner.getByText(locale === 'EN' ? 'Accepted' : '已办理').count()).toBeGreaterThan(0);
    const seen = await planner.locator('main').innerText();
    await planner.reload();
    await stands(planner);
    expect(await planner.locator('main').innerText()).toBe(seen);

    // And back to the figure, which shows its list.
    await press(planner, 'link', words.back);
    await stands(planner);
    expect(new URL(planner.url()).pathname).toBe('/tree/LIFECYCLE');
    expect(await planner.getByRole('link', { name: words.list }).count()).toBeGreaterThan(0);
    for (const page of [planner, leader, agent]) await page.context().close();
  });

  test('what a browser must load is small: 150 kB of script and 15 kB of style to begin with, 230 kB for any part', async () => {
    const sizeOf = async (path: string) => {
      const response = await fetch(opened.url + path, { headers: { 'accept-encoding': 'gzip' } });
      return { text: await response.text(), bytes: Number(response.headers.get('content-length')) };
    };
    const page = await sizeOf('/');
    const entry = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    const sizes = new Map(await Promise.all(entry.map(async (path) => [path, await sizeOf(path)] as const)));
    const sum = (ending: string) =>
      entry.filter((path) => path.endsWith(ending)).reduce((all, path) => all + sizes.get(path)!.bytes, 0);
    expect(sum('.js')).toBeGreaterThan(10_000);
    expect(sum('.js')).toBeLessThanOrEqual(150_000);
    expect(sum('.css')).toBeLessThanOrEqual(15_000);
    const later = new Set(
      [...sizes.values()].flatMap(({ text }) =>
        [...text.matchAll(/["'`](?:\.\/|assets\/)([\w-]+\.js)["'`]/g)].map(([, name]) => `/assets/${name}`),
      ),
    );
    expect(later.size).toBeGreaterThan(10);
    for (const path of later) expect([path, (await sizeOf(path)).bytes <= 230_000]).toEqual([path, true]);
  });

  test('figures on the board are the graph’s, to the last digit', async () => {
    const page = await opened.as('planner', 'ZH');
    await page.goto('/');
    await stands(page);
    const tiles = await page
      .locator('[data-measure]')
      .evaluateAll((all) =>
        all.map(
          (tile) => [tile.getAttribute('data-measure')!, tile.querySelector('data')?.getAttribute('value') ?? null] as const,
        ),
      );
    expect(tiles.length).toBeGreaterThanOrEqual(8);
    const query = 'query ($measures: [Measure!]!) { indicators(measures: $measures) { measure { code } value } }';
    const { indicators } = await opened.ask('planner', query, { measures: tiles.map(([code]) => code) });
    expect(tiles).toEqual(indicators.map(({ measure, value }: Data) => [measure.code, value === null ? null : String(value)]));
    await page.context().close();
  });

  test('who sees one city’s figures sees no page, name or figure beyond', async () => {
    const page = await opened.as('manager', 'EN');
    await page.goto('/');
    await stands(page);
    expect(await page.locator('nav li').allInnerTexts()).toEqual(['Board', 'Tree', 'Why', 'Data', 'Ask']);
    expect(await page.locator('main').innerText()).not.toMatch(/Yunjing|Muhe|Jintan|Numbers|List/);
    const { indicator } = await opened.ask('manager', '{ indicator(measure: REVENUE) { value } }');
    expect(await valueIn(page, '[data-measure=REVENUE]')).toBe(String(indicator.value));
    for (const path of ['/numbers', '/report/CELL_POTENTIAL', '/explore', '/lists', '/n/1']) {
      await page.goto(path);
      await stands(page);
      expect([path, await page.locator('main').innerText()]).toEqual([path, 'Your rights do not include this']);
    }
    await page.context().close();
  });

  test('the tree is walked by keyboard, and "s" takes the slice of a row', async () => {
    const page = await opened.as('planner', 'EN');
    await page.goto('/tree/REVENUE');
    await stands(page);
    await page.locator('tr[data-node="REVENUE"]').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await stands(page);
    expect(new URL(page.url()).searchParams.get('node')).toBe('REVENUE.ARPU.VOICE_ARPU');
    const slice = await page.locator('tr[data-node="REVENUE.ARPU.VOICE_ARPU"]').getAttribute('data-slice');
    await page.keyboard.press('s');
    await stands(page);
    expect(new URL(page.url()).searchParams.get('slice')).toBe(slice);
    await page.keyboard.press('/');
    await page.keyboard.type('churn');
    await page.keyboard.press('Enter');
    await stands(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/(why|tree|report)\//);
    await page.context().close();
  });

  test('a long slice comes page by page as somebody scrolls', async () => {
    const page = await opened.as('planner', 'EN');
    await page.goto('/numbers?sort=revenue:desc');
    await stands(page);
    const table = page.locator('main section');
    const { numbers } = await opened.ask('planner', '{ numbers(first: 1) { totalCount } }');
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe(String(numbers.totalCount));
    const before = opened.postsOf(page);
    for (const rows of [100, 200, 400, 600]) {
      const firstSeen = async () => {
        await table.evaluate((element, top) => element.scrollTo(0, top), rows * 28);
        return Number(await page.locator('[aria-rowindex]').first().getAttribute('aria-rowindex'));
      };
      await until(firstSeen).toBeGreaterThan(rows - 20);
    }
    expect(opened.postsOf(page)).toBeGreaterThan(before);
    expect(await page.locator('tbody tr').count()).toBeLessThan(100);
    await page.context().close();
  });

  test('nobody’s browser complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
