import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/faces/locale.js';
import { consolePaths } from '../../src/server/console.js';
import { hasChromium } from '../console/chromium.js';
import { type OpenConsole, openConsole, type Person, stands, tablet } from './console.js';
import { offeredNumber, workedList } from './fixtures.js';
import { layoutFaults, zoomed } from './layout.js';
import { seriousFaults, views } from './pages.js';

// More than 5 s: a browser opens every page of the console in both languages, side by side.

const locales = ['EN', 'ZH'] as const;
const all = Object.entries(views).flatMap(([person, paths]) => paths.map((path) => [person as Person, path] as const));

test('every address of the console is opened below', () => {
  const opens = (pattern: string) => {
    const matches = new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`);
    return all.some(([, path]) => matches.test(path.split('?')[0]!));
  };
  expect(consolePaths.filter((pattern) => !opens(pattern))).toEqual([]);
});

describe.skipIf(!hasChromium)('each page, in both languages', () => {
  let opened: OpenConsole;
  let handles: Readonly<Record<string, string>>;
  const pages = new Map<string, Page>();
  beforeAll(async () => {
    if (!hasChromium) return;
    opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'));
    const { indicator, numbers } = await opened.ask(
      'planner',
      '{ indicator(measure: DUAL_DROP_SHARE, where: { city: { eq: "HAILAN" } }) { slice } numbers(first: 50) { nodes { numberId customerId householdId } } }',
    );
    const number = numbers.nodes[0].numberId;
    handles = {
      SLICE: indicator.slice,
      NUMBER: number,
      BUYER: numbers.nodes[0].customerId,
      HOME: numbers.nodes.find(({ householdId }: { householdId: string | null }) => householdId !== null).householdId,
      CUSTOMER: await offeredNumber(opened, 200),
      LIST: await workedList(opened),
    };
    for (const person of Object.keys(views) as Person[])
      for (const locale of locales) pages.set(`${person} ${locale}`, await opened.as(person, locale));
  });
  afterAll(() => opened?.close());

  const check = async (locale: Locale, person: Person, path: string) => {
    const page = pages.get(`${person} ${locale}`)!;
    await page.setViewportSize(tablet);
    await page.goto(path.replace(/\b(SLICE|NUMBER|BUYER|HOME|CUSTOMER|LIST)\b/g, (name) => handles[name]!));
    await stands(page);
    expect(await page.locator('[data-code]').allInnerTexts()).toEqual([]);
    expect(opened.postsOf(page)).toBeLessThanOrEqual(3);
    const text = await page.locator('main').innerText();
    if (locale === 'EN') expect(text.match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([]);
    const faults = { axe: await seriousFaults(page), tablet: await layoutFaults(page), zoomed: [] as readonly string[] };
    await page.setViewportSize(zoomed);
    faults.zoomed = [...(await layoutFaults(page)), ...(await seriousFaults(page, ['target-size']))];
    expect([locale, faults]).toEqual([locale, { axe: [], tablet: [], zoomed: [] }]);
    await page.setViewportSize(tablet);
    await page.reload();
    await stands(page);
    expect(await page.locator('main').innerText()).toBe(text);
    expect(opened.postsOf(page)).toBeLessThanOrEqual(3);
  };
  test.each(all)('%s opens %s', async (person, path) => {
    await Promise.all(locales.map((locale) => check(locale, person, path)));
  });

  test('nobody’s browser complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
