import { dictionary } from '../../words/words.ts';

export const boardWords = dictionary({
  lookFirst: { en: 'Look at this first', zh: '请先关注' },
  allQuiet: {
    en: 'Nothing stands out of what the months before let one expect.',
    zh: '各项指标均在以往月份的预期范围之内。',
  },
  lead: {
    en: (what: string, where: string, value: string, expected: string) =>
      `${what}${where ? `, ${where}` : ''}: ${value}, where ${expected} was to be expected.`,
    zh: (what: string, where: string, value: string, expected: string) =>
      `${where ? `${where}，` : ''}${what}为 ${value}，预期为 ${expected}。`,
  },
  more: {
    en: (n: number) => (n === 1 ? 'One more figure stands out.' : `${n} more figures stand out.`),
    zh: (n: number) => `另有 ${n} 项值得关注。`,
  },
  onMonth: { en: 'on month', zh: '环比' },
  onYear: { en: 'on year', zh: '同比' },
  ofPlan: { en: (share: string) => `${share} of plan`, zh: (share: string) => `完成计划 ${share}` },
  pace: {
    en: (share: string, projected: string) => `${share} of the month gone; heads for ${projected}`,
    zh: (share: string, projected: string) => `进度 ${share}，预计月末 ${projected}`,
  },
  partial: { en: (share: string) => `${share} of the data are in`, zh: (share: string) => `数据到齐 ${share}` },
  signal: { en: 'signal', zh: '异动' },
  signalTitle: { en: 'Outside what the months before let one expect', zh: '超出以往月份的预期范围' },
  signals: { en: 'Signals and standing gaps', zh: '异动与持续差距' },
  signalsNote: { en: 'beyond chance, the weightiest first', zh: '排除偶然波动，按影响排序' },
  CHANGE: { en: 'changed', zh: '变化' },
  STANDING: { en: 'standing gap', zh: '持续差距' },
  PLAN: { en: 'to plan', zh: '较计划' },
  LAST_YEAR: { en: 'to last year', zh: '较去年' },
  PEERS: { en: 'to its peers', zh: '较同类' },
  monthsOpen: { en: (n: number) => `for ${n} months`, zh: (n: number) => `已持续 ${n} 个月` },
  expected: { en: 'Expected', zh: '预期' },
  found: { en: 'Figure', zh: '数值' },
  weight: { en: 'Weight', zh: '影响' },
  weightTitle: { en: 'How far it moves the figure of the whole', zh: '对整体数值的影响程度' },
  where: { en: 'Where', zh: '范围' },
  what: { en: 'What', zh: '指标' },
  kind: { en: 'Kind', zh: '类型' },
  whole: { en: 'the whole', zh: '全部' },
  cities: { en: 'Cities against plan', zh: '地市计划完成情况' },
  citiesNote: {
    en: (measure: string) => `${measure}, worst first; the mark is the plan`,
    zh: (measure: string) => `${measure}，完成率由低到高；竖线为计划`,
  },
  tile: { en: (name: string) => `${name}: why?`, zh: (name: string) => `${name}：查看归因` },
});
