import type { Absence } from '../graph/documents.ts';
import { dictionary } from '../words/words.ts';

/** Why a figure is not there: a word that stands in its place, and a sentence for who points at it. */
export const absenceWords = dictionary({
  CUT_BY_OUTCOME: { en: 'cut by outcome', zh: '受结果影响' },
  FORBIDDEN: { en: 'not allowed', zh: '无权限' },
  IMMATURE: { en: 'too early', zh: '尚未成熟' },
  NOT_COVERED: { en: 'not covered', zh: '不适用' },
  NOT_PROVIDED: { en: 'not provided', zh: '未提供' },
  NO_BASELINE: { en: 'no baseline', zh: '无基准' },
  NO_TARGET: { en: 'no plan', zh: '无计划' },
  SIGN_CHANGE: { en: 'sign change', zh: '符号改变' },
  STALE_SLICE: { en: 'stale slice', zh: '切片已失效' },
  SUPPRESSED: { en: 'too few', zh: '人数过少' },
  ZERO_DENOMINATOR: { en: 'nothing to divide by', zh: '分母为零' },
} satisfies Record<Absence, { en: string; zh: string }>);

export const absenceSentences = dictionary({
  CUT_BY_OUTCOME: {
    en: 'It counts leaving, and is cut by what leaving itself sets. Take the state of the month before.',
    zh: '该指标统计离网，而切分的维度由离网本身决定。请改用上月的状态。',
  },
  FORBIDDEN: { en: 'Your rights do not include this figure.', zh: '您的权限不包含该数据。' },
  IMMATURE: { en: 'Too few renewals, months or losses to estimate it.', zh: '续费次数、月份或离网数过少，尚无法估计。' },
  NOT_COVERED: { en: 'It is not defined for this cut.', zh: '该切分下没有定义。' },
  NOT_PROVIDED: {
    en: 'The warehouse lacks a column that it needs, or the column came empty.',
    zh: '数据仓库缺少所需字段，或该字段当月为空。',
  },
  NO_BASELINE: { en: 'The months that it is compared with are not in the data.', zh: '数据中没有可对比的月份。' },
  NO_TARGET: { en: 'There is no plan for these numbers.', zh: '该范围没有计划值。' },
  SIGN_CHANGE: { en: 'A denominator changes its sign between the periods.', zh: '两期之间分母的符号发生改变。' },
  STALE_SLICE: { en: 'The slice was made by definitions that have changed since.', zh: '切片所用的定义已经变更。' },
  SUPPRESSED: { en: 'The group is smaller than you may see.', zh: '人数少于您可查看的下限。' },
  ZERO_DENOMINATOR: { en: 'There is nothing to divide by.', zh: '分母为零。' },
} satisfies Record<Absence, { en: string; zh: string }>);
