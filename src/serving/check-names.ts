import type { Names } from '../catalogue/names.js';
import type { Catalogue } from '../catalogue/types.js';

/** What a generation's checks and their findings are called in Chinese. The manifest has them in English, as the log does. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/^number_state has the rows and sums of number_month$/, '号码状态表与基础月表的行数及合计一致'],
  [/^a number has one row a month$/, '每个号码每月只有一行'],
  [/^rows belong to their month$/, '各行均属于所在月份'],
  [/^closing = opening \+ gross adds \+ won back - leavers on every row$/, '每行满足：期末 = 期初 + 新增 + 挽回 − 离网'],
  [/^opening = closing of the month before$/, '期初等于上月期末'],
  [/^number_flow adds up to the month$/, '日流量表合计等于当月'],
  [/^number_flow has its facts within the month$/, '日流量表的事实均在当月内'],
  [
    /^retention_history has the numbers, renewals and leavers of number_state$/,
    '留存历史的号码数、续约数与离网数同号码状态表一致',
  ],
  [/^cohort_state has the joiners of six months ago$/, '批次表即六个月前的新入网号码'],
  [/^number_event has the rows of number_state's numbers$/, '事件表的行均属于号码状态表中的号码'],
  [/^number_contact has the rows of number_state's numbers$/, '接触表的行均属于号码状态表中的号码'],
  [/^number_day has the rows of number_state's numbers$/, '日使用表的行均属于号码状态表中的号码'],
  [/^number_complaint has the rows of number_state's numbers$/, '投诉表的行均属于号码状态表中的号码'],
  [/^(\w+) has the rows of number_state's numbers$/, '$1 的行均属于号码状态表中的号码'],
  [/^(.+) gives each row one leaf$/, '“$1”使每行恰归一个末级节点'],
  [/^rollup (\S+) adds up to (\S+)$/, '汇总表 $1 合计等于 $2'],
  [/^tree (.+) holds$/, '指标树“$1”的公式成立'],
  [/^columns have values in every month$/, '各列每月均有取值'],
  [/^holds in all months$/, '各月均成立'],
  [/^holds in (\d+) months?$/, '$1 个月均成立'],
  [/^(\d+) comparisons within (\S+)$/, '$1 次比较，误差不超过 $2'],
];

/** A check's name, or what it found, in both languages; what went wrong is told as it was found. */
export function checkNames(text: string, { trees }: Pick<Catalogue, 'trees'>): Names {
  const found = phrases.find(([pattern]) => pattern.test(text));
  if (!found) return { en: text, zh: text };
  const zh = text.replace(...found).replace(/“(.+)”/, (_, code: string) => `“${trees.get(code)?.names.zh ?? code}”`);
  return { en: text, zh };
}
