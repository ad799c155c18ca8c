import { dictionary } from '../words/words.ts';

/** What stands where an answer will be, or would have been. */
export const awaitWords = dictionary({
  loading: { en: 'Loading', zh: '加载中' },
  again: { en: 'Try again', zh: '重试' },
  inEnglish: { en: 'In English', zh: '详情（英文）' },
  requestId: { en: 'Request', zh: '请求编号' },
  inSeconds: { en: (s: number) => `Asking again in ${s} s`, zh: (s: number) => `${s} 秒后自动重试` },
  FORBIDDEN: { en: 'Your rights do not include this', zh: '您的权限不包含此内容' },
  UNAUTHENTICATED: { en: 'You are not signed in any more', zh: '登录已失效' },
  UNTRUSTED_DOCUMENT: { en: 'Your key may ask trusted documents only', zh: '您的密钥只能使用受信任的查询' },
  TOO_BUSY: { en: 'The gateway is busy', zh: '网关繁忙' },
  UNAVAILABLE: { en: 'The gateway is not available', zh: '网关暂不可用' },
  UNREACHABLE: { en: 'The gateway does not answer', zh: '无法连接网关' },
  TOO_COSTLY: { en: 'This question is too large', zh: '查询量过大' },
  DEADLINE_EXCEEDED: { en: 'It took too long', zh: '查询超时' },
  STALE_SLICE: { en: 'The slice is out of date', zh: '切片已失效' },
  NOT_PROVIDED: { en: 'The warehouse does not provide this', zh: '数据仓库未提供' },
  UNKNOWN_NAME: { en: 'There is nothing of this name', zh: '没有这个名称' },
  BAD_USER_INPUT: { en: 'This question cannot be answered', zh: '无法回答此查询' },
  CONFLICT: { en: 'It has changed meanwhile', zh: '状态已改变' },
  INTERNAL: { en: 'The gateway failed', zh: '网关出错' },
  nothing: { en: 'Nothing here', zh: '暂无内容' },
});
