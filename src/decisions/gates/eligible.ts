import { byRule, gate } from './gate.js';

export const eligible = gate({
  code: 'ELIGIBLE',
  description: 'The number has the need.',
  checks: [
    {
      why: 'GONE',
      reason: { en: 'The newest month does not have the number.', zh: '最新月份没有该号码。' },
      // One number that is not there is an error of the question.
      sql: () => 'rules is null',
    },
    {
      why: 'PORTED_OUT',
      reason: { en: 'Its holder has taken it to another operator.', zh: '该号码已携号转出。' },
      stops: ({ isPortedOut }, { isForPortedOut }) => isPortedOut && !isForPortedOut,
      sql: (_, { isForPortedOut }) => (isForPortedOut ? null : 'ported_out'),
    },
    byRule({
      why: 'NOT_PROVIDED',
      reason: { en: 'The warehouse lacks a column that the conditions look at.', zh: '数据仓库缺少条件所需的字段。' },
    }),
    {
      why: 'PARTICULAR',
      reason: {
        en: 'A service message is for particular customers, and nothing of this one may be looked at.',
        zh: '服务类消息只针对特定客户，而此次不得查看该客户的数据。',
      },
      // Lists are always made by the customers' data.
      stops: ({ digit }, { isService }) => digit === null && isService,
    },
    byRule({
      why: 'NOT_ELIGIBLE',
      reason: { en: 'Nothing on offer is for such a number.', zh: '没有适用于该号码的产品。' },
      condition: { lead: { en: 'Not what the offer is for', zh: '不符合适用条件' }, of: ({ eligible }) => eligible },
    }),
  ],
});
