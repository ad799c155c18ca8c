import { dictionary } from '../words/words.ts';

export const frameWords = dictionary({
  yes: { en: 'yes', zh: '是' },
  no: { en: 'no', zh: '否' },
  unknown: { en: 'not known', zh: '未知' },
  total: { en: 'Total', zh: '合计' },
  first: {
    en: (shown: string, all: string) => `The first ${shown} of ${all}; all are in the table.`,
    zh: (shown: string, all: string) => `显示前 ${shown} 项，共 ${all} 项；完整数据见表格。`,
  },
  evenly: { en: 'If all had the same', zh: '完全均等' },
  upTo: {
    en: (name: string, holders: string, held: string) => `Up to ${name}: ${holders} hold ${held}`,
    zh: (name: string, holders: string, held: string) => `至${name}：${holders} 占有 ${held}`,
  },
  less: { en: 'less', zh: '少' },
  more: { en: 'more', zh: '多' },
  flow: { en: (from: string, to: string) => `${from} → ${to}`, zh: (from: string, to: string) => `${from} → ${to}` },
});
