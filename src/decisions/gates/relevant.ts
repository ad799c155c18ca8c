import { text } from '../../lib/quote.js';
import { byRule, gate } from './gate.js';

export const relevant = gate({
  code: 'RELEVANT',
  description: 'It is not held already, and fits the stage of life.',
  checks: [
    byRule({
      why: 'NOT_RELEVANT',
      reason: {
        en: 'What is on offer would change nothing, or comes at the wrong time.',
        zh: '已有同类业务，或所处阶段不符。',
      },
      condition: {
        lead: {
          en: 'It would change nothing, or comes at the wrong time; it is for customers',
          zh: '已有同类业务或阶段不符，适用于',
        },
        of: ({ relevant }) => relevant,
      },
    }),
    {
      why: 'ORDERED',
      reason: { en: 'The customer has ordered it, and the order still holds.', zh: '客户已订购该产品，且仍在有效期内。' },
      stops: ({ contact }, { code }) => contact.ordered.includes(code),
      sql: (_, { code }) => `list_contains(ordered, ${text(code)})`,
    },
  ],
});
