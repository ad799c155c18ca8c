import { text } from '../../lib/quote.js';
import { gate } from './gate.js';

export const contactPolicy = gate({
  code: 'CONTACT_POLICY',
  description: 'Caps, cool-down after a refusal, wrong numbers; of a household’s offer for the household.',
  checks: [
    {
      why: 'WRONG_NUMBER',
      reason: {
        en: 'Somebody else answers at this number: it is not to be called.',
        zh: '该号码接听者并非客户本人，不再联系。',
      },
      stops: ({ contact }) => contact.isWrongNumber,
      sql: () => 'is_wrong_number',
    },
    {
      why: 'CAPPED',
      reason: { en: 'The customer was reached as often as the contact policy allows.', zh: '触达次数已达接触策略上限。' },
      exemption: 'CAPS',
      stops: ({ contact }) => contact.isCapped,
      sql: () => 'is_capped',
    },
    {
      why: 'HOUSEHOLD_CAPPED',
      reason: {
        en: 'The household was reached about such an offer as often as the contact policy allows.',
        zh: '该家庭就同类家庭产品的触达次数已达接触策略上限。',
      },
      exemption: 'CAPS',
      stops: ({ contact }, { isHousehold }) => isHousehold && contact.isHouseholdCapped,
      sql: (_, { isHousehold }) => (isHousehold ? 'is_household_capped' : null),
    },
    {
      why: 'COOLING',
      reason: { en: 'The customer refused an offer of this kind not long ago.', zh: '客户近期拒绝过同类产品，处于冷却期。' },
      stops: ({ contact }, { code }) => contact.cooled.includes(code),
      sql: (_, { code }) => `list_contains(cooled, ${text(code)})`,
    },
  ],
});
