import type { NumbersPageQuery } from '../../graph/documents.ts';

export type NumberRow = NonNullable<NumbersPageQuery['numbers']>['nodes'][number];
/** What the catalogue tells of a column. */
export type FilterColumn = NonNullable<NumbersPageQuery['catalogue']>['filterColumns'][number];
export const boards = ['identity', 'market', 'network', 'finance', 'value', 'service'] as const;
export type NumberBoard = (typeof boards)[number];

/** A column of the table: which field it shows, by the name that filters and orders know it by. */
export interface NumberColumn {
  readonly name: string;
  readonly board: NumberBoard;
  readonly of: (row: NumberRow) => unknown;
}

const identity = ['city', 'county', 'grid', 'customerType', 'gender', 'birthYear', 'creditLevel'] as const;
const market = [
  'planId',
  'planFee',
  'joinedOn',
  'status',
  'contractEndOn',
  'dataAllowanceGb',
  'voiceAllowanceMin',
  'hasBroadband',
  'hasIptv',
  'hasFamilyNet',
  'on5gPlan',
  'isSubCard',
  'arrears',
  'prepaidBalance',
  'joinChannelId',
] as const;
const network = [
  'dataGb',
  'dayDataGb',
  'nightDataGb',
  'voiceMin',
  'localMin',
  'longDistanceMin',
  'crossNetMin',
  'contacts',
  'sms',
  'activeDays',
  'device5g',
  'otherSim',
] as const;
const finance = [
  'revenue',
  'voiceRevenue',
  'dataRevenue',
  'vasRevenue',
  'broadbandRevenue',
  'overageRevenue',
  'discount',
  'commission',
] as const;
const service = ['complaints', 'satisfaction', 'npsScore', 'acceptsCalls', 'acceptsMessages', 'acceptsPartners'] as const;

export const columns: readonly NumberColumn[] = [
  { name: 'stage', board: 'identity', of: ({ lifecycle }) => lifecycle.stage },
  { name: 'segment', board: 'identity', of: ({ lifecycle }) => lifecycle.segment },
  ...identity.map((name) => ({ name, board: 'identity' as const, of: (row: NumberRow) => row[name] })),
  ...finance.map((name) => ({ name, board: 'finance' as const, of: (row: NumberRow) => row.finance?.[name] })),
  ...network.map((name) => ({ name, board: 'network' as const, of: (row: NumberRow) => row.network?.[name] })),
  ...market.map((name) => ({ name, board: 'market' as const, of: (row: NumberRow) => row.market?.[name] })),
  { name: 'valueTier', board: 'value', of: ({ value }) => value?.tier },
  { name: 'lifetimeValue', board: 'value', of: ({ value }) => value?.lifetimeValue },
  { name: 'monthlyMargin', board: 'value', of: ({ value }) => value?.monthlyMargin },
  { name: 'expectedMonths', board: 'value', of: ({ value }) => value?.expectedMonths },
  { name: 'rfmCell', board: 'value', of: ({ value }) => value?.rfm.cell },
  { name: 'scoreTotal', board: 'value', of: ({ value }) => value?.score.total },
  ...service.map((name) => ({ name, board: 'service' as const, of: (row: NumberRow) => row.service?.[name] })),
];
