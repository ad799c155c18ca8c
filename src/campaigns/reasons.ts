import type { Names } from '../catalogue/names.js';
import type { Offer } from '../catalogue/offers/types.js';
import type { Why } from '../decisions/why.js';

/** Why an offer is not made, for people; without an offer: why none of several is, of which one came as far as this. */
export function reasonOf(why: Why, offer: Offer | null): Names {
  const rule = offer && ruleOf(why, offer);
  if (!rule) return reasons[why];
  const { en, zh } = rules[why as RuleWhy];
  return { en: `${en}: ${rule.en}.`, zh: `${zh}：${rule.zh}。` };
}

type RuleWhy = 'NOT_ELIGIBLE' | 'NOT_RELEVANT' | 'NOT_SUITABLE';

/** What is said before the words of the condition that does not hold. */
const rules: Readonly<Record<RuleWhy, Names>> = {
  NOT_ELIGIBLE: { en: 'Not what the offer is for', zh: '不符合适用条件' },
  NOT_RELEVANT: {
    en: 'It would change nothing, or comes at the wrong time; it is for customers',
    zh: '已有同类业务或阶段不符，适用于',
  },
  NOT_SUITABLE: { en: 'Not to be sold to this customer now; it is for customers', zh: '当前不宜推荐，适用于' },
};

function ruleOf(why: Why, { eligible, relevant, suitable }: Offer): Names | null {
  if (why === 'NOT_ELIGIBLE') return eligible.words;
  if (why === 'NOT_RELEVANT') return relevant?.words ?? null;
  return why === 'NOT_SUITABLE' ? (suitable?.words ?? null) : null;
}

const reasons: Readonly<Record<Why, Names>> = {
  GONE: { en: 'The newest month does not have the number.', zh: '最新月份没有该号码。' },
  PORTED_OUT: { en: 'Its holder has taken it to another operator.', zh: '该号码已携号转出。' },
  NOT_PROVIDED: { en: 'The warehouse lacks a column that the conditions look at.', zh: '数据仓库缺少条件所需的字段。' },
  PARTICULAR: {
    en: 'A service message is for particular customers, and nothing of this one may be looked at.',
    zh: '服务类消息只针对特定客户，而此次不得查看该客户的数据。',
  },
  NOT_ELIGIBLE: { en: 'Nothing on offer is for such a number.', zh: '没有适用于该号码的产品。' },
  NOT_RELEVANT: {
    en: 'What is on offer would change nothing, or comes at the wrong time.',
    zh: '已有同类业务，或所处阶段不符。',
  },
  ORDERED: { en: 'The customer has ordered it, and the order still holds.', zh: '客户已订购该产品，且仍在有效期内。' },
  NOT_SUITABLE: { en: 'What is on offer is not to be sold to this customer now.', zh: '当前不宜向该客户推荐。' },
  NOT_AGREED: { en: 'The customer has not agreed to be contacted this way.', zh: '客户未同意以此方式联系。' },
  DO_NOT_CONTACT: { en: 'The customer has asked not to be contacted this way.', zh: '客户要求不以此方式联系。' },
  UNCHECKED: {
    en: 'Whether the customer may be contacted could not be looked up in time; ask again.',
    zh: '未能及时查询是否允许联系该客户，请重试。',
  },
  WRONG_NUMBER: {
    en: 'Somebody else answers at this number: it is not to be called.',
    zh: '该号码接听者并非客户本人，不再联系。',
  },
  CAPPED: { en: 'The customer was reached as often as the contact policy allows.', zh: '触达次数已达接触策略上限。' },
  COOLING: { en: 'The customer refused an offer of this kind not long ago.', zh: '客户近期拒绝过同类产品，处于冷却期。' },
  FULL: { en: 'As many orders as can be served this month have been taken.', zh: '本月可受理的订单已满。' },
  BEYOND_SIZE: { en: 'The list is full with numbers that rank higher.', zh: '名单已满，排名更高的号码优先。' },
  BEYOND_BUDGET: { en: 'The budget is spent on numbers that rank higher.', zh: '预算已用于排名更高的号码。' },
  UNIVERSAL: {
    en: 'Kept out of all campaigns for good, to measure what they bring.',
    zh: '属于全局对照组，长期不参与任何活动，用于衡量效果。',
  },
  CAMPAIGN: {
    en: 'Kept out of a campaign with this offer, to measure what it brings.',
    zh: '属于同一产品某活动的对照组，用于衡量效果。',
  },
  UNKNOWN_ACCEPTANCE: {
    en: 'Nothing tells how likely it is accepted: there are no contacts yet, and no scores.',
    zh: '无法估计接受概率：没有历史接触，也没有评分。',
  },
  COSTS_MORE: { en: 'It is expected to cost more than it brings.', zh: '预期成本高于收益。' },
};
