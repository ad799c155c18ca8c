// @vitest-environment happy-dom
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, test } from 'vitest';
import { Await } from '../../src/console/figures/await.tsx';
import { Change } from '../../src/console/figures/change.tsx';
import { Figure } from '../../src/console/figures/figure.tsx';
import type { Failure } from '../../src/console/graph/failure.ts';
import { changeSettings } from '../../src/console/settings/settings.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let unmount = () => {};
afterEach(() => unmount());

function shown(node: ReactNode): HTMLElement {
  const place = document.createElement('div');
  const root = createRoot(place);
  act(() => root.render(node));
  unmount = () => act(() => root.unmount());
  return place;
}

describe('a figure', () => {
  test('has its unit, and to the last digit where it is pointed at', () => {
    changeSettings({ locale: 'ZH' });
    const place = shown(<Figure value={4812345.67} unit="CNY" />);
    expect([place.textContent, place.querySelector('data')?.title]).toEqual(['481.23万元', '4,812,345.67元']);
    expect(place.querySelector('data')?.getAttribute('value')).toBe('4812345.67');
  });

  test.each([
    ['SUPPRESSED', 'EN', 'too few'],
    ['NOT_PROVIDED', 'ZH', '未提供'],
    [null, 'EN', '–'],
  ] as const)('that is null for %s says so in %s: %s', (absence, locale, words) => {
    changeSettings({ locale });
    expect(shown(<Figure value={null} unit="CNY" absence={absence} />).textContent).toBe(words);
  });

  test.each([
    [0.21, '%', false, '▲+0.21 ppbad', 'bad'],
    [-12340, 'CNY', true, '▼−¥12,340−3.1%bad', 'bad'],
    [5, 'numbers', null, '▲+5−3.1%', 'neutral'],
  ] as const)('changes by %d %s: sign, arrow and word beside the colour', (change, unit, higherIsBetter, text, sense) => {
    changeSettings({ locale: 'EN' });
    const place = shown(<Change change={change} unit={unit} rate={-0.031} higherIsBetter={higherIsBetter} />);
    expect([place.textContent, place.firstElementChild?.getAttribute('data-sense')]).toEqual([text, sense]);
  });
});

describe('an answer', () => {
  const failure: Failure = { code: 'INTERNAL', message: 'It failed.', path: [], requestId: 'r-1', retryAfterMs: null };
  const told = (data: { a: string | null } | undefined, isLoading: boolean, failures: readonly Failure[] = []) => {
    changeSettings({ locale: 'EN' });
    return shown(
      <Await answer={{ data, isLoading, failures, again: () => {} }} of={({ a }) => a}>
        {(a) => <b>{a}</b>}
      </Await>,
    );
  };

  test('loads, is there, and stays while it is asked anew', () => {
    expect(told(undefined, true).querySelector('[data-loading]')).not.toBeNull();
    unmount();
    expect(told({ a: 'x' }, false).textContent).toBe('x');
    unmount();
    const stale = told({ a: 'x' }, true);
    expect([stale.textContent, stale.querySelector('[aria-busy=true]') !== null]).toEqual(['x', true]);
  });

  test('that failed says why, with the id of its request and a way to ask again', () => {
    expect(told({ a: null }, false, [failure]).textContent).toBe('The gateway failedIt failed.Try againRequest r-1');
  });

  test('that the viewer may not have tells no name', () => {
    const place = told({ a: null }, false, [{ ...failure, code: 'FORBIDDEN', message: 'Tier 3 of HAILAN.' }]);
    expect(place.textContent).toBe('Your rights do not include this');
  });

  test('of a busy gateway counts down', () => {
    const place = told(undefined, false, [{ ...failure, code: 'TOO_BUSY', retryAfterMs: 2600 }]);
    expect(place.textContent).toContain('Asking again in 3 s');
  });
});
