// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { OfferedFragment } from '../../src/console/graph/documents.ts';
import { Offered } from '../../src/console/pages/counter/offered.tsx';
import { Nearest, nearestFirst } from '../../src/console/pages/counter/others.tsx';
import { shown } from './shown.ts';

const candidate = (code: string, stoppedAt: OfferedFragment['stoppedAt'], reason = `why ${code}`): OfferedFragment => ({
  rank: stoppedAt ? null : 1,
  netBenefit: null,
  acceptProbability: null,
  acceptanceBasis: null,
  stoppedAt,
  reason,
  pitch: stoppedAt ? null : 'Say this.',
  offer: { code, name: code, price: null, months: 12 },
});

test('the sentence to say has beside it, without a click, why it is said', () => {
  const place = shown(
    <Offered candidate={candidate('A', null)} isFirst told={null} reasons={[]} tell={null} isBusy={false} />,
    'EN',
  );
  expect(place.textContent).toContain('Say this.Why why A');
  expect(place.querySelector('details')).toBeNull();
});

test('those that came nearest are told with their gate: ranked behind first, then by the gate', () => {
  const others = nearestFirst([
    candidate('never', 'ELIGIBLE'),
    candidate('dear', 'NET_BENEFIT'),
    candidate('unsuitable', 'SUITABLE'),
    candidate('behind', null),
  ]);
  expect(others.map(({ offer }) => offer.code)).toEqual(['behind', 'dear', 'unsuitable', 'never']);
  const place = shown(<Nearest others={others} />, 'ZH');
  expect([...place.querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual([
    'behind 排序靠后',
    'dear 净收益',
    'unsuitable 是否合适',
  ]);
  expect(place.querySelectorAll('dd')[1]?.textContent).toBe('why dear');
});
