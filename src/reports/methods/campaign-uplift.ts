import { type CampaignResult, resultOf } from '../../campaigns/results/result.js';
import { verdictText } from '../../campaigns/results/verdict-text.js';
import type { CampaignSession } from '../../campaigns/session.js';
import type { TargetListRow } from '../../ledger/tables.js';
import type { CellValue, ReportDefinition, ReportRowValue } from '../report.js';
import { numberColumn, textColumn } from './common.js';
import { measuredLists } from './measured-lists.js';

export const campaignUplift: ReportDefinition = {
  code: 'CAMPAIGN_UPLIFT',
  names: { en: 'Campaign uplift', zh: '营销活动增量效果' },
  description: {
    en: 'What each target list of the months caused: orders of its members beside those of the numbers kept out of it (intent to treat), with 95 % intervals, cost and return. Where nobody was kept out, or the arms cannot be compared, no effect is told. Only contacts and money add up over lists: a number may be on several.',
    zh: '所选月份各名单的因果效果：名单用户与对照组的订购对比（意向性分析），附 95% 置信区间、成本与回报。无对照组或两组不可比时不给出效果。一个号码可能在多个名单中，因此只有接触次数与金额可以相加。',
  },
  options: [],
  chart: { kind: 'FOREST', x: 'list', y: ['uplift', 'upliftLow', 'upliftHigh'], series: null },
  months: 1,
  make: async (request) => {
    const { context } = request;
    const lists = await measuredLists('CAMPAIGN_UPLIFT', request);
    const found: (readonly [TargetListRow, CampaignResult])[] = [];
    for (const list of lists) found.push([list, (await resultOf(list, context))!]);
    const rows = found.map(
      ([list, result]): ReportRowValue => ({ cells: cells(list, result, context), slice: null, totalOf: [] }),
    );
    return { columns, rows: [...rows, total(found.map(([, result]) => result))] };
  },
};

const columns = [
  textColumn('list', 'Target list', '名单'),
  textColumn('id', 'Id', '名单编号'),
  textColumn('scene', 'Scene', '场景'),
  textColumn('from', 'From', '起始日'),
  textColumn('to', 'To', '截止日'),
  numberColumn('treated', 'Members', '名单用户', 'numbers'),
  numberColumn('control', 'Kept out', '对照组', 'numbers'),
  numberColumn('treatedRate', 'Members that ordered', '名单订购率', '%'),
  numberColumn('controlRate', 'Of those kept out', '对照组订购率', '%'),
  numberColumn('uplift', 'Uplift', '提升', 'points'),
  numberColumn('upliftLow', 'Uplift at least', '提升下限', 'points'),
  numberColumn('upliftHigh', 'Uplift at most', '提升上限', 'points'),
  numberColumn('incrementalOrders', 'Incremental orders', '增量订购', 'orders'),
  numberColumn('contacts', 'Contacts', '接触次数', 'contacts'),
  numberColumn('cost', 'Cost', '成本', 'CNY'),
  numberColumn('clawback', 'Commission of lost orders', '追回酬金', 'CNY'),
  numberColumn('roi', 'Return on investment', '投资回报率', '%'),
  numberColumn('roiLow', 'Return at least', '回报率下限', '%'),
  numberColumn('roiHigh', 'Return at most', '回报率上限', '%'),
  textColumn('verdict', 'Verdict', '结论代码'),
  textColumn('verdictText', 'In words', '结论'),
];

function cells(list: TargetListRow, result: CampaignResult, { catalogue }: CampaignSession): readonly CellValue[] {
  const { from, to, treated, control, incrementalOrders, contacts, cost, clawback, verdict } = result;
  const percent = (share: number | null): number | null => share && share * 100;
  const scene = [...catalogue.scenes.values()].find(({ code }) => code === list.scene)!;
  return [
    ...[list.name, list.id, scene.names, from, to, treated, control],
    ...[result.treatedRate, result.controlRate, result.uplift, result.upliftLow, result.upliftHigh].map(percent),
    ...[incrementalOrders, contacts, cost, clawback],
    ...[result.roi, result.roiLow, result.roiHigh].map(percent),
    ...[verdict, verdictText(result)],
  ];
}

/** Of what adds up over lists. */
function total(results: readonly CampaignResult[]): ReportRowValue {
  const summed = ['contacts', 'cost', 'clawback'] as const;
  // In fen, so that money adds up exactly.
  const sum = (name: (typeof summed)[number]): number =>
    results.reduce((all, result) => all + Math.round((result[name] ?? 0) * 100), 0) / 100;
  const cellOf = (name: string): CellValue => (summed.includes(name as never) ? sum(name as (typeof summed)[number]) : null);
  return { cells: columns.map(({ name }) => cellOf(name)), slice: null, totalOf: ['list'] };
}
