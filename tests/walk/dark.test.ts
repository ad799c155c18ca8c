import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../console/chromium.js';
import { type OpenConsole, openConsole, stands } from './console.js';
import { seriousFaults } from './pages.js';

// More than 5 s: a browser.

let opened: OpenConsole;
beforeAll(async () => {
  if (hasChromium) opened = await openConsole(() => new Date('2026-11-02T10:00:00+08:00'));
});
afterAll(() => opened?.close());

/** Pages with colours of their own: heat maps, calendars, bars, lines, marks, editors. */
const paths = [
  '/',
  '/tree/LIFECYCLE?form=drawing&open=all',
  '/why/ARPU',
  '/explore?form=pivot&by=CITY,STAGE&measures=ARPU',
  '/report/COHORT_RETENTION',
  '/report/GROSS_ADDS_DAILY',
  '/report/VALUE_PYRAMID',
  '/report/LEAVE_REASONS',
  '/numbers',
  '/n/1145',
  '/data',
  '/ask',
];

describe.skipIf(!hasChromium)('in the dark everything can be read', () => {
  test.each(paths)('%s', async (path) => {
    const page = await opened.as('planner', 'EN');
    await page.addInitScript(`localStorage.setItem('martlet-settings', JSON.stringify({ locale: 'EN', theme: 'dark' }))`);
    await page.goto(path);
    await stands(page);
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(await seriousFaults(page)).toEqual([]);
    await page.context().close();
  });
});
