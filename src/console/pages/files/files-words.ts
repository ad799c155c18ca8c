import type { ExportStatus } from '../../graph/documents.ts';
import { dictionary } from '../../words/words.ts';

export const fileStatusWords = dictionary({
  QUEUED: { en: 'waiting', zh: '排队中' },
  RUNNING: { en: 'being written', zh: '生成中' },
  DONE: { en: 'ready', zh: '可下载' },
  FAILED: { en: 'failed', zh: '失败' },
  CANCELLED: { en: 'cancelled', zh: '已取消' },
  EXPIRED: { en: 'removed', zh: '已过期' },
} satisfies Readonly<Record<ExportStatus, { en: string; zh: string }>>);

export const filesWords = dictionary({
  lead: {
    en: 'Files that you had written: numbers, analyses, lists. They are kept for a day.',
    zh: '您导出的文件：号码、分析、名单。保留一天。',
  },
  newFile: { en: 'A file of this slice', zh: '导出此切片' },
  format: { en: 'Format', zh: '格式' },
  start: { en: 'Write it', zh: '开始导出' },
  file: { en: 'File', zh: '文件' },
  status: { en: 'Status', zh: '状态' },
  rows: { en: 'Rows', zh: '行数' },
  size: { en: 'Size', zh: '大小' },
  asked: { en: 'Asked for', zh: '申请时间' },
  until: { en: 'Kept until', zh: '保留至' },
  sha: { en: 'SHA-256', zh: 'SHA-256' },
  download: { en: 'Download', zh: '下载' },
  cancel: { en: 'Cancel', zh: '取消' },
  empty: {
    en: 'No files yet. Take a slice among the numbers, or an analysis, and have it written.',
    zh: '还没有文件。可从号码页或自由分析导出。',
  },
  more: { en: 'Older files', zh: '更早的文件' },
});
