import { gate } from './gate.js';

export const worthwhile = gate({
  code: 'NET_BENEFIT',
  description: 'It brings more than it costs.',
  checks: [
    {
      why: 'UNKNOWN_ACCEPTANCE',
      reason: {
        en: 'Nothing tells how likely it is accepted: there are no contacts in the scene yet, and no scores.',
        zh: '无法估计接受概率：该场景没有历史接触，也没有评分。',
      },
      stops: ({ net }) => net === null,
      sql: ({ net }) => `${net} is null`,
    },
    {
      why: 'COSTS_MORE',
      reason: { en: 'It is expected to cost more than it brings.', zh: '预期成本高于收益。' },
      stops: ({ net }) => net !== null && net < 0,
      sql: ({ net }) => `${net} < 0`,
    },
  ],
});
