import { dictionary } from '../../words/words.ts';

export const counterWords = dictionary({
  number: { en: 'Phone number', zh: '手机号码' },
  hint: { en: 'Type or scan, then Enter', zh: '输入或扫码，回车查询' },
  find: { en: 'Find', zh: '查询' },
  scene: { en: 'Where', zh: '场景' },
  start: {
    en: 'Type or scan a phone number: who stands there, and what to offer. The number itself stays out of the address.',
    zh: '输入或扫描手机号码，即可查看客户情况与推荐产品。地址栏中不会出现手机号码。',
  },
  listens: { en: 'Arrivals at', zh: '到店提醒' },
  nowhere: { en: 'nowhere', zh: '未开启' },
  waiting: {
    en: (count: string) => `${count} more arrived: next`,
    zh: (count: string) => `另有 ${count} 位客户到店，接待下一位`,
  },
  customer: { en: 'Customer', zh: '客户' },
  next: { en: 'Next customer', zh: '下一位' },
  offers: { en: 'What to offer', zh: '推荐产品' },
  none: { en: 'There is nothing to offer to this customer now.', zh: '目前没有适合推荐的产品。' },
  others: {
    en: (count: string) => `Why not: all others (${count})`,
    zh: (count: string) => `未推荐的全部产品及原因（${count}）`,
  },
  nearest: { en: 'Nearly, but', zh: '差一点的产品' },
  offer: { en: 'Offer', zh: '产品' },
  stoppedAt: { en: 'Stopped at', zh: '未通过' },
  reason: { en: 'Why', zh: '原因' },
  behind: { en: 'ranked behind', zh: '排序靠后' },
  perMonth: { en: (price: string) => `${price} a month`, zh: (price: string) => `每月 ${price}` },
  chance: { en: (share: string) => `${share} accept`, zh: (share: string) => `接受率 ${share}` },
  brings: { en: (amount: string) => `brings ${amount}`, zh: (amount: string) => `净收益 ${amount}` },
  why: { en: 'Why', zh: '理由' },
  accepted: { en: 'Accepted', zh: '办理' },
  refused: { en: 'Refused', zh: '拒绝' },
  refusedFor: { en: 'Refused because …', zh: '拒绝原因…' },
  told: { en: (outcome: string) => `Recorded: ${outcome}`, zh: (outcome: string) => `已记录：${outcome}` },
  degraded: {
    en: 'Made without marts or ledger, as these did not answer in time: some of it may be known better.',
    zh: '数据集市或台账未及时响应，本次推荐依据有限。',
  },
  heldOut: {
    en: 'This customer is kept out of campaigns, to measure what they bring: nothing is offered.',
    zh: '该客户属于对照组，用于衡量营销效果，不做推荐。',
  },
});
