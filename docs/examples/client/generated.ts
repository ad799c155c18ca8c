/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** second step of lifecycle; null where the stage has none */
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

/** first step of lifecycle */
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

/** by three-month revenue within customer type; null off the books */
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


export type NumberByMsisdnQuery = { readonly number: { readonly numberId: string, readonly month: string, readonly lifecycle: { readonly stage: NumberStage, readonly segment: NumberSegment | null }, readonly value: { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null } } | null };

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