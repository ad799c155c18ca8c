// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { Await } from '../../src/console/figures/await.tsx';
import { Change } from '../../src/console/figures/change.tsx';
import { Figure } from '../../src/console/figures/figure.tsx';
import type { Failure } from '../../src/console/graph/failure.ts';
import { shown } from './shown.ts';

describe('a figure', () => {
  test('has its unit, and to the last digit where it is pointed at', () => {
    const place = shown(<Figure value={4812345.67} unit="CNY" />, 'ZH');
    expect([place.textContent, place.querySelector('data')?.title]).toEqual(['481.23万元', '4,812,345.67元']);
    expect(place.querySelector('data')?.getAttribute('value')).toBe('4812345.67');
  });

  test.each([
    ['SUPPRESSED', 'EN', 'too few'],
    ['NOT_PROVIDED', 'ZH', '未提供'],
    [null, 'EN', '–'],
  ] as const)('that is null for %s says so in %s: %s', (absence, locale, words) => {
    expect(shown(<Figure value={null} unit="CNY" absence={absence} />, locale).textContent).toBe(words);
  });

  test.each([
    [0.21, '%', false, '▲+0.21 ppbad', 'bad'],
    [-12340, 'CNY', true, '▼−¥12,340−3.1%bad', 'bad'],
    [5, 'numbers', null, '▲+5−3.1%', 'neutral'],
  ] as const)('changes by %d %s: sign, arrow and word beside the colour', (change, unit, higherIsBetter, text, sense) => {
    const place = shown(<Change change={change} unit={unit} rate={-0.031} higherIsBetter={higherIsBetter} />, 'EN');
    expect([place.textContent, place.firstElementChild?.getAttribute('data-sense')]).toEqual([text, sense]);
  });
});

describe('an answer', () => {
  const failure: Failure = { code: 'INTERNAL', message: 'It failed.', path: [], requestId: 'r-1', retryAfterMs: null };
  const told = (data: { a: string | null } | undefined, isLoading: boolean, failures: readonly Failure[] = []) => {
    return shown(
      <Await answer={{ data, isLoading, failures, again: () => {} }} of={({ a }) => a}>
        {(a) => <b>{a}</b>}
      </Await>,
      'EN',
    );
  };

  test('loads, is there, and stays while it is asked anew', () => {
    expect(told(undefined, true).querySelector('[data-loading]')).not.toBeNull();
    expect(told({ a: 'x' }, false).textContent).toBe('x');
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
