import type { Names } from '../../catalogue/names.js';
import type { SignalAnswer } from '../signals/signals.js';
import type { CauseValue } from './causes.js';
import type { ChangePattern } from './change-pattern.js';
import type { Drivers } from './drivers.js';
import { figureText, signedText } from './figure-text.js';
import type { ExplainRequest } from './request.js';

/** What the sentence is made of. */
export interface ChangeStory {
  readonly request: ExplainRequest;
  readonly value: number;
  readonly baseline: number;
  readonly change: number;
  readonly drivers: Drivers;
  readonly causes: readonly CauseValue[];
  /** null against a plan, which has no parts. */
  readonly pattern: ChangePattern | null;
  readonly signal: SignalAnswer | null;
}

/** The change in one breath: how much, by what, where. */
export const summaryOf = (story: ChangeStory): Names => ({ en: english(story), zh: chinese(story) });

/** CNY, GB and % are said alike; what is counted is an English word, and clear from the measure's name. */
const unitIn = ({ request }: ChangeStory, locale: Locale): string =>
  locale === 'zh' && /^[a-z]{4}/.test(request.measure.unit) ? '' : request.measure.unit;

/** More than this nobody takes in. */
const most = 3;

type Locale = 'en' | 'zh';

function english(story: ChangeStory): string {
  const { request, value, change, pattern, signal } = story;
  const { names, unit } = request.measure;
  const went = change > 0 ? 'rose' : 'fell';
  const how =
    change === 0
      ? `${names.en} did not change (${figureText(value)} ${unit}).`
      : `${names.en} ${went} by ${figureText(Math.abs(change))} ${unit}${share(story)} to ${figureText(value)} ${unit}.`;
  const where = {
    LOCALISED: `Where it moved otherwise than the rest: ${causes(story, 'en')}.`,
    UNIFORM: 'No part moved otherwise than the rest: a uniform shift.',
    NOISE: signal ? `The months before let one expect ${figureText(signal.low)} to ${figureText(signal.high)}: noise.` : '',
    NONE: '',
  }[pattern ?? 'NONE'];
  return [how, drivers(story, 'en', 'By formula: ', '.'), where].filter(Boolean).join(' ');
}

function chinese(story: ChangeStory): string {
  const { request, value, change, pattern, signal } = story;
  const { names } = request.measure;
  const unit = unitIn(story, 'zh');
  const went = change > 0 ? '上升' : '下降';
  const how =
    change === 0
      ? `${names.zh}没有变化（${figureText(value)}${unit && ` ${unit}`}）。`
      : `${names.zh}${went} ${figureText(Math.abs(change))}${unit && ` ${unit}`}${share(story)}，至 ${figureText(value)}${unit && ` ${unit}`}。`;
  const where = {
    LOCALISED: `变动异于其他部分：${causes(story, 'zh')}。`,
    UNIFORM: '各部分变动一致：整体性变动。',
    NOISE: signal ? `按以往月份，预期范围为 ${figureText(signal.low)} 至 ${figureText(signal.high)}：属正常波动。` : '',
    NONE: '',
  }[pattern ?? 'NONE'];
  return [how, drivers(story, 'zh', '按公式：', '。'), where].filter(Boolean).join('');
}

const share = ({ change, baseline }: ChangeStory): string =>
  baseline === 0 ? '' : ` (${signedText(Math.round((change / Math.abs(baseline)) * 1000) / 10)} %)`;

function drivers(story: ChangeStory, locale: Locale, head: string, end: string): string {
  const { list } = story.drivers;
  // A figure that nothing is known to make says nothing more of itself.
  if (list.length < 2) return '';
  const sorted = [...list].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, most);
  const unit = unitIn(story, locale);
  return `${head}${sorted.map((driver) => `${driver.names[locale]} ${signedText(driver.contribution)}`).join(', ')}${unit && ` ${unit}`}${end}`;
}

function causes(story: ChangeStory, locale: Locale): string {
  const unit = unitIn(story, locale);
  const name = ({ where }: CauseValue) => where.map(({ names }) => names[locale]).join(' × ');
  return story.causes
    .slice(0, most)
    .map((cause) => `${name(cause)} (${signedText(cause.contribution)}${unit && ` ${unit}`})`)
    .join(', ');
}
