import type { Names } from '../../catalogue/names.js';
import { leastUnits } from '../../methods/experiment/sample-ratio.js';
import type { CampaignResult } from './result.js';

/** The verdict in words. Without a control nothing is called an effect. */
export function verdictText(result: CampaignResult): Names {
  const { treated, treatedRate, treatedUnits, controlRate, controlUnits, holdOut, uplift, upliftLow, upliftHigh } = result;
  const rates = {
    en: `${percent(treatedRate)} of the members ordered, and ${percent(controlRate)} of those kept out`,
    zh: `名单用户订购率 ${percent(treatedRate)}，对照组 ${percent(controlRate)}`,
  };
  const interval = {
    en: `95 % interval ${points(upliftLow)} to ${points(upliftHigh)}`,
    zh: `95% 置信区间 ${points(upliftLow)} 至 ${points(upliftHigh)}`,
  };
  switch (result.verdict) {
    case 'NO_CONTROL':
      return {
        en: `${percent(treatedRate)} of ${count(treated)} members ordered. Nobody was kept out to compare with, so how many would have ordered anyway is not known.`,
        zh: `${count(treated)} 个名单用户的订购率为 ${percent(treatedRate)}。未留对照组，无法判断其中多少用户本来就会订购。`,
      };
    case 'SAMPLE_RATIO_MISMATCH': {
      const share = percent(controlUnits / (treatedUnits + controlUnits));
      return {
        en: `${percent(holdOut)} were to be kept out, ${share} were: the arms are not as drawn and are not compared. Look for what took numbers from one of them.`,
        zh: `计划对照组占 ${percent(holdOut)}，实际为 ${share}：分组与抽样不符，不作比较。请查明缺失原因。`,
      };
    }
    case 'TOO_SMALL':
      return {
        en: `${count(treatedUnits)} households or customers were treated and ${count(controlUnits)} kept out; each arm needs ${leastUnits} to be compared.`,
        zh: `名单含 ${count(treatedUnits)} 个家庭或客户，对照组 ${count(controlUnits)} 个；每组至少需要 ${leastUnits} 个才能比较。`,
      };
    case 'UPLIFT':
      return {
        en: `${rates.en}: the campaign brought ${points(uplift)} points (${interval.en}).`,
        zh: `${rates.zh}：活动带来 ${points(uplift)} 个百分点（${interval.zh}）。`,
      };
    case 'HARM':
      return {
        en: `${rates.en}: the campaign kept customers from ordering, by ${points(uplift)} points (${interval.en}).`,
        zh: `${rates.zh}：活动反而抑制订购，${points(uplift)} 个百分点（${interval.zh}）。`,
      };
    case 'NO_EFFECT_SHOWN':
      return {
        en: `${rates.en}. The difference of ${points(uplift)} points may be chance (${interval.en}).`,
        zh: `${rates.zh}。相差 ${points(uplift)} 个百分点，可能出于偶然（${interval.zh}）。`,
      };
  }
}

const percent = (rate: number | null): string => `${((rate ?? 0) * 100).toFixed(1)} %`;
const points = (rate: number | null): string => `${rate! > 0 ? '+' : ''}${(rate! * 100).toFixed(1)}`;
const count = (value: number): string => value.toLocaleString('en');
