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

/** Texts of the page, but for what is written as code. */
const textsOf = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest('code, pre, .cm-editor')) texts.push(walker.currentNode.textContent);
  return texts;
})()`;

/** Codes that stand in them; names of settings are none. */
const codesOn = async (page: Page): Promise<readonly string[]> => {
  const texts = await page.evaluate<string[]>(textsOf);
  const found = texts.flatMap((text) => text.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? []);
  return [...new Set(found)].filter((code) => !code.startsWith('MARTLET_'));
};

describe.skipIf(!hasChromium)('a page in Chinese calls nothing by its code where it has a name', () => {
  const paths = [
    '/numbers?boards=identity,market,network,value',
    '/n/NUMBER',
    '/report',
    '/report/COMMUNITY',
    '/report/COHORT_RETENTION',
    '/report/LIFECYCLE_MIGRATION?form=table',
    '/report/GROSS_ADDS_DAILY?form=table',
    '/explore?form=pivot&by=GRID,STAGE&measures=ARPU',
    '/tree/LIFECYCLE?open=all',
    '/why/ARPU',
    '/data',
  ];
  test.each(paths)('%s', async (path) => {
    const { numbers } = await opened.ask('planner', '{ numbers(first: 1) { nodes { numberId } } }');
    const page = await opened.as('planner', 'ZH');
    await page.goto(path.replace('NUMBER', numbers.nodes[0].numberId));
    await stands(page);
    expect(await codesOn(page)).toEqual([]);
    await page.context().close();
  });
});
