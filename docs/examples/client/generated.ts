/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The dimensions of the catalogue. */
export type Dimension =
  /** Account manager · 客户经理 */
  | 'ACCOUNT_MANAGER'
  /** Agent · 接触人员: of facts (CONTACT) */
  | 'AGENT'
  /** Age group · 年龄段 */
  | 'AGE_GROUP'
  /** Area type · 城乡类型 */
  | 'AREA_TYPE'
  /** Campaign · 营销活动: of facts (CONTACT) */
  | 'CAMPAIGN'
  /** City · 地市 */
  | 'CITY'
  /** Company size · 集团规模 */
  | 'COMPANY_SIZE'
  /** Company size a month before · 上月集团规模 */
  | 'COMPANY_SIZE_BEFORE'
  /** Complaint kind · 投诉类型: of facts (CASE) */
  | 'COMPLAINT_KIND'
  /** County · 区县 */
  | 'COUNTY'
  /** Credit level · 信用等级 */
  | 'CREDIT_LEVEL'
  /** Customer type · 客户类型 */
  | 'CUSTOMER_TYPE'
  /** Data a month · 月流量档 */
  | 'DATA_BAND'
  /** Day · 日: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT, LEAD, USE, CASE) */
  | 'DAY'
  /** 5G device · 5G终端 */
  | 'DEVICE_5G'
  /** Frequency score · 消费频次得分 */
  | 'FREQUENCY_SCORE'
  /** Frequency score a month before · 上月消费频次得分 */
  | 'FREQUENCY_SCORE_BEFORE'
  /** Gender · 性别 */
  | 'GENDER'
  /** Grid · 网格 */
  | 'GRID'
  /** Has broadband · 有宽带 */
  | 'HAS_BROADBAND'
  /** Has IPTV · 有电视 */
  | 'HAS_IPTV'
  /** Home cell · 居住地小区 */
  | 'HOME_CELL'
  /** Industry · 行业 */
  | 'INDUSTRY'
  /** Joining channel · 入网渠道 */
  | 'JOIN_CHANNEL'
  /** Joining channel kind · 入网渠道类型 */
  | 'JOIN_CHANNEL_KIND'
  /** Joining month · 入网月份 */
  | 'JOIN_MONTH'
  /** Joining staff · 入网工号 */
  | 'JOIN_STAFF'
  /** Lead need · 线索需求: of facts (LEAD) */
  | 'LEAD_NEED'
  /** Lead source · 线索来源: of facts (LEAD) */
  | 'LEAD_SOURCE'
  /** Lean · 消费倾向 */
  | 'LEAN'
  /** Lean a month before · 上月消费倾向 */
  | 'LEAN_BEFORE'
  /** What may drive it away · 离网动因 */
  | 'LEAVE_DRIVER'
  /** What might drive it away a month before · 上月离网动因 */
  | 'LEAVE_DRIVER_BEFORE'
  /** Reason for leaving · 离网原因 */
  | 'LEAVE_REASON'
  /** Money score · 消费金额得分 */
  | 'MONEY_SCORE'
  /** Money score a month before · 上月消费金额得分 */
  | 'MONEY_SCORE_BEFORE'
  /** Month · 月 */
  | 'MONTH'
  /** Offer · 产品: of facts (CONTACT) */
  | 'OFFER'
  /** Offer family · 产品族: of facts (CONTACT) */
  | 'OFFER_FAMILY'
  /** On a 5G plan · 5G套餐 */
  | 'ON_5G_PLAN'
  /** Other SIM · 另一卡槽 */
  | 'OTHER_SIM'
  /** Payer · 付费方 */
  | 'PAYER'
  /** Plan · 套餐 */
  | 'PLAN'
  /** Plan tier · 套餐档次 */
  | 'PLAN_TIER'
  /** Prepaid balance · 预存余额档 */
  | 'PREPAID_BAND'
  /** Recency score · 最近消费得分 */
  | 'RECENCY_SCORE'
  /** Recency score a month before · 上月最近消费得分 */
  | 'RECENCY_SCORE_BEFORE'
  /** RFM cell · RFM单元 */
  | 'RFM_CELL'
  /** RFM cell a month before · 上月RFM单元 */
  | 'RFM_CELL_BEFORE'
  /** Risk band · 风险等级 */
  | 'RISK_BAND'
  /** Risk band a month before · 上月风险等级 */
  | 'RISK_BAND_BEFORE'
  /** Scene · 场景: of facts (CONTACT) */
  | 'SCENE'
  /** Life-cycle segment · 生命周期细分 */
  | 'SEGMENT'
  /** Life-cycle segment a month before · 上月生命周期细分 */
  | 'SEGMENT_BEFORE'
  /** Serving channel kind · 服务渠道类型: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT) */
  | 'SERVING_CHANNEL_KIND'
  /** Life-cycle stage · 生命周期阶段 */
  | 'STAGE'
  /** Life-cycle stage a month before · 上月生命周期阶段 */
  | 'STAGE_BEFORE'
  /** Status · 状态 */
  | 'STATUS'
  /** Time on the net · 在网时长 */
  | 'TENURE_BAND'
  /** Value tier · 价值层级 */
  | 'VALUE_TIER'
  /** Value tier a month before · 上月价值层级 */
  | 'VALUE_TIER_BEFORE'
  /** Minutes a month · 月通话分钟档 */
  | 'VOICE_BAND'
  /** ISO week · 周: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT, LEAD, USE, CASE) */
  | 'WEEK'
  /** Work cell · 工作地小区 */
  | 'WORK_CELL';

/** How the file is written. */
export type ExportFormat =
  /** RFC 4180 in UTF-8: commas, CRLF, a first row of names; null is empty. Text that a spreadsheet would run as a formula gets a leading apostrophe. */
  | 'CSV'
  /** A JSON object a line. */
  | 'NDJSON'
  /** zstd; columns have their types. The smallest and quickest. */
  | 'PARQUET';

/** QUEUED, RUNNING, then DONE, FAILED or CANCELLED. What is DONE becomes EXPIRED when its file is removed. */
export type ExportStatus =
  | 'CANCELLED'
  | 'DONE'
  | 'EXPIRED'
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING';

/** Life-cycle segment · 生命周期细分: second step of lifecycle; null where the stage has none */
export type NumberSegment =
  /** Arrears risk · 欠费风险 */
  | 'ARREARS_RISK'
  /** Balanced · 均衡型 */
  | 'BALANCED'
  /** Data lean · 流量型 */
  | 'DATA_LEAN'
  /** Dual drop · 双降 */
  | 'DUAL_DROP'
  /** Light · 低消 */
  | 'LIGHT'
  /** Over plan · 超套 */
  | 'OVER_PLAN'
  /** Port-in · 携入 */
  | 'PORT_IN'
  /** Pure new · 纯新增 */
  | 'PURE_NEW'
  /** Re-entered (the holder has a new own-network number) · 假离网 */
  | 'RE_ENTERED'
  /** Re-entry · 重入网 */
  | 'RE_ENTRY'
  /** Secondary SIM · 副卡化 */
  | 'SECONDARY_SIM'
  /** True leave · 真离网 */
  | 'TRUE_LEAVE'
  /** Value drop · 价值下降 */
  | 'VALUE_DROP'
  /** Voice lean · 语音型 */
  | 'VOICE_LEAN'
  /** Within plan · 套内 */
  | 'WITHIN_PLAN';

/** Life-cycle stage · 生命周期阶段: first step of lifecycle */
export type NumberStage =
  /** Decline · 衰退期 */
  | 'DECLINE'
  /** Growth · 成长期 */
  | 'GROWTH'
  /** Mature · 成熟期 */
  | 'MATURE'
  /** New · 新入网 */
  | 'NEW'
  /** Off the net · 离网 */
  | 'OFF_NET';

/** Value tier · 价值层级: by three-month revenue within customer type; null off the books */
export type NumberValueTier =
  /** High (to 20 %) · 高（至20%） */
  | 'HIGH'
  /** Low · 低 */
  | 'LOW'
  /** Middle (to 50 %) · 中（至50%） */
  | 'MIDDLE'
  /** Top (first 5 %) · 顶级（前5%） */
  | 'TOP';

export type TreeQueryVariables = Exact<{
  tree: string | number;
  month?: string | null | undefined;
}>;


export type TreeQuery = { readonly indicatorTree: { readonly month: string, readonly nodes: ReadonlyArray<{ readonly code: string, readonly name: string, readonly value: number | null, readonly change: number | null, readonly slice: string }> } | null };

export type NumbersPageQueryVariables = Exact<{
  slice: string;
  first: number;
  after?: string | null | undefined;
}>;


export type NumbersPageQuery = { readonly numbers: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly numberId: string, readonly msisdn: string | null, readonly city: string | null, readonly finance: { readonly revenue: number | null }, readonly network: { readonly dataGb: number | null } }> } | null };

export type NumberByMsisdnQueryVariables = Exact<{
  msisdn: string;
}>;


export type NumberByMsisdnQuery = { readonly number: { readonly numberId: string, readonly month: string, readonly lifecycle: { readonly stage: NumberStage | null, readonly segment: NumberSegment | null }, readonly value: { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null } } | null };

export type StartExportMutationVariables = Exact<{
  slice: string;
  columns?: ReadonlyArray<string> | string | null | undefined;
  format: ExportFormat;
  idempotencyKey?: string | number | null | undefined;
}>;


export type StartExportMutation = { readonly startExport: { readonly id: string, readonly status: ExportStatus, readonly progress: number, readonly rows: number | null, readonly url: string | null, readonly sha256: string | null, readonly error: string | null } };

export type ExportProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ExportProgressSubscription = { readonly exportProgress: { readonly id: string, readonly status: ExportStatus, readonly progress: number, readonly rows: number | null, readonly url: string | null, readonly sha256: string | null, readonly error: string | null } };

export type JobFragment = { readonly id: string, readonly status: ExportStatus, readonly progress: number, readonly rows: number | null, readonly url: string | null, readonly sha256: string | null, readonly error: string | null };

export type RevenueQueryVariables = Exact<{
  month: string;
  dimensions: ReadonlyArray<Dimension> | Dimension;
}>;


export type RevenueQuery = { readonly analysis: { readonly rows: ReadonlyArray<{ readonly period: string | null, readonly revenue: number | null }> } | null };

export type RevenueByStageQueryVariables = Exact<{
  month: string;
}>;


export type RevenueByStageQuery = { readonly byStage: { readonly rows: ReadonlyArray<{ readonly period: string | null, readonly stage: string | null, readonly revenue: number | null }> } | null, readonly whole: { readonly rows: ReadonlyArray<{ readonly period: string | null, readonly revenue: number | null }> } | null };

export type RevenueDrillQueryVariables = Exact<{
  month: string;
  by: Dimension;
}>;


export type RevenueDrillQuery = { readonly indicator: { readonly value: number | null, readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly value: number | null }> } | null };

export type HistoryQueryVariables = Exact<{
  number: string | number;
  months: number;
}>;


export type HistoryQuery = { readonly number: { readonly id: string, readonly finance: { readonly revenue: number | null }, readonly history: ReadonlyArray<{ readonly id: string, readonly month: string, readonly finance: { readonly revenue: number | null } }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const JobFragmentDoc = new TypedDocumentString(`
    fragment Job on ExportJob {
  id
  status
  progress
  rows
  url
  sha256
  error
}
    `, {"fragmentName":"Job"}) as unknown as TypedDocumentString<JobFragment, unknown>;
export const TreeDocument = new TypedDocumentString(`
    query Tree($tree: ID!, $month: YearMonth) {
  indicatorTree(tree: $tree, month: $month) {
    month
    nodes {
      code
      name
      value
      change
      slice
    }
  }
}
    `) as unknown as TypedDocumentString<TreeQuery, TreeQueryVariables>;
export const NumbersPageDocument = new TypedDocumentString(`
    query NumbersPage($slice: Slice!, $first: Int!, $after: String) {
  numbers(
    slice: $slice
    first: $first
    after: $after
    orderBy: [{column: "revenue", desc: true}]
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      numberId
      msisdn
      city
      finance {
        revenue
      }
      network {
        dataGb
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NumbersPageQuery, NumbersPageQueryVariables>;
export const NumberByMsisdnDocument = new TypedDocumentString(`
    query NumberByMsisdn($msisdn: String!) {
  number(msisdn: $msisdn) {
    numberId
    month
    lifecycle {
      stage
      segment
    }
    value {
      tier
      lifetimeValue
    }
  }
}
    `) as unknown as TypedDocumentString<NumberByMsisdnQuery, NumberByMsisdnQueryVariables>;
export const StartExportDocument = new TypedDocumentString(`
    mutation StartExport($slice: Slice!, $columns: [String!], $format: ExportFormat!, $idempotencyKey: ID) {
  startExport(
    input: {what: NUMBERS, slice: $slice, columns: $columns, format: $format, idempotencyKey: $idempotencyKey}
  ) {
    ...Job
  }
}
    fragment Job on ExportJob {
  id
  status
  progress
  rows
  url
  sha256
  error
}`) as unknown as TypedDocumentString<StartExportMutation, StartExportMutationVariables>;
export const ExportProgressDocument = new TypedDocumentString(`
    subscription ExportProgress($id: ID!) {
  exportProgress(id: $id) {
    ...Job
  }
}
    fragment Job on ExportJob {
  id
  status
  progress
  rows
  url
  sha256
  error
}`) as unknown as TypedDocumentString<ExportProgressSubscription, ExportProgressSubscriptionVariables>;
export const RevenueDocument = new TypedDocumentString(`
    query Revenue($month: YearMonth!, $dimensions: [Dimension!]!) {
  analysis(dimensions: $dimensions, measures: [REVENUE], from: $month) {
    rows {
      period
      revenue
    }
  }
}
    `) as unknown as TypedDocumentString<RevenueQuery, RevenueQueryVariables>;
export const RevenueByStageDocument = new TypedDocumentString(`
    query RevenueByStage($month: YearMonth!) {
  byStage: analysis(dimensions: [STAGE], measures: [REVENUE], from: $month) {
    rows {
      period
      stage
      revenue
    }
  }
  whole: analysis(measures: [REVENUE], from: $month) {
    rows {
      period
      revenue
    }
  }
}
    `) as unknown as TypedDocumentString<RevenueByStageQuery, RevenueByStageQueryVariables>;
export const RevenueDrillDocument = new TypedDocumentString(`
    query RevenueDrill($month: YearMonth!, $by: Dimension!) {
  indicator(measure: REVENUE, month: $month) {
    value
    drill(by: $by, top: 3) {
      code
      label(locale: EN)
      value
    }
  }
}
    `) as unknown as TypedDocumentString<RevenueDrillQuery, RevenueDrillQueryVariables>;
export const HistoryDocument = new TypedDocumentString(`
    query History($number: ID!, $months: Int!) {
  number(id: $number) {
    id
    finance {
      revenue
    }
    history(months: $months) {
      id
      month
      finance {
        revenue
      }
    }
  }
}
    `) as unknown as TypedDocumentString<HistoryQuery, HistoryQueryVariables>;