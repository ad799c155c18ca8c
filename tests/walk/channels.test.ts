import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../console/chromium.js';
import { type OpenConsole, openConsole, patience, stands } from './console.js';
import { offeredNumber } from './fixtures.js';

// More than 5 s: a browser.

let opened: OpenConsole;
beforeAll(async () => {
  if (hasChromium) opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'));
});
afterAll(() => opened?.close());

describe.skipIf(!hasChromium)('at the counter', () => {
  test('a clerk types a number, and one key later its outcome is kept; what he typed is in no address', async () => {
    const id = await offeredNumber(opened, 200);
    const clerk = await opened.as('clerk', 'EN');
    await clerk.goto('/');
    await stands(clerk);
    expect(new URL(clerk.url()).pathname).toBe('/counter');
    expect(await clerk.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Counter', 'Data', 'Ask']);
    await clerk.keyboard.type(id);
    await clerk.keyboard.press('Enter');
    await clerk.waitForURL(/visit=/);
    await clerk.locator('article').first().waitFor(patience);
    await stands(clerk);
    const shown = await clerk.locator('article').count();
    await clerk.keyboard.press('r');
    await clerk.getByText('Recorded: Refused').waitFor(patience);
    const { card } = await opened.ask('clerk', `{ card(number: "${id}", scene: COUNTER) { lastContacts { outcome } } }`);
    expect(card.lastContacts[0].outcome).toBe('REFUSED');
    // A reload shows the same visit, with what came of it.
    await clerk.reload();
    await stands(clerk);
    expect([await clerk.locator('article').count(), await clerk.getByText('Recorded: Refused').count()]).toEqual([shown, 1]);
    await clerk.keyboard.press('Escape');
    await clerk.waitForURL((url) => url.search === '');
    await clerk.context().close();
  });

  test('a number that nobody has is told so, in both languages', async () => {
    for (const [locale, text] of [
      ['EN', 'This question cannot be answered'],
      ['ZH', '无法回答此查询'],
    ] as const) {
      const clerk = await opened.as('clerk', locale);
      await clerk.goto('/counter');
      await stands(clerk);
      await clerk.keyboard.type('13800000000');
      await clerk.keyboard.press('Enter');
      await clerk.getByText(text).waitFor(patience);
      // Without the port, which is any.
      const { pathname, search } = new URL(clerk.url());
      expect(pathname + search).not.toContain('138');
      await clerk.context().close();
    }
  });

  test('who arrives fills the page, where nobody is served; who arrives then is told of and comes next', async () => {
    const [first, second] = [await offeredNumber(opened, 210), await offeredNumber(opened, 220)];
    for (const [locale, next] of [
      ['EN', '1 more arrived: next'],
      ['ZH', '另有 1 位客户到店，接待下一位'],
    ] as const) {
      const clerk = await opened.as('clerk', locale);
      const listening = clerk.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived', patience));
      await clerk.goto('/counter');
      await stands(clerk);
      await listening;
      // A subscription begins some time after the connection was made.
      const arrived = () => new URL(clerk.url()).searchParams.get('number');
      const arrives = async () => {
        await opened.arrive('SHOP1', first);
        return arrived();
      };
      await expect.poll(arrives, patience).toBe(first);
      await clerk.locator('article').first().waitFor(patience);
      await opened.arrive('SHOP2', first);
      await opened.arrive('SHOP1', second);
      await clerk.getByRole('button', { name: next }).click(patience);
      await expect.poll(arrived, patience).toBe(second);
      await stands(clerk);
      await clerk.context().close();
    }
  });

  test('a rule of which each generation makes a list is made as a list is, and approved by another', async () => {
    const [planner, leader] = [await opened.as('planner', 'EN'), await opened.as('leader', 'ZH')];
    const { indicator } = await opened.ask('planner', '{ indicator(measure: AT_RISK_NUMBERS) { slice } }');
    await planner.goto(`/lists?slice=${encodeURIComponent(indicator.slice)}&often=EACH`);
    await stands(planner);
    for (const [label, text] of [
      ['Name', 'Keep who is at risk'],
      ['What for', 'retention'],
      ['Approved up to members', '5000'],
      ['Approved up to cost', '100000'],
    ] as const)
      await planner.getByLabel(label, { exact: true }).fill(text);
    await planner.getByRole('button', { name: 'Make it standing' }).click();
    await planner.getByRole('row').filter({ hasText: 'Keep who is at risk' }).waitFor(patience);
    const { standingLists } = await opened.ask('planner', '{ standingLists { name createdBy pausedAt } }');
    expect(standingLists).toMatchObject([{ name: 'Keep who is at risk', pausedAt: null }]);
    await leader.goto('/lists');
    await stands(leader);
    const row = leader.getByRole('row').filter({ hasText: 'Keep who is at risk' });
    await row.getByRole('button', { name: '审批通过' }).click(patience);
    await row.getByText('已审批').waitFor(patience);
    for (const each of [planner, leader]) await each.context().close();
  });

  test('nobody’s browser complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
