import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../console/chromium.js';
import { type OpenConsole, openConsole, stands } from './console.js';

// More than 5 s: a browser.

let opened: OpenConsole;
beforeAll(async () => {
  if (hasChromium) opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'));
});
afterAll(() => opened?.close());

const openPage = async (path: string, locale: 'EN' | 'ZH'): Promise<Page> => {
  const page = await opened.as('planner', locale);
  await page.goto(path);
  await stands(page);
  return page;
};

/** Width and height that a PNG says of itself. */
const sizeOf = (png: Buffer): readonly [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];
const signature = '89504e470d0a1a0a';

describe.skipIf(!hasChromium)('a picture is taken along', () => {
  test.each([
    ['EN', 'Copy as picture', 'Copied'],
    ['ZH', '复制为图片', '已复制'],
  ] as const)('by keyboard, into the clipboard (%s)', async (locale, name, done) => {
    const page = await openPage('/report/GROSS_ADDS_DAILY', locale);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(done, { exact: true }).waitFor();
    const bytes = await page.evaluate<number[]>(`navigator.clipboard.read()
      .then(([item]) => item.getType('image/png'))
      .then((blob) => blob.arrayBuffer())
      .then((buffer) => [...new Uint8Array(buffer)])`);
    const png = Buffer.from(bytes);
    expect(png.subarray(0, 8).toString('hex')).toBe(signature);
    const [width, height] = sizeOf(png);
    expect([width > 600, height > 300]).toEqual([true, true]);
    await page.context().close();
  });

  test('as a file where the clipboard is refused, with each chart’s name', async () => {
    const page = await openPage('/why/ARPU', 'EN');
    await page.evaluate(`navigator.clipboard.write = () => Promise.reject(new Error('refused'))`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Copy as picture By formula/ }).press('Enter');
    const file = await download;
    expect(file.suggestedFilename()).toBe('By formula.png');
    expect(
      readFileSync(await file.path())
        .subarray(0, 8)
        .toString('hex'),
    ).toBe(signature);
    await page.getByText('Saved as a file').waitFor();
    await page.context().close();
  });
});

describe.skipIf(!hasChromium)('on paper', () => {
  test('stands what is read, its month and generation, in light colours, and nothing that is pressed', async () => {
    const page = await openPage('/report/COMPLAINT_CAUSES?form=table', 'EN');
    await page.evaluate(`localStorage.setItem('martlet-settings', JSON.stringify({ locale: 'EN', theme: 'dark' }))`);
    await page.reload();
    await stands(page);
    const { generation } = await opened.ask('planner', '{ generation { id } }');
    const told = page.getByText(`Data of 31 Oct 2026 · generation ${generation.id}`);
    expect(await told.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await told.isVisible()).toBe(true);
    expect(await told.textContent()).toContain('Oct 2026');
    expect(await page.locator('h1').isVisible()).toBe(true);
    for (const hidden of ['nav', 'main select', 'main button', 'main a[download]'])
      expect([hidden, await page.locator(hidden).locator('visible=true').count()]).toEqual([hidden, 0]);
    const paper = await page.evaluate<Record<string, unknown>>(`(() => {
      const row = getComputedStyle(document.querySelector('main tbody tr'));
      const scroll = document.querySelector('main table').parentElement;
      return {
        background: getComputedStyle(document.documentElement).backgroundColor,
        text: getComputedStyle(document.querySelector('h1')).color,
        row: row.breakInside,
        isCut: scroll.scrollHeight > scroll.clientHeight + 1,
      };
    })()`);
    expect(paper).toEqual({ background: 'rgb(255, 255, 255)', text: 'rgb(0, 0, 0)', row: 'avoid', isCut: false });
    await page.context().close();
  });
});
