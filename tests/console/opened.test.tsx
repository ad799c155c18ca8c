// @vitest-environment happy-dom
import { act, type ComponentType } from 'react';
import { expect, test } from 'vitest';
import { Opened } from '../../src/console/shell/opened.tsx';
import type { PageEntry } from '../../src/console/shell/pages.ts';
import { shown } from './shown.ts';

const Page: ComponentType = () => <h1>Page</h1>;
const entry = (load: PageEntry['load'], loaded: PageEntry['loaded'] = () => null): PageEntry => ({
  pattern: '/x',
  load,
  loaded,
  tiers: [],
  isFor: () => true,
  menu: null,
});
const none = () => Promise.reject(new Error('no network'));

test('a page whose code is here already stands at once', () => {
  expect(shown(<Opened page={entry(none, () => Page)} />, 'EN').textContent).toBe('Page');
});

test('one whose code comes stands as soon as it has come', async () => {
  let come: (page: ComponentType) => void = () => {};
  const place = shown(<Opened page={entry(() => new Promise((resolve) => (come = resolve)))} />, 'EN');
  expect(place.querySelector('h1')).toBeNull();
  await act(async () => come(Page));
  expect(place.textContent).toBe('Page');
});

test('code that cannot be fetched is told, and fetched again when that is asked for', async () => {
  let attempts = 0;
  const load = () => (++attempts === 1 ? none() : Promise.resolve(Page));
  const place = shown(<Opened page={entry(load)} />, 'ZH');
  await act(async () => {});
  expect(place.textContent).toContain('no network');
  await act(async () => place.querySelector('button')!.click());
  expect(place.textContent).toBe('Page');
});
