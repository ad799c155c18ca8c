import { dictionary } from '../../words/words.ts';

export const setsWords = dictionary({
  title: { en: 'Sets of numbers', zh: '号码集' },
  note: { en: 'numbers that you sent in, as a slice', zh: '您上传的号码，可作切片使用' },
  empty: {
    en: 'None yet. Send CSV or Parquet of number_id and, if there is one, score.',
    zh: '还没有。可上传含 number_id（及可选 score）列的 CSV 或 Parquet 文件。',
  },
  name: { en: 'Name', zh: '名称' },
  purpose: { en: 'Purpose', zh: '用途' },
  until: { en: 'Until', zh: '有效期至' },
  scores: { en: 'with scores', zh: '含评分' },
  count: { en: 'Known', zh: '已识别' },
  unknown: { en: 'Unknown', zh: '未识别' },
  numbers: { en: 'Numbers', zh: '号码' },
  remove: { en: 'Take away', zh: '删除' },
  file: { en: 'CSV or Parquet', zh: 'CSV 或 Parquet 文件' },
  send: { en: 'Send it', zh: '上传' },
  sent: {
    en: (known: string, unknown: string) => `${known} numbers are known, ${unknown} are not.`,
    zh: (known: string, unknown: string) => `已识别 ${known} 个号码，未识别 ${unknown} 个。`,
  },
});
