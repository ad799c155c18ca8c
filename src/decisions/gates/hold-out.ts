import { text } from '../../lib/quote.js';
import { gate } from './gate.js';

export const holdOut = gate({
  code: 'HOLD_OUT',
  description: 'The customer is not kept out to measure what campaigns bring.',
  checks: [
    {
      why: 'UNIVERSAL',
      reason: {
        en: 'Kept out of all campaigns for good, to measure what they bring.',
        zh: '属于全局对照组，长期不参与任何活动，用于衡量效果。',
      },
      exemption: 'HOLD_OUT',
      stops: ({ isUniversal }) => isUniversal,
      sql: () => 'is_universal',
    },
    {
      why: 'CAMPAIGN',
      reason: {
        en: 'Kept out of a campaign with this offer, to measure what it brings.',
        zh: '属于同一产品某活动的对照组，用于衡量效果。',
      },
      exemption: 'HOLD_OUT',
      stops: ({ isKeptOut }) => isKeptOut,
      sql: (_, { code }) => `list_contains(kept_from, ${text(code)})`,
    },
  ],
});
