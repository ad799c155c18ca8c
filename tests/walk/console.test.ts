import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../console/chromium.js';
import type { Data } from '../support/gateway.js';
import { type OpenConsole, openConsole, patience, stands } from './console.js';
import { hasFocus } from './hands.js';

// More than 5 s: a browser.

let opened: OpenConsole;
beforeAll(async () => {
  if (hasChromium) opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'));
});
afterAll(() => opened?.close());

const valueIn = (page: Page, row: string) => page.locator(`${row} data`).first().getAttribute('value');

const until = <Value>(look: () => Promise<Value>) => expect.poll(look, { ...patience, interval: 50 });

describe.skipIf(!hasChromium)('the console', () => {
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
    expect(await page.locator('nav li').allInnerTexts()).toEqual(['Board', 'Tree', 'Why', 'Churn warning', 'Data', 'Ask']);
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
    const row = page.locator('tr[data-node="REVENUE.ARPU.VOICE_ARPU"]');
    for (const opens of ['?', '/']) {
      await page.keyboard.press(opens);
      expect([opens, await hasFocus(row)]).toEqual([opens, false]);
      await page.keyboard.press('Escape');
      expect([opens, await hasFocus(row)]).toEqual([opens, true]);
    }
    const slice = await row.getAttribute('data-slice');
    await page.keyboard.press('s');
    await stands(page);
    expect(new URL(page.url()).searchParams.get('slice')).toBe(slice);
    await page.keyboard.press('/');
    await page.keyboard.type('churn rate');
    await page.keyboard.press('Enter');
    await stands(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/(why|tree|report)\//);
    await page.context().close();
  });

  test('the churn warning: cities as the graph has them, and down to the very numbers at risk', async () => {
    const page = await opened.as('planner', 'EN');
    await page.goto('/warning');
    await stands(page);
    const rows = page.locator('section[aria-label="By city"] tbody tr');
    const found = await rows.evaluateAll((all) =>
      all.map((row) => [row.querySelector('th')?.textContent, row.querySelector('data')?.getAttribute('value')]),
    );
    const query = '{ indicator(measure: AT_RISK_NUMBERS) { drill(by: CITY, top: 20) { label value } } }';
    const { drill } = (await opened.ask('planner', query)).indicator;
    expect(drill.length).toBeGreaterThan(10);
    expect(found).toEqual(drill.map(({ label, value }: Data) => [label, String(value)]));
    const text = await page.locator('main').textContent();
    for (const part of ['By band of risk', 'Status: Suspended', 'Quality by month']) expect(text).toContain(part);
    await rows
      .first()
      .getByRole('link', { name: /^Numbers/ })
      .click();
    await stands(page);
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe(String(drill[0].value));
    await page.context().close();
  });

  test('what happened is said beside a measure, stands at its trend in both languages, and is taken away again', async () => {
    const [page, other] = [await opened.as('planner', 'EN'), await opened.as('leader', 'ZH')];
    await page.goto('/why/REVENUE');
    await stands(page);
    await page.getByText('Say what happened').click();
    await page.getByLabel('What', { exact: true }).selectOption('OUTAGE');
    for (const [label, text] of [
      ['First day', '2026-10-03'],
      ['In English', 'A mast was down'],
      ['In Chinese', '基站中断'],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Say it' }).click();
    await page.getByRole('listitem').filter({ hasText: 'A mast was down' }).first().waitFor(patience);
    expect(await page.locator('svg title').allTextContents()).toContain('Oct 2026: A mast was down');
    await other.goto('/why/REVENUE');
    await stands(other);
    expect(await other.getByRole('listitem').filter({ hasText: '基站中断' }).first().innerText()).toContain('故障中断');
    // Only who said it may take it away.
    expect(await other.getByRole('button', { name: '删除' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Take away' }).click();
    await until(() => page.getByText('A mast was down').count()).toBe(0);
    const { annotations } = await opened.ask('planner', '{ annotations { id } }');
    expect(annotations).toEqual([]);
    for (const each of [page, other]) await each.context().close();
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
      // Each row where its place in the whole is, however many are drawn: none jumps when rows come or go.
      const tops = await page
        .locator('tr[aria-rowindex]')
        .evaluateAll((all) => all.map((row) => row.offsetTop - row.parentElement.offsetTop - 28 * (row.ariaRowIndex - 2)));
      expect(new Set(tops)).toEqual(new Set([0]));
    }
    expect(opened.postsOf(page)).toBeGreaterThan(before);
    expect(await page.locator('tbody tr').count()).toBeLessThan(100);
    await page.context().close();
  });

  test('a part that is refused says so in its own place and the reader’s words, and is asked again; the rest stands', async () => {
    const { numbers } = await opened.ask('planner', '{ numbers(first: 1) { nodes { numberId customerId } } }');
    const [{ numberId, customerId }] = numbers.nodes;
    const pages = [
      [`/n/${numberId}`, 'history(months: 13)', null],
      [`/n/${numberId}`, 'plans(first: 4)', ['Plans that fit', '适配套餐']],
      [`/n/${numberId}`, 'contacts(first: 10)', ['Contacts', '接触记录']],
      [`/customer/${customerId}`, 'contacts(first: 10)', ['Contacts', '接触记录']],
    ] as const;
    for (const [at, locale] of (['EN', 'ZH'] as const).entries()) {
      const page = await opened.as('planner', locale);
      for (const [path, field, headings] of pages) {
        await page.goto(path);
        await stands(page);
        // A part may be late by itself on a machine whose cores are all busy.
        const failed = page.locator('main [data-code]');
        const comesWith = async (count: number) => {
          if ((await failed.count()) !== count) await page.reload();
          await stands(page);
          return failed.count();
        };
        await until(() => comesWith(0)).toBe(0);
        const whole = await page.locator('main').innerText();
        // The gateway refuses what is asked so.
        const none = field.replace(/\d+/, '-1');
        await page.route('**/graphql', (route) => route.continue({ postData: route.request().postData()!.replace(field, none) }));
        await page.reload();
        await stands(page);
        await until(() => comesWith(1)).toBe(1);
        const said = ['This question cannot be answered', '无法回答此查询'];
        const told = await failed.innerText();
        expect(told.startsWith(said[at]!)).toBe(true);
        expect(told.includes('found')).toBe(locale === 'EN');
        if (headings) {
          const panel = page.locator('section').filter({ has: page.locator('[data-code]') });
          expect(await panel.getByRole('heading').innerText()).toContain(headings[at]);
        }
        expect((await page.locator('main').innerText()).length).toBeGreaterThan(whole.length / 2);
        await page.unroute('**/graphql');
        await failed.getByRole('button').click();
        await stands(page);
        await until(() => page.locator('main').innerText()).toBe(whole);
      }
      await page.context().close();
    }
  });

  test('nobody’s browser complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
