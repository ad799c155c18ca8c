import { dictionary } from '../../words/words.ts';

export const reportsWords = dictionary({
  lead: {
    en: 'Named reports, each with the picture that fits it and the table behind it.',
    zh: '固定报表，各有合适的图形与完整表格。',
  },
  all: { en: 'All reports', zh: '全部报表' },
  months: { en: (n: number) => (n === 1 ? 'one month' : `${n} months`), zh: (n: number) => (n === 1 ? '单月' : `${n} 个月`) },
  over: {
    en: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
    zh: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`),
  },
  picture: { en: 'Picture', zh: '图形' },
  table: { en: 'Table', zh: '表格' },
  rows: { en: (n: string) => `${n} rows`, zh: (n: string) => `${n} 行` },
  truncated: {
    en: (n: string) => `The first ${n} rows; the files have all.`,
    zh: (n: string) => `显示前 ${n} 行；下载文件包含全部。`,
  },
  csv: { en: 'CSV', zh: 'CSV' },
  excel: { en: 'Excel', zh: 'Excel' },
  json: { en: 'JSON', zh: 'JSON' },
  nothing: { en: 'The report has no row.', zh: '报表没有数据。' },
});
