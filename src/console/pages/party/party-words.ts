import { dictionary } from '../../words/words.ts';

export const partyWords = dictionary({
  customer: { en: (id: string) => `Customer ${id}`, zh: (id: string) => `客户 ${id}` },
  household: { en: (id: string) => `Household ${id}`, zh: (id: string) => `家庭 ${id}` },
  none: {
    en: 'There is none such in the month, or none of whose numbers you may see.',
    zh: '当月没有此客户或家庭，或您无权查看其号码。',
  },
  what: { en: 'What it is', zh: '基本信息' },
  size: { en: 'Numbers on the books', zh: '在网号码' },
  openComplaints: { en: 'Numbers with an open complaint', zh: '有未结投诉的号码' },
  worth: { en: 'What it is worth', zh: '价值' },
  tier: { en: 'Highest value tier', zh: '最高价值层级' },
  lifetimeValue: { en: 'Lifetime value', zh: '生命周期价值' },
  margin: { en: 'Monthly margin', zh: '月均毛利' },
  risk: { en: 'Highest risk of leaving', zh: '最高离网风险' },
  revenue: { en: 'Revenue', zh: '收入' },
  arpu: { en: 'ARPU', zh: '户均收入' },
  expectedLeavers: { en: 'Expected leavers', zh: '预计离网' },
  numbers: {
    en: (count: number | null) => (count === null ? 'Its numbers' : `Its numbers (${count})`),
    zh: (count: number | null) => (count === null ? '名下号码' : `名下号码（${count}）`),
  },
  number: { en: 'Number', zh: '号码' },
  someOf: { en: 'the first hundred, those on the books that pay most', zh: '仅显示在网且收入最高的前100个' },
});
