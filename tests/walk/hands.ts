import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience, stands } from './console.js';

/** How somebody works the console. */
export interface Hand {
  press(page: Page, what: Locator): Promise<void>;
  write(page: Page, label: string, text: string): Promise<void>;
  /** Chooses a row of a tree. */
  choose(page: Page, row: Locator): Promise<void>;
  /** Opens a report by its name, with the slice at hand. */
  report(page: Page, menu: string, name: string): Promise<void>;
}

export const mouse: Hand = {
  press: (_, what) => what.click(),
  write: (page, label, text) => page.getByLabel(label, { exact: true }).fill(text),
  choose: (_, row) => row.click(),
  async report(page, menu, name) {
    await page.getByRole('link', { name: menu, exact: true }).click();
    await stands(page);
    await page.getByRole('link', { name, exact: true }).click();
  },
};

/** Nothing but keys, by whom always sees where he is. */
export const keys: Hand = {
  async press(page, what) {
    await reach(page, what);
    await page.keyboard.press('Enter');
    await stands(page);
    await expect.poll(() => where(page), patience).toMatchObject({ isLost: false, isSeen: true });
  },
  async write(page, label, text) {
    const field = page.getByLabel(label, { exact: true });
    await reach(page, field);
    // A date is typed in parts; day and month are the same, in whatever order the browser wants them.
    const isDate = (await field.getAttribute('type')) === 'date';
    await page.keyboard.type(isDate ? text.split('-').reverse().join('') : text);
    expect(await field.inputValue()).toBe(text);
  },
  async choose(page, row) {
    await reach(page, row.page().locator('[role=treegrid] tr[tabindex="0"]'));
    for (let steps = 0; !(await hasFocus(row)); steps++) {
      if (steps > 30) throw new Error(`arrows do not reach ${row}`);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
  },
  async report(page, _, name) {
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    await page.getByRole('option', { name }).waitFor(patience);
    await page.keyboard.press('Enter');
    await stands(page);
    expect(await where(page)).toMatchObject({ isLost: false, isSeen: true });
  },
};

export const hasFocus = (what: Locator): Promise<boolean> =>
  what.evaluate((element) => element === element.ownerDocument.activeElement);

/** What has the focus, and whether it is marked and in the window. */
const where = (page: Page) =>
  page.locator('body').evaluate((body) => {
    const { activeElement: element, defaultView: window } = body.ownerDocument;
    const { outlineStyle, outlineWidth } = window.getComputedStyle(element);
    const { top, bottom } = element.getBoundingClientRect();
    return {
      what: element.outerHTML.slice(0, 160),
      isLost: element === body,
      isSeen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && top < window.innerHeight && bottom > 0,
    };
  });

/** By Tab, on from where the focus is. */
async function reach(page: Page, what: Locator): Promise<void> {
  await what.waitFor(patience);
  for (let steps = 0; !(await hasFocus(what)); steps++) {
    if (steps > 400) throw new Error(`Tab does not reach ${what}`);
    await page.keyboard.press('Tab');
  }
  expect(await where(page)).toMatchObject({ isLost: false, isSeen: true });
}
