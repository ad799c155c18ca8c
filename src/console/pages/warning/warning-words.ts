import { dictionary } from '../../words/words.ts';

export const warningWords = dictionary({
  lead: {
    en: 'Who is likely to truly leave next month, what that would cost, why, and how good the warning was in months that it had not seen.',
    zh: '下月可能真离网的号码、相应的风险收入、原因，以及预警在未见过的月份中的准确程度。',
  },
  bands: { en: 'By band of risk', zh: '按风险等级' },
  bandsNote: { en: 'the slice of a band is all its numbers', zh: '每级的切片为该级全部号码' },
  cities: { en: 'By city', zh: '按地市' },
  citiesNote: { en: 'the slice of a city is its numbers at risk', zh: '每个地市的切片为其高风险号码' },
  reasons: { en: 'Why', zh: '风险原因' },
  reasonsNote: { en: 'what raises the risk of who is at risk, the weightiest first', zh: '高风险号码的风险来源，按影响排序' },
  quality: { en: 'What came of it', zh: '事后检验' },
  qualityNote: { en: 'expected and observed losses by decile of risk', zh: '按风险十分位的预计与实际离网' },
  byMonth: { en: 'Quality by month', zh: '各月预警质量' },
  wholeReport: { en: 'The report', zh: '完整报表' },
  onMonth: { en: 'on month', zh: '环比' },
});
