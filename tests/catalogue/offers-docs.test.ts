import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { overlaid, problemsOf } from './support.js';

const [roaming, thresholds] = [...readFileSync('docs/offers.md', 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, block]) => block!,
);
const files = { 'offers/roaming.yaml': roaming!, 'offers/thresholds.yaml': thresholds! };

test('the example of docs/offers.md is an offer', () => {
  const { eligible, inputs } = overlaid(files).offers.get('ROAMING_PACK')!;
  expect(eligible.when).toBe('roaming_min >= 60');
  expect(inputs).toEqual(['has_open_complaint', 'in_arrears', 'revenue', 'revenue_mean_3', 'roaming_min', 'stage', 'status']);
});

test('its mistakes are told as it says', () => {
  const wrong = roaming!.replace('when: "roaming_min', 'when: "roming_min').replace('for {{roaming_min}}', 'for {{roaming}}');
  expect(problemsOf({ ...files, 'offers/roaming.yaml': wrong })).toEqual([
    'offers/roaming.yaml:19: ROAMING_PACK: eligible.when: unknown column "roming_min" in "roming_min >= 60". Did you mean roaming_min or voice_min?',
    'offers/roaming.yaml:34: ROAMING_PACK: pitch.en: unknown column "roaming". Did you mean roaming_min?',
  ]);
});
