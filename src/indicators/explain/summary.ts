import type { Names } from '../../catalogue/names.js';
import { changeUnitBehind, isPercent, unitBehind } from '../../catalogue/units.js';
import type { ChangePattern } from './change-pattern.js';
import { baselineNames, figureText, signedText } from './figure-text.js';
import type { ExplainRequest } from './request.js';

/** What the sentence is made of. */
export interface ChangeStory {
  readonly request: Pick<ExplainRequest, 'against' | 'baselineMonths'> & {
    readonly measure: { readonly names: Names; readonly unit: string };
  };
  readonly value: number;
  readonly baseline: number;
  readonly change: number;
  readonly drivers: { readonly list: readonly { readonly names: Names; readonly contribution: number }[] };
  readonly causes: readonly { readonly where: readonly { readonly names: Names }[]; readonly contribution: number }[];
  /** null against a plan, which has no parts. */
  readonly pattern: ChangePattern | null;
  readonly signal: { readonly low: number; readonly high: number } | null;
}

/** The change in one breath: how much against what, by what, where. */
export const summaryOf = (story: ChangeStory): Names => ({ en: english(story), zh: chinese(story) });

/** More than this nobody takes in. */
const most = 3;

type Locale = 'en' | 'zh';

function english(story: ChangeStory): string {
  const { pattern, signal, request } = story;
  const where = {
    LOCALISED: `Where it moved otherwise than the rest: ${causes(story, 'en')}.`,
    UNIFORM: 'No part moved otherwise than the rest: a uniform shift.',
    NOISE: signal
      ? `The months before let one expect ${figureText(signal.low)} to ${figureText(signal.high)}${unitBehind(request.measure.unit).en}: noise.`
      : '',
    NONE: '',
  }[pattern ?? 'NONE'];
  return [howEnglish(story), drivers(story, 'en', 'By formula: ', '.'), where].filter(Boolean).join(' ');
}

/** Against a plan a figure stands above or below it; against a month it rose or fell. */
function howEnglish({ request, value, baseline, change }: ChangeStory): string {
  const { names, unit } = request.measure;
  const [to, by] = [`${figureText(value)}${unitBehind(unit).en}`, `${figureText(Math.abs(change))}${changeUnitBehind(unit).en}`];
  const than = baselineNames(request).en;
  const share = relative(change, baseline, unit);
  const beside = share && ` (${share} %)`;
  if (request.against === 'TARGET')
    return change === 0
      ? `${names.en} is on plan (${to}).`
      : `${names.en} is ${by} ${change > 0 ? 'above' : 'below'} plan${beside}, at ${to}.`;
  return change === 0
    ? `${names.en} did not change against ${than} (${to}).`
    : `${names.en} ${change > 0 ? 'rose' : 'fell'} by ${by} against ${than}${beside}, to ${to}.`;
}

function chinese(story: ChangeStory): string {
  const { pattern, signal, request } = story;
  const where = {
    LOCALISED: `变动异于其他部分：${causes(story, 'zh')}。`,
    UNIFORM: '各部分变动一致：整体性变动。',
    NOISE: signal
      ? `按以往月份，预期范围为${figureText(signal.low)}至${figureText(signal.high)}${unitBehind(request.measure.unit).zh}：属正常波动。`
      : '',
    NONE: '',
  }[pattern ?? 'NONE'];
  return [howChinese(story), drivers(story, 'zh', '按公式：', '。'), where].filter(Boolean).join('');
}

function howChinese({ request, value, baseline, change }: ChangeStory): string {
  const { names, unit } = request.measure;
  const [to, by] = [`${figureText(value)}${unitBehind(unit).zh}`, `${figureText(Math.abs(change))}${changeUnitBehind(unit).zh}`];
  const than = baselineNames(request).zh;
  const share = relative(change, baseline, unit);
  const beside = share && `（${share}%）`;
  if (change === 0) return `${names.zh}与${than}持平（${to}）。`;
  if (request.against === 'TARGET') return `${names.zh}${change > 0 ? '高于' : '低于'}${than}${by}${beside}，为${to}。`;
  return `${names.zh}较${than}${change > 0 ? '上升' : '下降'}${by}${beside}，至${to}。`;
}

/** The change of the baseline in per cent; none of a rate, where it would be taken for points, and where there is nothing to tell. */
function relative(change: number, baseline: number, unit: string): string {
  if (baseline === 0 || isPercent(unit)) return '';
  const share = Math.round(Math.abs(change / baseline) * 1000) / 10;
  return share === 0 ? '' : signedText(change < 0 ? -share : share);
}

const separator: Readonly<Record<Locale, string>> = { en: ', ', zh: '，' };

function drivers({ drivers: { list }, request }: ChangeStory, locale: Locale, head: string, end: string): string {
  // A figure that nothing is known to make says nothing more of itself.
  if (list.length < 2) return '';
  const sorted = [...list].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, most);
  const parts = sorted.map(({ names, contribution }) => `${names[locale]} ${signedText(contribution)}`);
  return `${head}${parts.join(separator[locale])}${changeUnitBehind(request.measure.unit)[locale]}${end}`;
}

function causes({ causes: list, request }: ChangeStory, locale: Locale): string {
  const unit = changeUnitBehind(request.measure.unit)[locale];
  const [open, close] = locale === 'en' ? [' (', ')'] : ['（', '）'];
  return list
    .slice(0, most)
    .map(({ where, contribution }) => {
      const name = where.map(({ names }) => names[locale]).join(' × ');
      return `${name}${open}${signedText(contribution)}${unit}${close}`;
    })
    .join(separator[locale]);
}
