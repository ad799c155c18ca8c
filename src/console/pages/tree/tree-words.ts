import { dictionary } from '../../words/words.ts';

export const treeWords = dictionary({
  trees: { en: 'Trees', zh: '指标树' },
  form: { en: 'Form', zh: '展示方式' },
  grid: { en: 'Grid', zh: '树表' },
  drawing: { en: 'Drawing', zh: '图形' },
  also: { en: 'and also', zh: '并对比' },
  node: { en: 'Node', zh: '节点' },
  trend: { en: '13 months', zh: '近13月' },
  signal: { en: 'signal', zh: '异动' },
  waterfall: { en: 'From baseline to now', zh: '从基准到本月' },
  waterfallNote: {
    en: (root: string) => `contributions in the unit of ${root}; they add up to its change`,
    zh: (root: string) => `贡献以“${root}”的单位计，合计等于其变化`,
  },
  before: { en: 'Baseline', zh: '基准' },
  now: { en: 'Now', zh: '本期' },
  others: { en: (n: number) => `${n} others`, zh: (n: number) => `其他 ${n} 项` },
  noContributions: {
    en: 'Nothing can be taken apart: the figure or its baseline is not known.',
    zh: '数值或基准缺失，无法分解贡献。',
  },
  expand: { en: 'Expand', zh: '展开' },
  collapse: { en: 'Collapse', zh: '收起' },
  expandAll: { en: 'Expand all', zh: '全部展开' },
  usual: { en: 'As usual', zh: '恢复默认' },
  drillBy: { en: 'Drill by', zh: '下钻维度' },
  drillNote: { en: 'value, and the change of each part', zh: '各部分的数值与变化' },
  sensitivity: {
    en: (one: string, worth: string, root: string) => `${one} more is worth ${worth} of ${root}.`,
    zh: (one: string, worth: string, root: string) => `每增加 ${one}，${root}变化 ${worth}。`,
  },
  whatIf: { en: 'What if', zh: '假设' },
  whatIfNote: { en: 'moves this leaf alone', zh: '仅调整该叶节点' },
  wouldBe: {
    en: (root: string, value: string, change: string) => `${root} would be about ${value} (${change}).`,
    zh: (root: string, value: string, change: string) => `${root}约为 ${value}（${change}）。`,
  },
  exact: {
    en: (root: string, value: string, change: string) => `${root} is then ${value} (${change} on the fact).`,
    zh: (root: string, value: string, change: string) => `则${root}为 ${value}（较实际 ${change}）。`,
  },
  fact: { en: 'Back to the fact', zh: '恢复实际值' },
  lists: { en: 'Lists for this figure', zh: '针对该指标的名单' },
  formulaOf: { en: 'Formula', zh: '公式' },
  ofParent: { en: (share: string) => `${share} of the node above`, zh: (share: string) => `占上级 ${share}` },
  limits: {
    en: (low: string, high: string) => `expected ${low} to ${high}`,
    zh: (low: string, high: string) => `预期 ${low} 至 ${high}`,
  },
});
