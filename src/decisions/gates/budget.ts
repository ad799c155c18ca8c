import { gate } from './gate.js';

export const budget = gate({
  code: 'BUDGET',
  description: 'Money and capacity are left.',
  checks: [
    {
      why: 'FULL',
      reason: { en: 'As many orders as can be served this month have been taken.', zh: '本月可受理的订单已满。' },
      stops: ({ isFull }) => isFull,
      sql: ({ isFull }) => (isFull ? 'true' : null),
    },
    // The others are told by the list as a whole.
    {
      why: 'LISTED',
      reason: {
        en: 'An earlier list of the same standing list has it, or its household for this offer: nobody is taken twice.',
        zh: '同一长期名单的往期名单中已有该号码，或已就此产品纳入该家庭，不重复纳入。',
      },
    },
    {
      why: 'HOUSEHOLD',
      reason: {
        en: 'The list has the household already, with a number that ranks higher.',
        zh: '名单中已有同一家庭的其他号码，且排名更高。',
      },
    },
    {
      why: 'ANOTHER_NUMBER',
      reason: {
        en: 'The list has one number of each household or customer, and another of theirs ranks higher.',
        zh: '名单中每个家庭或客户仅取一个号码，其另一号码排名更高。',
      },
    },
    {
      why: 'BEYOND_SIZE',
      reason: { en: 'The list is full with numbers that rank higher.', zh: '名单已满，排名更高的号码优先。' },
    },
    {
      why: 'BEYOND_BUDGET',
      reason: { en: 'The budget is spent on numbers that rank higher.', zh: '预算已用于排名更高的号码。' },
    },
  ],
});
