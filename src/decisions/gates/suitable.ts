import { byRule, gate } from './gate.js';

export const suitable = gate({
  code: 'SUITABLE',
  description: 'It may be sold to this customer now: complaints, arrears, credit, purse and use.',
  checks: [
    byRule({
      why: 'NOT_SUITABLE',
      reason: { en: 'What is on offer is not to be sold to this customer now.', zh: '当前不宜向该客户推荐。' },
      condition: {
        lead: { en: 'Not to be sold to this customer now; it is for customers', zh: '当前不宜推荐，适用于' },
        of: ({ suitable }) => suitable,
      },
    }),
    byRule({
      why: 'NOT_AFFORDABLE',
      reason: { en: 'Its price is too much beside what the customer pays now.', zh: '相对客户现有消费，价格偏高。' },
      condition: {
        lead: { en: 'Too dear beside what is paid now; it is for customers', zh: '相对现有消费偏高，适用于' },
        of: ({ affordable }) => affordable,
      },
    }),
  ],
});
