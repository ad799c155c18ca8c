import { gate } from './gate.js';

export const consent = gate({
  code: 'CONSENT',
  description: 'The customer has agreed to what the scene needs.',
  checks: [
    {
      why: 'NOT_AGREED',
      reason: { en: 'The customer has not agreed to be contacted this way.', zh: '客户未同意以此方式联系。' },
      exemption: 'DO_NOT_CONTACT',
      stops: ({ hasAgreed }) => !hasAgreed,
      sql: () => `agreed = '0'`,
    },
    {
      why: 'DO_NOT_CONTACT',
      reason: { en: 'The customer has asked not to be contacted this way.', zh: '客户要求不以此方式联系。' },
      exemption: 'DO_NOT_CONTACT',
      stops: ({ contact }) => contact.isBarred,
      sql: () => 'is_barred',
    },
    {
      // Told by the decision: the marts or the ledger did not answer in time.
      why: 'UNCHECKED',
      reason: {
        en: 'Whether the customer may be contacted could not be looked up in time; ask again.',
        zh: '未能及时查询是否允许联系该客户，请重试。',
      },
    },
  ],
});
