import { channelsInFigures } from '../../campaigns/channels.js';
import { type Arms, type ArmsOfCell, armsByCell, windowOf } from '../../campaigns/results/arms.js';
import { effective } from '../../campaigns/results/effect.js';
import { resultOf } from '../../campaigns/results/result.js';
import type { CampaignSession } from '../../campaigns/session.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { groupedBy } from '../../lib/grouped-by.js';
import { type CellUplift, upliftCells } from '../../methods/experiment/uplift-cells.js';
import { dimensionColumn } from '../column.js';
import type { CellValue, ReportDefinition, ReportRowValue } from '../report.js';
import { numberColumn, percent, textColumn } from './common.js';
import { measuredLists } from './measured-lists.js';

/** Draws of each arm without which a cell is not asked whether it differs from chance. */
const leastUnits = 30;
/** Of the cells that are believed so many may be chance. */
const falseShare = 0.1;

const told = ['treated', 'control', 'treatedRate', 'controlRate', 'found', 'uplift', 'upliftLow', 'upliftHigh', 'p', 'verdict'];

export const upliftBySegment: ReportDefinition = {
  code: 'UPLIFT_BY_SEGMENT',
  names: { en: 'Uplift by segment', zh: '分群增量效果' },
  description: {
    en: `Whom an offer changes, and who would have bought anyway: orders of the members of closed lists beside those of the numbers kept out of them (intent to treat), by offer, life-cycle segment and value tier of the list's month. Lists of the months are pooled stratum by stratum; those without a hold-out, or whose arms are not as drawn, are left out. The uplift of a cell is drawn to that of all cells of the offer the more, the fewer its numbers; cells that differ from 0 by more than chance are CHANGES or HARMS, of which at most ${falseShare * 100} % are expected to be none (Benjamini and Hochberg). Fewer than ${leastUnits} draws an arm: TOO_SMALL.`,
    zh: `营销改变了谁、谁本来就会买：已关闭名单用户与对照组的订购对比（意向性分析），按产品、名单月份的生命周期细分与价值层级；同期名单按层合并，无对照组或两组不符抽样比的名单除外。单元提升按样本量向该产品总体收缩；超出偶然的单元为“有提升”或“有损害”，其中预期误报不超过 ${falseShare * 100}%（Benjamini-Hochberg）。任一组少于 ${leastUnits} 个抽样单位的为“样本过少”。`,
  },
  options: [],
  chart: { kind: 'FOREST', x: 'segment', y: ['uplift', 'upliftLow', 'upliftHigh'], series: 'valueTier', facet: 'offer' },
  months: 12,
  counted: [
    { count: 'treated', tells: told },
    { count: 'control', tells: told },
  ],
  make: async (request) => {
    const { context } = request;
    const isOver = ({ status, hold_out }: TargetListRow) => (status === 'CLOSED' || status === 'EXPIRED') && hold_out > 0;
    const lists = await measuredLists('UPLIFT_BY_SEGMENT', request, isOver);
    const cells: ArmsOfCell[] = [];
    for (const list of lists) cells.push(...(await cellsOf(list, context)));
    const byOffer = groupedBy(cells, ({ offer }) => offer);
    const offers = [...byOffer].sort(([a], [b]) => (a < b ? -1 : 1));
    const { dimensions } = context.catalogue;
    return {
      columns: [
        dimensionColumn(dimensions.get('OFFER')!, 'offer'),
        dimensionColumn(dimensions.get('SEGMENT')!, 'segment'),
        dimensionColumn(dimensions.get('VALUE_TIER')!, 'valueTier'),
        numberColumn('treated', 'Members', '名单用户', 'numbers'),
        numberColumn('control', 'Kept out', '对照组', 'numbers'),
        numberColumn('treatedRate', 'Members that ordered', '名单订购率', '%'),
        numberColumn('controlRate', 'Of those kept out', '对照组订购率', '%'),
        numberColumn('found', 'Uplift as found', '实测提升', 'points'),
        numberColumn('uplift', 'Uplift', '提升（收缩后）', 'points'),
        numberColumn('upliftLow', 'Uplift at least', '提升下限', 'points'),
        numberColumn('upliftHigh', 'Uplift at most', '提升上限', 'points'),
        numberColumn('p', 'Chance of it if there is none', 'P值', 'share'),
        textColumn('verdict', 'Verdict', '结论代码'),
      ],
      rows: offers.flatMap(([offer, own]) => rowsOf(offer, own)),
    };
  },
};

/** Of a list whose arms may be compared. */
async function cellsOf(list: TargetListRow, context: CampaignSession): Promise<readonly ArmsOfCell[]> {
  const { verdict } = (await resultOf(list, context))!;
  if (verdict === 'NO_CONTROL' || verdict === 'SAMPLE_RATIO_MISMATCH') return [];
  const channels = channelsInFigures(context);
  return armsByCell(list, windowOf(list, channels), channels, context);
}

/** The cells of an offer, those that it changes most first, and all of them together. */
function rowsOf(offer: string, arms: readonly ArmsOfCell[]): readonly ReportRowValue[] {
  const cells = [...groupedBy(arms, ({ segment, tier }) => JSON.stringify([segment, tier])).values()];
  const { cells: found, mean } = upliftCells(cells.map(asCell), { leastUnits, falseShare });
  const rows = cells.map((own, at) => ({ own, uplift: found[at]! }));
  const sorted = rows.sort((a, b) => (b.uplift.shrunk?.difference ?? -1) - (a.uplift.shrunk?.difference ?? -1));
  return [
    ...sorted.map(({ own, uplift }): ReportRowValue => {
      const { segment, tier } = own[0]!;
      return {
        cells: [
          offer,
          segment,
          tier,
          ...armsIn(own),
          points(uplift.found),
          ...interval(uplift.shrunk),
          uplift.p,
          verdictOf(uplift),
        ],
        slice: null,
        totalOf: [],
      };
    }),
    {
      cells: [offer, null, null, ...armsIn(arms), null, ...interval(mean), null, null],
      slice: null,
      totalOf: ['segment', 'valueTier'],
    },
  ];
}

type Both = Pick<Arms, 'treated' | 'control'>;

const asCell = (own: readonly ArmsOfCell[]) => ({
  strata: own.map(({ treated, control }) => ({ treated: effective(treated), control: effective(control) })),
  units: Math.min(...(['treated', 'control'] as const).map((arm) => own.reduce((sum, each) => sum + each[arm].units, 0))),
});

const ordered = (own: readonly Both[], arm: keyof Both) => ({
  hits: own.reduce((sum, each) => sum + each[arm].orders, 0),
  trials: own.reduce((sum, each) => sum + each[arm].numbers, 0),
});

/** Sizes and rates of both. */
const armsIn = (own: readonly Both[]): readonly CellValue[] => {
  const both = (['treated', 'control'] as const).map((arm) => ordered(own, arm));
  return [...both.map(({ trials }) => trials), ...both.map(({ hits, trials }) => percent(hits, trials))];
};

const points = (share: number | null): number | null => share && share * 100;

const interval = (uplift: CellUplift['shrunk']): readonly CellValue[] =>
  [uplift?.difference, uplift?.low, uplift?.high].map((share) => points(share ?? null));

function verdictOf({ p, shrunk, isBelieved }: CellUplift): string {
  if (p === null) return 'TOO_SMALL';
  if (!isBelieved) return 'NOT_SHOWN';
  return shrunk!.difference > 0 ? 'CHANGES' : 'HARMS';
}
