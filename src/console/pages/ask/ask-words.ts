import { dictionary } from '../../words/words.ts';

export const askWords = dictionary({
  lead: {
    en: 'Every figure of the console comes from this graph: take a query of a page, change it, run it.',
    zh: '控制台的所有数据都来自此接口：可取用任一页面的查询，修改后运行。',
  },
  ready: { en: 'Queries of the pages', zh: '各页面的查询' },
  own: { en: 'your own', zh: '自定义' },
  query: { en: 'Query', zh: '查询语句' },
  variables: { en: 'Variables (JSON)', zh: '变量（JSON）' },
  run: { en: 'Run', zh: '运行' },
  answer: { en: 'Answer', zh: '结果' },
  notYet: { en: 'Ctrl + Enter runs the query.', zh: 'Ctrl + Enter 运行查询。' },
  badVariables: { en: 'The variables are no JSON.', zh: '变量不是有效的 JSON。' },
  cost: { en: (asked: string) => `cost ${asked} cells`, zh: (asked: string) => `开销 ${asked} 单元` },
  took: { en: (ms: string) => `${ms} ms`, zh: (ms: string) => `${ms} 毫秒` },
  noSchema: { en: 'Without the right to see the schema there is no completion.', zh: '无权查看接口定义，不提供补全。' },
});
