/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Why a figure is null. */
export type Absence =
  /** It counts leaving, and is cut or selected (by a dimension, a filter, a node of a tree, a slice) by what leaving itself sets: nobody leaves of those who are MATURE at the month’s end. Take the state of the month before: STAGE_BEFORE, SEGMENT_BEFORE, VALUE_TIER_BEFORE, LEAN_BEFORE, RFM_CELL_BEFORE; or a slice of the month before with follow: NUMBERS. */
  | 'CUT_BY_OUTCOME'
  /** It is of numbers, or selected by columns, that the viewer may not see. */
  | 'FORBIDDEN'
  /** Too early: too few renewals, months or losses to estimate it by, or months that it is made of are still to come. */
  | 'IMMATURE'
  /** Not defined for this cut. */
  | 'NOT_COVERED'
  /** The warehouse lacks a column that it needs, or the column came without a single value in the month, in a month that it looks back on, or for the numbers asked about. */
  | 'NOT_PROVIDED'
  /** The months that it looks back on are not in the data. */
  | 'NO_BASELINE'
  /** The plan has no value for these numbers. */
  | 'NO_TARGET'
  /** A denominator changes its sign between the periods. */
  | 'SIGN_CHANGE'
  /** Its slice was made by other definitions: the catalogue has changed since. */
  | 'STALE_SLICE'
  /** The group is smaller than the viewer may see. */
  | 'SUPPRESSED'
  /** Nothing to divide by. */
  | 'ZERO_DENOMINATOR';

/** What P(accept) rests on. */
export type AcceptanceBasis =
  /** A prior and contacts, which are fewer than it weighs. */
  | 'BOTH'
  /** Past contacts. */
  | 'CONTACTS'
  /** A prior of the catalogue alone, no measurement: there are no contacts yet. */
  | 'PRIOR'
  /** The warehouse’s own score. */
  | 'SCORE';

/** What a viewer may do beyond looking. */
export type Act =
  /** createAnnotation, removeAnnotation. */
  | 'ANNOTATE'
  /** approveTargetList of others’ lists, and closing lists. */
  | 'APPROVE_LISTS'
  /** startExport of what may be seen. */
  | 'EXPORT'
  /** freezeTargetList, and what it would give. */
  | 'FREEZE_LISTS'
  /** createTargetList, and closing lists. */
  | 'MAKE_LISTS'
  | 'MAKE_SETS'
  /** recordOutcome. */
  | 'RECORD_OUTCOMES'
  /** POST /events. */
  | 'SEND_EVENTS'
  /** setDoNotContact. */
  | 'SET_DO_NOT_CONTACT'
  /** claimWork, extendLease, releaseWork. */
  | 'WORK';

/** An analysis as the query of that name, with what is selected there said by name. For questions that are made at run time, and for files, which hold all rows. */
export type AnalysisInput = {
  /** Adds the columns "<measure>Baseline" and "<measure>Change" for each measure. */
  readonly against?: Baseline | null | undefined;
  /** Running sums since the first period, of each combination of values; baselines and plans alike. Flows only. Month to date against month to date: grain DAY, against PREVIOUS_MONTH. The slice of a day or week stays its own. */
  readonly cumulative?: boolean | null | undefined;
  /** The grouping, in this order. */
  readonly dimensions?: ReadonlyArray<Dimension>;
  readonly fill?: Fill | null | undefined;
  /** What the slice means in other months, of a trend and a baseline too. RULE: its rule anew in each; only months of the slice may be asked for. NUMBERS: the numbers that it holds in any month of its own period, wherever they stand then; any month of the data may be asked for, also after the slice’s. `where` beside it holds in the month at hand. The slices of such an answer follow as well. Needs a slice. */
  readonly follow?: Follow | null | undefined;
  /** Default: the same as to. */
  readonly from?: string | null | undefined;
  readonly grain?: TimeGrain | null | undefined;
  readonly having?: ReadonlyArray<MeasureCondition> | null | undefined;
  readonly measures: ReadonlyArray<Measure>;
  /** Default: by period and the dimensions. */
  readonly orderBy?: ReadonlyArray<AnalysisOrder> | null | undefined;
  readonly slice?: string | null | undefined;
  /** Default: the newest month. */
  readonly to?: string | null | undefined;
  /** Adds a column "isOther". */
  readonly topPer?: TopPer | null | undefined;
  /** Totals as rows at the end; adds a column "totalOf". */
  readonly totals?: boolean | null | undefined;
  readonly where?: SliceFilter | null | undefined;
};

/** Exactly one of measure, dimension and period. Empty figures come last either way. */
export type AnalysisOrder = {
  readonly desc?: boolean | null | undefined;
  readonly dimension?: Dimension | null | undefined;
  readonly measure?: Measure | null | undefined;
  readonly period?: boolean | null | undefined;
};

/** What happened, when, and to whom: by default to everybody. */
export type AnnotationInput = {
  /** The first day. */
  readonly from: string;
  /** A name of yours for this request, e.g. a UUID: asked again with it, the same annotation is given, and none is made. */
  readonly idempotencyKey?: string | number | null | undefined;
  readonly kind: AnnotationKind;
  /** Its numbers, by its rule in every month; with `where` those that are in both. */
  readonly slice?: string | null | undefined;
  readonly text: AnnotationText;
  /** The last day; default: the first. */
  readonly until?: string | null | undefined;
  readonly where?: SliceFilter | null | undefined;
};

/** What happened. */
export type AnnotationKind =
  /** A campaign, of one’s own or of a competitor. */
  | 'CAMPAIGN'
  /** The data were wrong or late. */
  | 'DATA_FAULT'
  /** A network, a channel or a system was down. */
  | 'OUTAGE'
  /** A price or a plan changed. */
  | 'PRICE_CHANGE';

/** The same in both languages. What looks like a phone number is masked. */
export type AnnotationText = {
  readonly en: string;
  readonly zh: string;
};

/** Up to where the lists of a standing list are approved with it; both must hold. */
export type ApproveUpToInput = {
  /** CNY that its contacts and orders are expected to cost. */
  readonly budget: number;
  /** Members of a list; from 1. */
  readonly size: number;
};

/** What a figure is compared with. Each says which grains have it; others are refused. */
export type Baseline =
  /** The mean of the three months before; ratios recomputed from their sums. Single months only. */
  | 'MEAN_OF_PRIOR_3'
  | 'NONE'
  /** Of a month the one before, of several months as many before them; of a day that of the same date a month before, none where that month is shorter. No week has it. */
  | 'PREVIOUS_MONTH'
  /** The day, ISO week, month, quarter or year before; of several months as many before them. */
  | 'PREVIOUS_PERIOD'
  /** The same months a year before; of a day the same date, of an ISO week the one 52 weeks before. */
  | 'SAME_MONTH_LAST_YEAR'
  /** Of a day: the same weekday a week before. Days only. */
  | 'SAME_WEEKDAY'
  /** The month with the same place in the season a year before: as last year, with the months of Spring Festival aligned. Single months only. */
  | 'SEASONAL_NAIVE'
  /** The plan value of the month, or of the months, for just these numbers: the whole, or a city, county, grid, joining channel or joining staff, as far as the plan has them. Plans of parts need not add up to that of the whole. Not of days and weeks. */
  | 'TARGET';

/** Where a column of a number stands: `finance { … }`; IDENTITY: at the number itself. */
export type Board =
  | 'FINANCE'
  | 'IDENTITY'
  | 'MARKET'
  | 'NETWORK'
  | 'SERVICE';

/** Comparisons of a yes or no; all that are given hold. */
export type BooleanFilter = {
  readonly eq?: boolean | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: boolean | null | undefined;
};

/** What may be said of a campaign. */
export type CampaignVerdict =
  /** Treated numbers ordered less than those kept out; the whole interval is below 0. */
  | 'HARM'
  /** Nobody was kept out: what would have been ordered anyway is not known. */
  | 'NO_CONTROL'
  /** The interval has 0 in it: the difference may be chance. */
  | 'NO_EFFECT_SHOWN'
  /** The arms are not as they were drawn: they are not compared. */
  | 'SAMPLE_RATIO_MISMATCH'
  /** Too few were drawn: the arms are not compared. */
  | 'TOO_SMALL'
  /** Treated numbers ordered more than those kept out; the whole interval is above 0. */
  | 'UPLIFT';

/** What kind of change it is. */
export type ChangePattern =
  /** Some parts moved otherwise than the rest: see causes. */
  | 'LOCALISED'
  /** All parts moved alike, and the figure is within what the months before let one expect. */
  | 'NOISE'
  /** A uniform shift: all parts moved alike. */
  | 'UNIFORM';

/** What suits a table. */
export type ChartKind =
  | 'BAR'
  /** A sheet for each month, a field for each day in `x`; weeks and months as STACKED_BAR. */
  | 'CALENDAR'
  /** A line for each `x` from the least to the greatest that it may be: `y` is the effect, its lower and its upper bound. */
  | 'FOREST'
  | 'HEATMAP'
  | 'LINE'
  /** How unevenly something is held: `y` is how many hold, and what they hold together; a group for each `x`, from those who hold least, a curve for each `series`. */
  | 'LORENZ'
  | 'SANKEY'
  | 'SCATTER'
  | 'STACKED_BAR'
  | 'TABLE';

/** Comparisons of a code; all that are given hold. */
export type CodeFilter = {
  readonly eq?: string | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: string | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** What the cells of a column are, where they are not null. */
export type ColumnType =
  | 'BOOLEAN'
  | 'NUMBER'
  | 'STRING';

/** At most so many contacts in all these scenes together. */
export type ContactCapInput = {
  /** In the last so many days; left out: in the calendar month. */
  readonly days?: number | null | undefined;
  readonly most: number;
  readonly scenes: ReadonlyArray<Scene>;
};

/** A changed contact policy; what is left out stays. */
export type ContactPolicyInput = {
  /** In place of all caps that there are. */
  readonly caps?: ReadonlyArray<ContactCapInput> | null | undefined;
  /** Days without an offer of the family that was refused. */
  readonly coolDownDays?: number | null | undefined;
};

/** How a change is shared out over the leaves of a formula; each adds up to it. */
export type ContributionMethod =
  /** Logarithmic mean Divisia index (LMDI-I): products and quotients of values that are not negative. */
  | 'LMDI'
  /** Straight-line path integral (Aumann–Shapley): exact for every formula. */
  | 'PATH_INTEGRAL'
  /** Shapley's value: the mean over all orders in which the leaves may change; up to 14 leaves that move. */
  | 'SHAPLEY';

/** Comparisons of a date; all that are given hold. */
export type DateFilter = {
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
  /** [from, to], both included */
  readonly between?: ReadonlyArray<string> | null | undefined;
  readonly eq?: string | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: string | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

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

/** What to write into a file. */
export type ExportInput = {
  /** For ANALYSIS. */
  readonly analysis?: AnalysisInput | null | undefined;
  /** CSV: begin with a byte order mark, by which spreadsheets know UTF-8. */
  readonly bom?: boolean | null | undefined;
  /** NUMBERS: fields of PhoneNumber after month and id; default: all. TARGET_LIST: fields after rank, id, offer and net benefit; default: msisdn. */
  readonly columns?: ReadonlyArray<string> | null | undefined;
  /** NUMBERS: all that you may see, which without a slice and a filter must be said. */
  readonly everybody?: boolean | null | undefined;
  /** What the slice means in other months, of a trend and a baseline too. RULE: its rule anew in each; only months of the slice may be asked for. NUMBERS: the numbers that it holds in any month of its own period, wherever they stand then; any month of the data may be asked for, also after the slice’s. `where` beside it holds in the month at hand. The slices of such an answer follow as well. Needs a slice. */
  readonly follow?: Follow | null | undefined;
  readonly format: ExportFormat;
  /** A name of yours for this request, e.g. a UUID: asked again with it, the same job is given, and none is begun. */
  readonly idempotencyKey?: string | number | null | undefined;
  /** For TARGET_LIST. */
  readonly list?: string | number | null | undefined;
  /** NUMBERS. Default: the slice’s months, else the newest. */
  readonly month?: string | null | undefined;
  /** What for: one of your purposes. Default: that of the request. */
  readonly purpose?: string | null | undefined;
  /** NUMBERS: share of the numbers, above 0 to 1; by a hash of the id, so the same ones every time and in every month. */
  readonly sample?: number | null | undefined;
  readonly slice?: string | null | undefined;
  readonly what: ExportKind;
  readonly where?: SliceFilter | null | undefined;
};

/** What is in the file. */
export type ExportKind =
  /** The rows of a free analysis, all of them (tier 2). */
  | 'ANALYSIS'
  /** A row a number and month (tier 3). */
  | 'NUMBERS'
  /** The members of an approved target list, by rank (tier 4). */
  | 'TARGET_LIST';

/** QUEUED, RUNNING, then DONE, FAILED or CANCELLED. What is DONE becomes EXPIRED when its file is removed. */
export type ExportStatus =
  | 'CANCELLED'
  | 'DONE'
  | 'EXPIRED'
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING';

/** Have periods without rows a row? What is not cut is one figure a month either way. */
export type Fill =
  /** Only combinations of values that occur in the period. */
  | 'NONE'
  /** Each combination of values that occurs in one of the periods has a row in all of them: 0 where nothing happened, as `indicator` answers; a ratio of nothing stays null, with its reason in `absent`. */
  | 'ZERO';

/** How a column is compared. */
export type FilterKind =
  /** BooleanFilter */
  | 'BOOLEAN'
  /** CodeFilter */
  | 'CODE'
  /** DateFilter */
  | 'DATE'
  /** ListFilter */
  | 'LIST'
  /** NameFilter */
  | 'NAME'
  /** NumericFilter */
  | 'NUMBER'
  /** SetFilter */
  | 'SET';

/** What a slice means in months other than its own. */
export type Follow =
  /** The very numbers that it holds in any month of its own period, wherever they stand before and after: what became of those who were in decline. */
  | 'NUMBERS'
  /** Its rule anew in each month: who is in decline then. */
  | 'RULE';

/** What a gap stands to. */
export type GapAgainst =
  /** Last year's like month, moved as the middle one of the parts has moved since, and worse than last year itself. `expected` is that; of the whole last year's figure. */
  | 'LAST_YEAR'
  /** A part's ratio, against that of all others together: it has left the level at which it stood to them before. `expected` is that level at the others' figure of the month. */
  | 'PEERS'
  /** The plan value of the month. */
  | 'PLAN';

/** What an offer must pass before it is made to a number, in this order. */
export type Gate =
  /** Money and capacity are left. */
  | 'BUDGET'
  /** The customer has agreed to what the scene needs. */
  | 'CONSENT'
  /** Caps, cool-down after a refusal, wrong numbers; of a household’s offer for the household. */
  | 'CONTACT_POLICY'
  /** The number has the need. */
  | 'ELIGIBLE'
  /** The customer is not kept out to measure what campaigns bring. */
  | 'HOLD_OUT'
  /** It brings more than it costs. */
  | 'NET_BENEFIT'
  /** It is not held already, and fits the stage of life. */
  | 'RELEVANT'
  /** It may be sold to this customer now: complaints, arrears, credit, purse and use. */
  | 'SUITABLE';

/** What a list is to change: a figure, by how much, and by when. */
export type GoalInput = {
  /** The last day for it; today or later. */
  readonly by: string;
  readonly measure: Measure;
  /** The node of a tree that shows the figure, e.g. "LIFECYCLE.DECLINE". Of a formula tree: one of the measure's; of a partition tree: one that the slice lies in. */
  readonly node?: string | number | null | undefined;
  /** The slice of the figure, or of its part that is the cause. */
  readonly slice: string;
  /** In the measure's unit, not 0; below 0 where it is to fall. */
  readonly wantedChange: number;
};

/** What is known of how a number stays in the next three months; later ones always go by its cohort and stage. */
export type LifetimeValueBasis =
  /** Its own churn risk. */
  | 'RISK'
  /** How others of its cohort and stage stayed: the month has no churn warning yet. */
  | 'STAGE';

/** Comparisons of a column of several codes; all that are given hold. */
export type ListFilter = {
  /** The code is among them. */
  readonly has?: string | null | undefined;
  /** One of the codes is among them. */
  readonly hasAny?: ReadonlyArray<string> | null | undefined;
  readonly isNull?: boolean | null | undefined;
};

/** Where a target list stands. */
export type ListStatus =
  /** Approved by someone else than its author: work may begin. */
  | 'APPROVED'
  /** Ended by hand. */
  | 'CLOSED'
  /** Defined; nobody is on it yet. */
  | 'DRAFT'
  /** Its last day is over. */
  | 'EXPIRED'
  /** Its members are settled for good, and wait for approval. */
  | 'FROZEN'
  /** Work of it has been claimed. */
  | 'RUNNING';

/** What a list has one entry of. */
export type ListUnit =
  /** Of each customer: the number that ranks first. Contacts with any of its numbers count together for the caps. */
  | 'CUSTOMER'
  /** Of each household (of who is in none: of each customer): the number that ranks first. Contacts with any of its numbers count together for the caps. */
  | 'HOUSEHOLD'
  /** Of each number. */
  | 'NUMBER';

/** Language of names and texts. */
export type Locale =
  | 'EN'
  | 'ZH';

/** The measures of the catalogue. */
export type Measure =
  /** Acquisition cost · 获客成本 (ratio, CNY) = cost_of_new / GROSS_ADDS */
  | 'ACQUISITION_COST'
  /** Average revenue per user · 户均收入 (ratio, CNY) = REVENUE / AVERAGE_SUBSCRIBERS */
  | 'ARPU'
  /** Arrears · 欠费 (stock, CNY) = sum of arrears */
  | 'ARREARS'
  /** Share in arrears · 欠费占比 (ratio, %) = numbers_in_arrears / CLOSING_SUBSCRIBERS * 100 */
  | 'ARREARS_SHARE'
  /** Numbers at risk · 高风险号码 (stock, numbers) = count where coalesce(risk_band IN ('VERY_HIGH', 'HIGH'), FALSE) */
  | 'AT_RISK_NUMBERS'
  /** Average subscribers · 平均用户 (stock, numbers) = (OPENING_SUBSCRIBERS + CLOSING_SUBSCRIBERS) / 2 */
  | 'AVERAGE_SUBSCRIBERS'
  /** Broadband ARPU · 宽带户均收入 (ratio, CNY) = BROADBAND_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'BROADBAND_ARPU'
  /** Broadband revenue · 宽带收入 (flow, CNY) = sum of broadband_revenue */
  | 'BROADBAND_REVENUE'
  /** Campaign cost · 营销成本 (flow, CNY) = sum of campaign_cost */
  | 'CAMPAIGN_COST'
  /** Campaign net benefit · 营销净收益 (flow, CNY) = ORDER_MARGIN - CAMPAIGN_COST */
  | 'CAMPAIGN_NET_BENEFIT'
  /** Campaign return on investment · 营销投资回报率 (ratio, %) = (ORDER_MARGIN - CAMPAIGN_COST) / CAMPAIGN_COST * 100 */
  | 'CAMPAIGN_ROI'
  /** Churn rate · 离网率 (ratio, %) = LEAVERS / AVERAGE_SUBSCRIBERS * 100 */
  | 'CHURN_RATE'
  /** Closing subscribers · 期末用户 (stock, numbers) = count where on_books */
  | 'CLOSING_SUBSCRIBERS'
  /** Commission · 酬金 (flow, CNY) = sum of commission */
  | 'COMMISSION'
  /** Complaints · 投诉量 (flow, complaints) = sum of complaints */
  | 'COMPLAINTS'
  /** Complaints closed · 已办结投诉 (flow, complaints) = count where closed_on IS NOT NULL */
  | 'COMPLAINTS_CLOSED'
  /** Complaints opened · 受理投诉 (flow, complaints) = count where TRUE */
  | 'COMPLAINTS_OPENED'
  /** Complaints per 10,000 · 万投比 (ratio, per 10,000) = COMPLAINTS / AVERAGE_SUBSCRIBERS * 10000 */
  | 'COMPLAINTS_PER_10K'
  /** Complaints reopened · 重复投诉 (flow, complaints) = count where is_reopened */
  | 'COMPLAINTS_REOPENED'
  /** Days to close a complaint · 投诉办结天数 (ratio, days) = days_until_closed / COMPLAINTS_CLOSED */
  | 'COMPLAINT_DAYS_TO_CLOSE'
  /** Contacts · 接触 (flow, contacts) = sum of campaign_contacts */
  | 'CONTACTS'
  /** Share of contacts outside stores · 厅外接触占比 (ratio, %) = contacts_elsewhere / CONTACTS * 100 */
  | 'CONTACTS_ELSEWHERE_SHARE'
  /** Contracts ending · 即将到期合约 (stock, numbers) = count where on_books AND coalesce(days_between(month_end(CAST(month || '-01' AS DATE)), contract_end_on) BETWEEN 0 AND 90, FALSE) */
  | 'CONTRACTS_ENDING'
  /** Contribution margin · 贡献毛利 (flow, CNY) = REVENUE - DISCOUNT - COMMISSION - POINTS_COST - PROMOTION_COST */
  | 'CONTRIBUTION_MARGIN'
  /** Converged households · 融合家庭数 (distinct, households) = count of different nullif(household_id, '') where on_books AND coalesce(household_has_broadband, FALSE) */
  | 'CONVERGED_HOUSEHOLDS'
  /** Convergence rate · 融合率 (ratio, %) = numbers_with_broadband / CLOSING_SUBSCRIBERS * 100 */
  | 'CONVERGENCE_RATE'
  /** Conversion · 转化率 (ratio, %) = ORDERS / REACHED * 100 */
  | 'CONVERSION'
  /** Cost per lead · 单条线索成本 (ratio, CNY) = LEAD_COST / LEADS */
  | 'COST_PER_LEAD'
  /** Customers · 客户数 (distinct, customers) = count of different nullif(customer_id, '') where on_books */
  | 'CUSTOMERS'
  /** Data ARPU · 流量户均收入 (ratio, CNY) = DATA_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'DATA_ARPU'
  /** Data revenue · 流量收入 (flow, CNY) = sum of data_revenue */
  | 'DATA_REVENUE'
  /** Data saturation · 流量饱和度 (ratio, %) = DATA_VOLUME / data_allowed * 100 */
  | 'DATA_SATURATION'
  /** Data volume · 流量 (flow, GB) = sum of data_gb */
  | 'DATA_VOLUME'
  /** Days to contact · 首次联系天数 (ratio, days) = days_until_contact / LEADS_CONTACTED */
  | 'DAYS_TO_CONTACT'
  /** Discount · 折扣 (flow, CNY) = sum of discount */
  | 'DISCOUNT'
  /** Data per user · 户均流量 (ratio, GB) = DATA_VOLUME / AVERAGE_SUBSCRIBERS */
  | 'DOU'
  /** Dual-drop share · 双降占比 (ratio, %) = numbers_dual_drop / CLOSING_SUBSCRIBERS * 100 */
  | 'DUAL_DROP_SHARE'
  /** Expected leavers · 预计离网 (stock, numbers) = sum of coalesce(churn_risk, 0) */
  | 'EXPECTED_LEAVERS'
  /** Family-net penetration · 亲情网渗透率 (ratio, %) = numbers_in_family_net / CLOSING_SUBSCRIBERS * 100 */
  | 'FAMILY_NET_PENETRATION'
  /** 5G penetration · 5G渗透率 (ratio, %) = numbers_5g / CLOSING_SUBSCRIBERS * 100 */
  | 'FIVE_G_PENETRATION'
  /** Five-part score · 五维评分 (ratio, 0-100) = score_points / numbers_with_score */
  | 'FIVE_PART_SCORE'
  /** Gross adds · 新增 (flow, numbers) = count where gross_add */
  | 'GROSS_ADDS'
  /** High-value retention · 高价值保有率 (ratio, %) = high_value_kept / high_value_base * 100 */
  | 'HIGH_VALUE_RETENTION'
  /** Households · 家庭数 (distinct, households) = count of different nullif(household_id, '') where on_books */
  | 'HOUSEHOLDS'
  /** Household ARPU · 家庭户均收入 (ratio, CNY) = household_revenues / HOUSEHOLDS */
  | 'HOUSEHOLD_ARPU'
  /** IPTV penetration · 电视渗透率 (ratio, %) = numbers_with_iptv / CLOSING_SUBSCRIBERS * 100 */
  | 'IPTV_PENETRATION'
  /** Leads · 线索量 (flow, leads) = count where TRUE */
  | 'LEADS'
  /** Leads contacted · 已联系线索 (flow, leads) = count where contacted_on IS NOT NULL */
  | 'LEADS_CONTACTED'
  /** Leads converted · 已转化线索 (flow, leads) = count where state = 'CONVERTED' */
  | 'LEADS_CONVERTED'
  /** Lead conversion · 线索转化率 (ratio, %) = LEADS_CONVERTED / LEADS * 100 */
  | 'LEAD_CONVERSION'
  /** Cost of leads · 线索成本 (flow, CNY) = sum of cost */
  | 'LEAD_COST'
  /** First three months' margin of leads · 线索首三月毛利 (flow, CNY) = sum of CASE WHEN state = 'CONVERTED' THEN margin_3m ELSE 0 END */
  | 'LEAD_MARGIN_3M'
  /** Net benefit of leads · 线索净收益 (flow, CNY) = LEAD_MARGIN_3M - LEAD_COST */
  | 'LEAD_NET_BENEFIT'
  /** First three months' revenue of leads · 线索首三月收入 (flow, CNY) = sum of CASE WHEN state = 'CONVERTED' THEN revenue_3m ELSE 0 END */
  | 'LEAD_REVENUE_3M'
  /** Leavers · 离网 (flow, numbers) = count where leaver */
  | 'LEAVERS'
  /** Leavers for arrears · 欠费离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'ARREARS', FALSE) */
  | 'LEAVERS_ARREARS'
  /** Leavers who moved · 迁出离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'MOVED', FALSE) */
  | 'LEAVERS_MOVED'
  /** Leavers for other or unknown reasons · 其他原因离网 (flow, numbers) = count where leaver AND coalesce(leave_reason NOT IN ('ARREARS', 'PRICE', 'SERVICE', 'PORT_OUT', 'MOVED'), TRUE) */
  | 'LEAVERS_OTHER'
  /** Port-outs · 携出离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'PORT_OUT', FALSE) */
  | 'LEAVERS_PORT_OUT'
  /** Leavers for price · 价格离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'PRICE', FALSE) */
  | 'LEAVERS_PRICE'
  /** Leavers for service · 服务离网 (flow, numbers) = count where leaver AND coalesce(leave_reason = 'SERVICE', FALSE) */
  | 'LEAVERS_SERVICE'
  /** Expected lifetime value · 生命周期价值 (ratio, CNY) = lifetime_values / numbers_with_lifetime_value */
  | 'LIFETIME_VALUE'
  /** Long-distance share · 长途占比 (ratio, %) = long_distance_minutes / VOICE_MINUTES * 100 */
  | 'LONG_DISTANCE_SHARE'
  /** Margin per converted lead · 单条转化毛利 (ratio, CNY) = LEAD_MARGIN_3M / LEADS_CONVERTED */
  | 'MARGIN_PER_CONVERSION'
  /** Margin per order · 单笔毛利 (ratio, CNY) = ORDER_MARGIN / ORDERS */
  | 'MARGIN_PER_ORDER'
  /** Market share · 市场份额 (ratio, %) = numbers_of_counties / operator_numbers * 100 */
  | 'MARKET_SHARE'
  /** Minutes per user · 户均分钟 (ratio, min) = VOICE_MINUTES / AVERAGE_SUBSCRIBERS */
  | 'MOU'
  /** Net adds · 净增 (flow, numbers) = CLOSING_SUBSCRIBERS - OPENING_SUBSCRIBERS */
  | 'NET_ADDS'
  /** Share of data by night · 夜间流量占比 (ratio, %) = night_data / DATA_VOLUME * 100 */
  | 'NIGHT_DATA_SHARE'
  /** Net promoter score · 净推荐值 (ratio, points) = (promoters - detractors) / nps_answers * 100 */
  | 'NPS'
  /** Numbers · 号码数 (stock, numbers) = count where TRUE */
  | 'NUMBERS'
  /** Numbers per customer · 客户户均号码数 (ratio, numbers) = customer_numbers / CUSTOMERS */
  | 'NUMBERS_PER_CUSTOMER'
  /** Opening subscribers · 期初用户 (stock, numbers) = count where was_on_books */
  | 'OPENING_SUBSCRIBERS'
  /** Orders · 订购 (flow, orders) = sum of orders */
  | 'ORDERS'
  /** Margin of orders · 订购毛利 (flow, CNY) = sum of order_margin */
  | 'ORDER_MARGIN'
  /** Price per GB over plan · 超套GB单价 (ratio, CNY/GB) = overage_of_data / data_over_plan */
  | 'OVERAGE_PRICE_PER_GB'
  /** Overage revenue · 超套收入 (flow, CNY) = sum of overage_revenue */
  | 'OVERAGE_REVENUE'
  /** Share over plan · 超套占比 (ratio, %) = numbers_over_plan / CLOSING_SUBSCRIBERS * 100 */
  | 'OVER_PLAN_SHARE'
  /** Penetration · 人口渗透率 (ratio, %) = numbers_of_people / population * 100 */
  | 'PENETRATION'
  /** Price per GB of the plan · 套餐GB单价 (ratio, CNY/GB) = plan_fees / data_in_plans */
  | 'PLAN_PRICE_PER_GB'
  /** Points · 积分 (flow, CNY) = sum of points_cost */
  | 'POINTS_COST'
  /** Port-ins · 携入 (flow, numbers) = count where gross_add AND coalesce(port_in, FALSE) */
  | 'PORT_IN_ADDS'
  /** Price per GB · GB单价 (ratio, CNY/GB) = DATA_REVENUE / DATA_VOLUME */
  | 'PRICE_PER_GB'
  /** Price per minute · 分钟单价 (ratio, CNY/min) = VOICE_REVENUE / VOICE_MINUTES */
  | 'PRICE_PER_MINUTE'
  /** Promotion · 促销 (flow, CNY) = sum of promotion_cost */
  | 'PROMOTION_COST'
  /** Pure new · 纯新增 (flow, numbers) = count where gross_add AND NOT coalesce(port_in, FALSE) AND NOT coalesce(re_entry, FALSE) */
  | 'PURE_NEW_ADDS'
  /** Reached contacts · 触达 (flow, contacts) = sum of reached_contacts */
  | 'REACHED'
  /** Referrals · 老客推荐新增 (flow, numbers) = count where gross_add AND referred_by_number_id IS NOT NULL */
  | 'REFERRALS'
  /** Six-month retention · 六月留存 (ratio, %) = joiners_kept / joiners * 100 */
  | 'RETENTION_6M'
  /** Revenue · 收入 (flow, CNY) = sum of revenue */
  | 'REVENUE'
  /** Revenue at risk · 风险收入 (stock, CNY) = sum of CASE WHEN risk_band IN ('VERY_HIGH', 'HIGH') THEN revenue ELSE 0 END */
  | 'REVENUE_AT_RISK'
  /** Re-entries · 重入网 (flow, numbers) = count where gross_add AND NOT coalesce(port_in, FALSE) AND coalesce(re_entry, FALSE) */
  | 'RE_ENTRY_ADDS'
  /** Re-entry rate · 重入网率 (ratio, %) = RE_ENTRY_ADDS / GROSS_ADDS * 100 */
  | 'RE_ENTRY_RATE'
  /** Satisfaction · 满意度 (ratio, 1-10) = satisfaction_points / satisfaction_answers */
  | 'SATISFACTION'
  /** Secondary-SIM share · 副卡占比 (ratio, %) = numbers_secondary_sim / CLOSING_SUBSCRIBERS * 100 */
  | 'SECONDARY_SIM_SHARE'
  /** Value-added service ARPU · 增值户均收入 (ratio, CNY) = VAS_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'VAS_ARPU'
  /** Value-added service revenue · 增值业务收入 (flow, CNY) = sum of vas_revenue */
  | 'VAS_REVENUE'
  /** Voice ARPU · 语音户均收入 (ratio, CNY) = VOICE_REVENUE / AVERAGE_SUBSCRIBERS */
  | 'VOICE_ARPU'
  /** Minutes of calls · 通话分钟 (flow, min) = sum of voice_min */
  | 'VOICE_MINUTES'
  /** Voice revenue · 语音收入 (flow, CNY) = sum of voice_revenue */
  | 'VOICE_REVENUE'
  /** Won back · 挽回 (flow, numbers) = count where won_back */
  | 'WON_BACK';

/** Rows whose measure is within all limits that are given; a row without a figure is not. */
export type MeasureCondition = {
  readonly gt?: number | null | undefined;
  readonly gte?: number | null | undefined;
  readonly lt?: number | null | undefined;
  readonly lte?: number | null | undefined;
  readonly measure: Measure;
};

/** How a measure adds up. */
export type MeasureKind =
  /** Not at all: it is how many different ones there are, counted anew in each cut and total; over months it is as a stock. */
  | 'distinct'
  /** Over time and space. */
  | 'flow'
  /** Not at all: it is recomputed from its summed parts. */
  | 'ratio'
  /** Over space only; over months it takes the last, the mean or the first, as its catalogue entry says. */
  | 'stock';

/** Comparisons of a name or free text; all that are given hold. */
export type NameFilter = {
  /** It stands somewhere in it, in capitals or not. */
  readonly contains?: string | null | undefined;
  readonly eq?: string | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: string | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
  /** It begins so, in capitals or not. */
  readonly startsWith?: string | null | undefined;
};

/** Area type · 城乡类型 */
export type NumberAreaType =
  /** Rural · 农村 */
  | 'RURAL'
  /** Urban · 城镇 */
  | 'URBAN';

/** Customer type · 客户类型 */
export type NumberCustomerType =
  /** Enterprise · 政企 */
  | 'ENTERPRISE'
  /** Household · 家庭 */
  | 'HOUSEHOLD'
  /** Personal · 个人 */
  | 'PERSONAL';

/** Gender · 性别 */
export type NumberGender =
  /** Female · 女 */
  | 'FEMALE'
  /** Male · 男 */
  | 'MALE'
  /** Unknown · 未知 */
  | 'UNKNOWN';

/** What may drive it away · 离网动因: PRICE where it would save much on the best plan and that is much of its bill, or it spends less than before; SERVICE where it has complained, has a complaint open or is not satisfied; null where the saving is not known */
export type NumberLeaveDriver =
  /** Price and service · 价格与服务 */
  | 'BOTH'
  /** Neither · 无 */
  | 'NONE'
  /** Price · 价格 */
  | 'PRICE'
  /** Service · 服务 */
  | 'SERVICE';

/** Other SIM in the device · 另一卡槽 */
export type NumberOtherSim =
  /** Competitor · 异网 */
  | 'COMPETITOR'
  /** None · 无 */
  | 'NONE'
  /** Own network · 本网 */
  | 'OWN'
  /** Unknown · 未知 */
  | 'UNKNOWN';

/** Risk band · 风险等级: churn_risk by the shares of sql/catalogue/warning.yaml among the number-months that the month's model was fitted to */
export type NumberRiskBand =
  /** High (to 5 %) · 高（至5%） */
  | 'HIGH'
  /** Normal · 正常 */
  | 'NORMAL'
  /** Raised (to 20 %) · 偏高（至20%） */
  | 'RAISED'
  /** Very high (first 1 %) · 很高（前1%） */
  | 'VERY_HIGH';

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

/** Status · 状态 */
export type NumberStatus =
  /** Active · 正常 */
  | 'ACTIVE'
  /** Cancelled · 销号 */
  | 'CANCELLED'
  /** Pre-cancelled · 预销号 */
  | 'PRE_CANCELLED'
  /** Suspended · 停机 */
  | 'SUSPENDED';

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

/** Comparisons of a number; all that are given hold. */
export type NumericFilter = {
  /** [from, to], both included */
  readonly between?: ReadonlyArray<number> | null | undefined;
  readonly eq?: number | null | undefined;
  readonly gt?: number | null | undefined;
  readonly gte?: number | null | undefined;
  /** One of them; a null beside values asks for rows without a value too. */
  readonly in?: ReadonlyArray<number | null | undefined> | null | undefined;
  readonly isNull?: boolean | null | undefined;
  readonly lt?: number | null | undefined;
  readonly lte?: number | null | undefined;
  /** Rows without a value are not among them: add or: [{ … { isNull: true } }] for those. */
  readonly ne?: number | null | undefined;
  /** None of them; rows without a value are left out too. */
  readonly notIn?: ReadonlyArray<number> | null | undefined;
};

/** A changed offer, or by a code that there is not a new one. What is left out stays; a new one needs whom it is for, and what it earns. */
export type OfferChangeInput = {
  readonly code: string | number;
  /** CNY, once. */
  readonly commission?: number | null | undefined;
  /** Has the number the need; in place of the rule that there is. */
  readonly eligible?: SliceFilter | null | undefined;
  readonly family?: string | null | undefined;
  /** CNY, once. */
  readonly incentive?: number | null | undefined;
  /** CNY. */
  readonly monthlyMargin?: number | null | undefined;
  readonly monthlyOrders?: number | null | undefined;
  readonly months?: number | null | undefined;
  readonly name?: OfferNameInput | null | undefined;
  /** CNY a month. */
  readonly price?: number | null | undefined;
  /** Would it change anything; in place of the rule that there is. */
  readonly relevant?: SliceFilter | null | undefined;
  readonly scenes?: ReadonlyArray<Scene> | null | undefined;
  /** May it be sold to this customer now; in place of the rule that there is. */
  readonly suitable?: SliceFilter | null | undefined;
};

/** A name in both languages. */
export type OfferNameInput = {
  readonly en: string;
  readonly zh: string;
};

/** What came of a contact. */
export type Outcome =
  | 'ACCEPTED'
  | 'CALL_BACK'
  | 'DO_NOT_CONTACT'
  | 'NOT_REACHED'
  | 'REACHED'
  | 'REFUSED'
  | 'WRONG_NUMBER';

/** A contact and what came of it. */
export type OutcomeInput = {
  /** When it was: a moment of the last 31 days, with list none of before its freeze. Default: now. */
  readonly at?: string | null | undefined;
  /** With list and fence: finishes the number’s work in this batch. */
  readonly batch?: string | number | null | undefined;
  /** With CALL_BACK only: when the customer asked to be called back, at most 92 days ahead, in the hours of the scene. The number’s work is not given to anybody before, and first of all after. */
  readonly callBackAt?: string | null | undefined;
  /** CNY. Default: the contact, and for an order its incentive and commission. */
  readonly cost?: number | null | undefined;
  /** The decision that it follows. */
  readonly decision?: string | number | null | undefined;
  /** The batch’s. */
  readonly fence?: string | null | undefined;
  /** A name of yours for this outcome, e.g. a UUID: told again with it, nothing is stored twice. */
  readonly idempotencyKey: string | number;
  /** The target list that the number is on. */
  readonly list?: string | number | null | undefined;
  /** At most 1,000 characters; phone numbers in it are masked. */
  readonly note?: string | null | undefined;
  /** The number’s `numberId`, or its `id` in any month. */
  readonly number: string | number;
  /** Code of the offer that was spoken of. */
  readonly offer: string | number;
  readonly outcome: Outcome;
  /** Why it came out so: a code of `catalogue { outcomeReasons }` that is for this outcome. */
  readonly reason?: string | number | null | undefined;
  readonly scene: Scene;
};

/** Was the part there before and after? */
export type PartPresence =
  | 'ENTERED'
  | 'EXITED'
  | 'THROUGHOUT';

/** What may happen to a number. */
export type PhoneNumberEventType =
  | 'CANCEL'
  | 'COMPLAINT'
  | 'JOIN'
  | 'OFFER_ORDER'
  | 'PLAN_CHANGE'
  | 'PORT_OUT'
  | 'PRE_CANCEL'
  | 'RESUME'
  | 'SUSPEND';

/** A column to order by; empty values come last. Ties are settled by month and id. */
export type PhoneNumberOrder = {
  /** As in SliceFilter: dataGb, revenue, lifetimeValue, city, … */
  readonly column: string;
  readonly desc?: boolean | null | undefined;
};

/** What the progress of a list is parted by, and so what the `key` of a part is. "" is the key of those who have none. */
export type ProgressBy =
  /** Who holds the number now, or was the last to have it where it is done or not to be contacted any more. */
  | 'AGENT'
  /** The local day of the last contact that was told with its batch, "2026-11-02". */
  | 'DAY'
  /** The local hour of it, "2026-11-02T10". */
  | 'HOUR'
  /** The last outcome that was told with its batch. */
  | 'OUTCOME';

/** How a node's children make its value. */
export type Relation =
  | 'DIFFERENCE'
  | 'PARTITION'
  | 'PRODUCT'
  | 'RATIO'
  | 'SUM';

/** A value for an option of a report, as text: "by" "CITY", "top" "20". */
export type ReportOption = {
  readonly name: string;
  readonly value: string;
};

/** What an option takes. */
export type ReportOptionType =
  /** "true" or "false" */
  | 'BOOLEAN'
  /** One of `allowed`. */
  | 'CODE'
  /** A dimension's code. */
  | 'DIMENSION'
  | 'INTEGER'
  /** A measure's code. */
  | 'MEASURE'
  /** "2026-10" */
  | 'MONTH'
  | 'NUMBER';

/** What would be changed: rules of offers, prices and the contact policy, or thresholds of the life cycle. */
export type RuleChangeInput = {
  readonly contactPolicy?: ContactPolicyInput | null | undefined;
  /** Of offers’ rules (sql/catalogue/offers/thresholds.yaml). */
  readonly offerThresholds?: ReadonlyArray<ThresholdInput> | null | undefined;
  readonly offers?: ReadonlyArray<OfferChangeInput> | null | undefined;
  /** Of the life cycle (sql/catalogue/thresholds.yaml); alone. */
  readonly thresholds?: ReadonlyArray<ThresholdInput> | null | undefined;
};

/** Where a customer is met. */
export type Scene =
  /** Own or agent store, customer present. */
  | 'COUNTER'
  /** App, web, text message. */
  | 'ONLINE'
  /** An agent calls. */
  | 'OUTBOUND'
  /** A partner’s shop or site. */
  | 'PARTNER';

/** Numbers of a set that was sent in. */
export type SetFilter = {
  readonly id: string | number;
  /** Only those with such a score or a higher one; those without one are left out. */
  readonly scoreGte?: number | null | undefined;
};

/** What a figure is a signal of. */
export type SignalKind =
  /** It is not what the months before let one expect. Told once: afterwards it is one of them. */
  | 'CHANGE'
  /** It has been worse than what it is compared with for months, and still is. Told until it closes. */
  | 'STANDING';

/** What a test of a figure came to. */
export type SignalVerdict =
  /** A signal but for its size: it moves the whole by less than the catalogue asks for. */
  | 'IMMATERIAL'
  /** Within what the months before let one expect, or chance among so many. */
  | 'NOISE'
  /** Outside its limits, not by chance among all that were tested, and material. */
  | 'SIGNAL';

/** A change of rules, and whom it is looked at for: by default everybody. */
export type SimulationInput = {
  readonly change: RuleChangeInput;
  /** Levels of the life cycle that moves are told by, 1 to 4. */
  readonly levels?: number | null | undefined;
  /** By default the slice’s, else the newest. */
  readonly month?: string | null | undefined;
  /** Where offers are made; not of thresholds of the life cycle. */
  readonly scene?: Scene | null | undefined;
  readonly slice?: string | null | undefined;
  readonly where?: SliceFilter | null | undefined;
};

/** Which numbers. Everything in one object holds (AND); `or` and `not` beside the fields. A comparison with an empty value is neither true nor false, as in SQL: `ne` and `notIn` leave rows without a value out too; `isNull`, or a null beside the values of `in`, asks for them. Any other null, and an object with nothing in it, is an error at every depth: it is a variable that was lost. */
export type SliceFilter = {
  /** Agreed to be called for marketing · 同意营销外呼 */
  readonly acceptsCalls?: BooleanFilter | null | undefined;
  /** Agreed to marketing messages · 同意营销短信 */
  readonly acceptsMessages?: BooleanFilter | null | undefined;
  /** Agreed to offers of partners · 同意合作伙伴营销 */
  readonly acceptsPartners?: BooleanFilter | null | undefined;
  /** Account manager · 客户经理 */
  readonly accountManager?: CodeFilter | null | undefined;
  /** Account manager of the customer · 客户经理工号 */
  readonly accountManagerId?: NameFilter | null | undefined;
  /** Days with any use in the month · 活跃天数, days */
  readonly activeDays?: NumericFilter | null | undefined;
  /** Age · 年龄, years: age reached in the year of the month; null beyond 0-120 */
  readonly age?: NumericFilter | null | undefined;
  /** Age group · 年龄段 */
  readonly ageGroup?: CodeFilter | null | undefined;
  /** Agent · 接触人员: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly agent?: CodeFilter | null | undefined;
  readonly and?: ReadonlyArray<SliceFilter> | null | undefined;
  /** Area type · 城乡类型 */
  readonly areaType?: CodeFilter | null | undefined;
  /** Arrears · 欠费, CNY */
  readonly arrears?: NumericFilter | null | undefined;
  /** Best plan · 最优套餐: the plan on which the use of the last six months (of those in which it was on the books; at least three) would have cost least; its own where none is cheaper, null off the books and where its own has no price of use beyond the allowance */
  readonly bestPlanId?: CodeFilter | null | undefined;
  /** Saving on the best plan · 最优套餐月均节省, CNY: what it would have saved a month on it against its own plan, by the price list */
  readonly bestPlanSaving?: NumericFilter | null | undefined;
  /** Year of birth · 出生年份 */
  readonly birthYear?: NumericFilter | null | undefined;
  /** Broadband revenue · 宽带收入, CNY */
  readonly broadbandRevenue?: NumericFilter | null | undefined;
  /** Campaign · 营销活动: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly campaign?: CodeFilter | null | undefined;
  /** Campaign contacts · 营销接触次数, contacts: contacts of the month, whatever came of them */
  readonly campaignContacts?: NumericFilter | null | undefined;
  /** Campaign cost · 营销成本, CNY: cost of all contacts of the month */
  readonly campaignCost?: NumericFilter | null | undefined;
  /** Churn risk · 离网风险, probability: chance that it truly leaves (TRUE_LEAVE) in the next month, as the months up to this one tell; null off the books */
  readonly churnRisk?: NumericFilter | null | undefined;
  /** Churn risk of three months · 三个月离网风险, probability: the same by the end of the third month from here: that it leaves in the next month, or stays then and leaves in the two after */
  readonly churnRisk3m?: NumericFilter | null | undefined;
  /** City · 地市 */
  readonly city?: CodeFilter | null | undefined;
  /** Commission · 酬金, CNY */
  readonly commission?: NumericFilter | null | undefined;
  /** Numbers of the company · 集团号码数, numbers: numbers on the books of the customer, where that is an enterprise */
  readonly companyNumbers?: NumericFilter | null | undefined;
  /** Numbers of the company a month before · 上月集团号码数, numbers: the same in the month before: what leaving in this month cannot have set; null for who had no row then */
  readonly companyNumbersBefore?: NumericFilter | null | undefined;
  /** Company size · 集团规模 */
  readonly companySize?: CodeFilter | null | undefined;
  /** Company size a month before · 上月集团规模 */
  readonly companySizeBefore?: CodeFilter | null | undefined;
  /** Complaint kind · 投诉类型: of facts (CASE); numbers that had such a fact, and figures of such facts */
  readonly complaintKind?: CodeFilter | null | undefined;
  /** Complaints · 投诉次数, complaints */
  readonly complaints?: NumericFilter | null | undefined;
  /** Distinct parties in calls · 交往圈人数, parties */
  readonly contacts?: NumericFilter | null | undefined;
  /** Contacts outside stores · 厅外接触次数, contacts: those of them that were not at a counter */
  readonly contactsElsewhere?: NumericFilter | null | undefined;
  /** Contract ends on · 合约到期日 */
  readonly contractEndOn?: DateFilter | null | undefined;
  /** Contribution margin · 贡献毛利, CNY: revenue of the month less discount, commission, cost of points and of promotion; a cost that the warehouse does not have counts as 0, one that is empty in it leaves the margin unknown */
  readonly contributionMargin?: NumericFilter | null | undefined;
  /** County · 区县 */
  readonly county?: CodeFilter | null | undefined;
  /** Credit level · 信用等级 */
  readonly creditLevel?: NumericFilter | null | undefined;
  /** Minutes with other operators' numbers · 网间通话分钟, min */
  readonly crossNetMin?: NumericFilter | null | undefined;
  /** Customer · 客户标识 */
  readonly customerId?: NameFilter | null | undefined;
  /** Customer type · 客户类型 */
  readonly customerType?: CodeFilter | null | undefined;
  /** Data allowance · 套餐流量, GB */
  readonly dataAllowanceGb?: NumericFilter | null | undefined;
  /** Data a month · 月流量档 */
  readonly dataBand?: CodeFilter | null | undefined;
  /** Change of data · 流量变化, share: the same for data */
  readonly dataChange?: NumericFilter | null | undefined;
  /** Data · 流量, GB */
  readonly dataGb?: NumericFilter | null | undefined;
  /** Mean data of three months · 前三月平均流量, GB: mean GB of the three months before */
  readonly dataMean3?: NumericFilter | null | undefined;
  /** Data revenue · 流量收入, CNY */
  readonly dataRevenue?: NumericFilter | null | undefined;
  /** Day · 日: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT, LEAD, USE, CASE); numbers that had such a fact, and figures of such facts */
  readonly day?: CodeFilter | null | undefined;
  /** Data by day · 日间流量, GB */
  readonly dayDataGb?: NumericFilter | null | undefined;
  /** 5G device · 5G终端 */
  readonly device5g?: BooleanFilter | null | undefined;
  /** Device · 终端标识 */
  readonly deviceId?: NameFilter | null | undefined;
  /** Discount · 折扣, CNY */
  readonly discount?: NumericFilter | null | undefined;
  /** Dual drop · 双降: minutes and data both fell by the threshold */
  readonly dualDrop?: BooleanFilter | null | undefined;
  /** Earlier monthly revenue · 此前月均收入, CNY: monthly revenue when it last had paid use (of the three months up to then); carried since */
  readonly earlierArpu?: NumericFilter | null | undefined;
  /** Expected months · 预期在网月数, months: discounted months that it may be expected to stay: the first three by its churn risk, the later ones as numbers of its join cohort, customer type and stage; in a month without a warning all of them so. null off the books and where the cohort's retention is IMMATURE */
  readonly expectedMonths?: NumericFilter | null | undefined;
  /** Active days of three months · 近三月活跃天数, days: days with use in the month and the two before */
  readonly frequency?: NumericFilter | null | undefined;
  /** Frequency score · 消费频次得分 */
  readonly frequencyScore?: NumericFilter | null | undefined;
  /** Frequency score a month before · 上月消费频次得分 */
  readonly frequencyScoreBefore?: NumericFilter | null | undefined;
  /** Gender · 性别 */
  readonly gender?: CodeFilter | null | undefined;
  /** Grid · 网格 */
  readonly grid?: CodeFilter | null | undefined;
  /** Gross add · 新增: joined in the month and was not on the books before */
  readonly grossAdd?: BooleanFilter | null | undefined;
  /** Has broadband · 有宽带 */
  readonly hasBroadband?: BooleanFilter | null | undefined;
  /** In a family net · 有亲情网 */
  readonly hasFamilyNet?: BooleanFilter | null | undefined;
  /** In a group net · 有集团网 */
  readonly hasGroupNet?: BooleanFilter | null | undefined;
  /** Has IPTV · 有电视 */
  readonly hasIptv?: BooleanFilter | null | undefined;
  /** Open complaint · 有未结投诉: a complaint of it is open at the month's end; of a warehouse without the mart complaint, has complained in the month */
  readonly hasOpenComplaint?: BooleanFilter | null | undefined;
  /** High value a month before · 上月高价值: value tier TOP or HIGH in the month before */
  readonly highValueBefore?: BooleanFilter | null | undefined;
  /** High value kept · 高价值保有: of high value in the month before, ACTIVE and not in DECLINE */
  readonly highValueRetained?: BooleanFilter | null | undefined;
  /** Home cell · 居住地小区 */
  readonly homeCell?: CodeFilter | null | undefined;
  /** Home cell · 居住地小区 */
  readonly homeCellId?: NameFilter | null | undefined;
  /** Broadband in the household · 家庭有宽带: any of these numbers has our broadband */
  readonly householdHasBroadband?: BooleanFilter | null | undefined;
  /** IPTV in the household · 家庭有IPTV: any of these numbers has our IPTV */
  readonly householdHasIptv?: BooleanFilter | null | undefined;
  /** Household · 家庭标识 */
  readonly householdId?: NameFilter | null | undefined;
  /** Numbers of the household · 家庭号码数, numbers: numbers on the books of the household, else of the customer, else 1 (0 off the books): who is drawn together */
  readonly householdNumbers?: NumericFilter | null | undefined;
  /** Revenue of the household · 家庭收入, CNY: revenue of these numbers in the month */
  readonly householdRevenue?: NumericFilter | null | undefined;
  /** In arrears · 欠费: owes money */
  readonly inArrears?: BooleanFilter | null | undefined;
  /** Industry · 行业 */
  readonly industry?: CodeFilter | null | undefined;
  /** Is a sub-card · 副卡 */
  readonly isSubCard?: BooleanFilter | null | undefined;
  /** Joining channel · 入网渠道 */
  readonly joinChannel?: CodeFilter | null | undefined;
  /** Joining channel · 入网渠道 */
  readonly joinChannelId?: CodeFilter | null | undefined;
  /** Joining channel kind · 入网渠道类型 */
  readonly joinChannelKind?: CodeFilter | null | undefined;
  /** Joining month · 入网月份 */
  readonly joinMonth?: CodeFilter | null | undefined;
  /** Joining staff · 入网工号 */
  readonly joinStaff?: CodeFilter | null | undefined;
  /** Joining staff · 入网工号 */
  readonly joinStaffId?: NameFilter | null | undefined;
  /** Joined on · 入网日期 */
  readonly joinedOn?: DateFilter | null | undefined;
  /** Last day of paid use · 最近付费使用日 */
  readonly lastPaidUseOn?: DateFilter | null | undefined;
  /** Lead need · 线索需求: of facts (LEAD); numbers that had such a fact, and figures of such facts */
  readonly leadNeed?: CodeFilter | null | undefined;
  /** Lead source · 线索来源: of facts (LEAD); numbers that had such a fact, and figures of such facts */
  readonly leadSource?: CodeFilter | null | undefined;
  /** Lean · 消费倾向 */
  readonly lean?: CodeFilter | null | undefined;
  /** Lean a month before · 上月消费倾向 */
  readonly leanBefore?: CodeFilter | null | undefined;
  /** What may drive it away · 离网动因 */
  readonly leaveDriver?: CodeFilter | null | undefined;
  /** What might drive it away a month before · 上月离网动因 */
  readonly leaveDriverBefore?: CodeFilter | null | undefined;
  /** Reason for leaving · 离网原因 */
  readonly leaveReason?: CodeFilter | null | undefined;
  /** Leaver · 离网: was on the books or joined in the month, and is off them */
  readonly leaver?: BooleanFilter | null | undefined;
  /** Months since leaving · 离网月数, months: months since the month in which it left */
  readonly leftMonths?: NumericFilter | null | undefined;
  /** Left on · 离网日期: day it went off the books; null while on them */
  readonly leftOn?: DateFilter | null | undefined;
  /** Life-cycle leaf · 生命周期末级: leaf of the tree LIFECYCLE, e.g. DECLINE.DUAL_DROP.TO_OWN (DECLINE needs three months before) */
  readonly lifecycle?: CodeFilter | null | undefined;
  /** Life-cycle rules · 生命周期规则: all its rules that hold, in tree order, also those that an earlier one overrode */
  readonly lifecycleRules?: ListFilter | null | undefined;
  /** Lifetime value · 生命周期价值, CNY: monthly_margin times expected_months */
  readonly lifetimeValue?: NumericFilter | null | undefined;
  /** Local minutes · 本地通话分钟, min */
  readonly localMin?: NumericFilter | null | undefined;
  /** Long-distance minutes · 长途通话分钟, min */
  readonly longDistanceMin?: NumericFilter | null | undefined;
  /** Change of minutes · 通话分钟变化, share: share by which minutes differ from that mean (-0.3 = down 30 %), cut to six decimals towards zero: rules and filters look at the same value; null where the mean is 0 */
  readonly minutesChange?: NumericFilter | null | undefined;
  /** Mean minutes of three months · 前三月平均通话分钟, min: mean minutes of the three months before, where all three exist */
  readonly minutesMean3?: NumericFilter | null | undefined;
  /** Revenue of three months · 近三月收入, CNY: revenue of the month and the two before (of those that the warehouse has) */
  readonly money3m?: NumericFilter | null | undefined;
  /** Months of that revenue · 计入收入的月数, months: how many of those three months the number was on the net */
  readonly moneyMonths?: NumericFilter | null | undefined;
  /** Money score · 消费金额得分 */
  readonly moneyScore?: NumericFilter | null | undefined;
  /** Money score a month before · 上月消费金额得分 */
  readonly moneyScoreBefore?: NumericFilter | null | undefined;
  /** Monthly margin · 月均毛利, CNY: mean contribution margin of the month and the two before, of those in which the number has a known one */
  readonly monthlyMargin?: NumericFilter | null | undefined;
  /** Months on the net · 在网月数, months: months since the joining month (0 in it) */
  readonly monthsOnNet?: NumericFilter | null | undefined;
  /** Phone number · 手机号码 */
  readonly msisdn?: NameFilter | null | undefined;
  /** Data by night · 夜间流量, GB */
  readonly nightDataGb?: NumericFilter | null | undefined;
  readonly not?: SliceFilter | null | undefined;
  /** Recommendation score (survey months) · 推荐分, 0-10 */
  readonly npsScore?: NumericFilter | null | undefined;
  /** Number id (surrogate and stable) · 号码标识 */
  readonly numberId?: CodeFilter | null | undefined;
  /** Offer · 产品: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly offer?: CodeFilter | null | undefined;
  /** Offer family · 产品族: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly offerFamily?: CodeFilter | null | undefined;
  /** On a 5G plan · 5G套餐 */
  readonly on5gPlan?: BooleanFilter | null | undefined;
  /** On the books · 在网: ACTIVE or SUSPENDED at the month's end */
  readonly onBooks?: BooleanFilter | null | undefined;
  readonly or?: ReadonlyArray<SliceFilter> | null | undefined;
  /** Margin of orders · 订购毛利, CNY: margin of the contacts accepted */
  readonly orderMargin?: NumericFilter | null | undefined;
  /** Orders · 订购数, orders: contacts accepted */
  readonly orders?: NumericFilter | null | undefined;
  /** Other SIM · 另一卡槽 */
  readonly otherSim?: CodeFilter | null | undefined;
  /** Over plan · 超套: use over the allowance of data or of voice; null where neither is known */
  readonly overPlan?: BooleanFilter | null | undefined;
  /** Overage revenue (part of the four) · 超套收入, CNY */
  readonly overageRevenue?: NumericFilter | null | undefined;
  /** Payer · 付费方 */
  readonly payer?: CodeFilter | null | undefined;
  /** Plan · 套餐 */
  readonly plan?: CodeFilter | null | undefined;
  /** Plan fee · 套餐月费, CNY */
  readonly planFee?: NumericFilter | null | undefined;
  /** Plan · 套餐 */
  readonly planId?: CodeFilter | null | undefined;
  /** Plan tier · 套餐档次 */
  readonly planTier?: CodeFilter | null | undefined;
  /** Cost of points · 积分成本, CNY */
  readonly pointsCost?: NumericFilter | null | undefined;
  /** Port-in · 携入: ported in from another operator */
  readonly portIn?: BooleanFilter | null | undefined;
  /** Operator ported in from · 携入前运营商 */
  readonly portedInFrom?: NameFilter | null | undefined;
  /** Prepaid balance · 预存余额, CNY */
  readonly prepaidBalance?: NumericFilter | null | undefined;
  /** Prepaid balance · 预存余额档 */
  readonly prepaidBand?: CodeFilter | null | undefined;
  /** Number of the same holder that this one replaces · 原号码标识 */
  readonly previousNumberId?: CodeFilter | null | undefined;
  /** Cost of promotion · 促销成本, CNY */
  readonly promotionCost?: NumericFilter | null | undefined;
  /** Re-entered · 假离网: off the books, and its holder joined with another number in the month or the three before */
  readonly reEntered?: BooleanFilter | null | undefined;
  /** Re-entry · 重入网: replaces a number that went off the books within three months before joining or in that month; decided in the joining month and carried */
  readonly reEntry?: BooleanFilter | null | undefined;
  /** Reached contacts · 触达次数, contacts: contacts of the month that reached the customer, whatever the answer */
  readonly reachedContacts?: NumericFilter | null | undefined;
  /** Days since paid use · 距最近付费使用天数, days: days from the last paid use to the month's end */
  readonly recency?: NumericFilter | null | undefined;
  /** Recency score · 最近消费得分 */
  readonly recencyScore?: NumericFilter | null | undefined;
  /** Recency score a month before · 上月最近消费得分 */
  readonly recencyScoreBefore?: NumericFilter | null | undefined;
  /** Number that recommended us to it · 推荐人号码标识 */
  readonly referredByNumberId?: CodeFilter | null | undefined;
  /** Revenue net of tax · 收入, CNY */
  readonly revenue?: NumericFilter | null | undefined;
  /** Change of revenue · 收入变化, share: the same for revenue; null where the mean is 0 or less */
  readonly revenueChange?: NumericFilter | null | undefined;
  /** Mean revenue of three months · 前三月平均收入, CNY: mean revenue of the three months before */
  readonly revenueMean3?: NumericFilter | null | undefined;
  /** RFM cell · RFM单元 */
  readonly rfmCell?: CodeFilter | null | undefined;
  /** RFM cell a month before · 上月RFM单元 */
  readonly rfmCellBefore?: CodeFilter | null | undefined;
  /** Risk band · 风险等级 */
  readonly riskBand?: CodeFilter | null | undefined;
  /** Risk band a month before · 上月风险等级 */
  readonly riskBandBefore?: CodeFilter | null | undefined;
  /** Risk bins · 风险分箱: its bin of each feature in warning_model in order of place, a letter each ("0" is bin 0): what its points are found by */
  readonly riskBins?: CodeFilter | null | undefined;
  /** Log-odds of leaving · 离网对数几率: sum of the base and the points of its bins in warning_model, in whole millionths; null off the books */
  readonly riskLogOdds?: NumericFilter | null | undefined;
  /** Roaming minutes · 漫游通话分钟, min */
  readonly roamingMin?: NumericFilter | null | undefined;
  /** Satisfaction · 满意度, 1-10 */
  readonly satisfaction?: NumericFilter | null | undefined;
  /** Scene · 场景: of facts (CONTACT); numbers that had such a fact, and figures of such facts */
  readonly scene?: CodeFilter | null | undefined;
  /** Need score · 需求满足得分, 0-100: use of the data allowance between the two saturations */
  readonly scoreNeed?: NumericFilter | null | undefined;
  /** Recommendation score · 推荐得分, 0-100: recommendation score of a survey month */
  readonly scoreRecommendation?: NumericFilter | null | undefined;
  /** Satisfaction score · 满意得分, 0-100: satisfaction less complaints */
  readonly scoreSatisfaction?: NumericFilter | null | undefined;
  /** Spend score · 消费得分, 0-100: spend and frequency */
  readonly scoreSpend?: NumericFilter | null | undefined;
  /** Stickiness score · 粘性得分, 0-100: tenure, contract, broadband, family or group net */
  readonly scoreStickiness?: NumericFilter | null | undefined;
  /** Five-part score · 五维评分, 0-100: mean of the known parts by their weights */
  readonly scoreTotal?: NumericFilter | null | undefined;
  /** Secondary SIM · 副卡化: just one of minutes and data fell by the greater threshold, from a real level */
  readonly secondarySim?: BooleanFilter | null | undefined;
  /** Life-cycle segment · 生命周期细分 */
  readonly segment?: CodeFilter | null | undefined;
  /** Life-cycle segment a month before · 上月生命周期细分 */
  readonly segmentBefore?: CodeFilter | null | undefined;
  /** Serving channel kind · 服务渠道类型: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT); numbers that had such a fact, and figures of such facts */
  readonly servingChannelKind?: CodeFilter | null | undefined;
  /** Set · 号码集: numbers of a set that was sent in (POST /sets), at most those with a score */
  readonly set?: SetFilter | null | undefined;
  /** Text messages · 短信条数, messages */
  readonly sms?: NumericFilter | null | undefined;
  /** Life-cycle stage · 生命周期阶段 */
  readonly stage?: CodeFilter | null | undefined;
  /** Life-cycle stage a month before · 上月生命周期阶段 */
  readonly stageBefore?: CodeFilter | null | undefined;
  /** Status · 状态 */
  readonly status?: CodeFilter | null | undefined;
  /** In this status since · 状态起始日 */
  readonly statusSince?: DateFilter | null | undefined;
  /** Time on the net · 在网时长 */
  readonly tenureBand?: CodeFilter | null | undefined;
  /** Share of minutes with the five closest · 前五联系人通话占比, share */
  readonly top5Share?: NumericFilter | null | undefined;
  /** Value drop · 价值下降: revenue fell, with complaints or suspension */
  readonly valueDrop?: BooleanFilter | null | undefined;
  /** Value groups · 价值群组: named groups of value that it is in; empty where in none, null off the books and where the last paid use is not known */
  readonly valueGroups?: ListFilter | null | undefined;
  /** Value tier · 价值层级 */
  readonly valueTier?: CodeFilter | null | undefined;
  /** Value tier a month before · 上月价值层级 */
  readonly valueTierBefore?: CodeFilter | null | undefined;
  /** Value-added service revenue · 增值业务收入, CNY */
  readonly vasRevenue?: NumericFilter | null | undefined;
  /** Voice allowance · 套餐通话分钟, min */
  readonly voiceAllowanceMin?: NumericFilter | null | undefined;
  /** Minutes a month · 月通话分钟档 */
  readonly voiceBand?: CodeFilter | null | undefined;
  /** Minutes of calls (all) · 通话分钟, min */
  readonly voiceMin?: NumericFilter | null | undefined;
  /** Voice revenue · 语音收入, CNY */
  readonly voiceRevenue?: NumericFilter | null | undefined;
  /** On the books a month before · 上月末在网: on the books at the end of the month before */
  readonly wasOnBooks?: BooleanFilter | null | undefined;
  /** ISO week · 周: of facts (JOIN, RETURN, LEAVE, COMPLAINT, CONTACT, LEAD, USE, CASE); numbers that had such a fact, and figures of such facts */
  readonly week?: CodeFilter | null | undefined;
  /** Won back · 挽回: off the books before, on them now, without joining anew */
  readonly wonBack?: BooleanFilter | null | undefined;
  /** Work cell · 工作地小区 */
  readonly workCell?: CodeFilter | null | undefined;
  /** Work cell · 工作地小区 */
  readonly workCellId?: NameFilter | null | undefined;
};

/** A rule of which each generation makes a target list. */
export type StandingListInput = {
  /** What another person approves once (approveStandingList). Left out: each list waits for approval. */
  readonly approveUpTo?: ApproveUpToInput | null | undefined;
  /** CNY that a list’s contacts and orders may be expected to cost. */
  readonly budget?: number | null | undefined;
  /** All numbers, which without a slice and a filter must be said. */
  readonly everybody?: boolean | null | undefined;
  /** A list’s last day is so many days after it was frozen: 1 to 366. */
  readonly expiresAfterDays?: number;
  /** Share of the seats, 0 (default) to 0.5, given by a draw to eligible numbers that the best leave out, so that their acceptance is learnt as well; needs maxSize or budget. */
  readonly exploration?: number | null | undefined;
  /** The figure that its lists together are to change. */
  readonly goal?: GoalInput | null | undefined;
  /** Share kept out to compare with, 0 to 0.5; drawn by household, alike for all its lists. Default: that of the contact policy. */
  readonly holdOut?: number | null | undefined;
  /** A name of yours for this request, e.g. a UUID: asked again with it, the same standing list is given as it is now, and none is made. */
  readonly idempotencyKey?: string | number | null | undefined;
  /** Members of a list at most; from 1. Default: any number. */
  readonly maxSize?: number | null | undefined;
  /** Of each of its lists. */
  readonly name: string;
  /** Default: all of the scene that the warehouse has the columns for. */
  readonly offers?: ReadonlyArray<string | number> | null | undefined;
  /** Nobody who was on an earlier list of it, or kept out of one; of a household’s offer, no such household. */
  readonly onlyNew?: boolean;
  readonly per?: ListUnit;
  /** What for. */
  readonly purpose: string;
  /** NET_BENEFIT (default), or a numeric field of SliceFilter: the greatest value first, then the net benefit. */
  readonly rankBy?: string | null | undefined;
  readonly scene: Scene;
  /** Its rule, in the newest month of each generation; with `where` the numbers that are in both. */
  readonly slice?: string | null | undefined;
  readonly where?: SliceFilter | null | undefined;
};

/** How a value stands against its target. */
export type Status =
  | 'NO_TARGET'
  | 'OFF_TRACK'
  | 'ON_TRACK'
  | 'WATCH';

/** Which numbers a target list is made from, for which offers, and how many it may hold. */
export type TargetListInput = {
  /** CNY that the members’ contacts and orders may be expected to cost. */
  readonly budget?: number | null | undefined;
  /** All numbers, which without a slice and a filter must be said. */
  readonly everybody?: boolean | null | undefined;
  /** The last day of it. Default: until it is closed. */
  readonly expiresOn?: string | null | undefined;
  /** Share of the seats, 0 (default) to 0.5, given by a draw to eligible numbers that the best leave out, so that their acceptance is learnt as well; needs maxSize or budget. */
  readonly exploration?: number | null | undefined;
  /** The figure that it is to change. */
  readonly goal?: GoalInput | null | undefined;
  /** Share kept out to compare with, 0 to 0.5; drawn by household. Default: that of the contact policy. */
  readonly holdOut?: number | null | undefined;
  /** A name of yours for this request, e.g. a UUID: asked again with it, the same list is given as it is now, and none is made. */
  readonly idempotencyKey?: string | number | null | undefined;
  /** Members at most; from 1. Default: any number. */
  readonly maxSize?: number | null | undefined;
  /** Whose numbers: one month. Default: that of the slice, else the newest; a slice of several months needs it. */
  readonly month?: string | null | undefined;
  readonly name: string;
  /** Default: all of the scene that the warehouse has the columns for. */
  readonly offers?: ReadonlyArray<string | number> | null | undefined;
  readonly per?: ListUnit | null | undefined;
  /** What for. */
  readonly purpose: string;
  /** NET_BENEFIT (default), or a numeric field of SliceFilter: the greatest value first, then the net benefit. */
  readonly rankBy?: string | null | undefined;
  readonly scene: Scene;
  /** The numbers of a figure; with `where` those that are in both. */
  readonly slice?: string | null | undefined;
  readonly where?: SliceFilter | null | undefined;
};

/** Another value of a threshold of the catalogue. */
export type ThresholdInput = {
  readonly code: string | number;
  readonly value: number;
};

/** A row's time. */
export type TimeGrain =
  /** Flows from events only. */
  | 'DAY'
  | 'MONTH'
  | 'QUARTER'
  /** All months together: flows add up, stocks take the last or the mean, ratios are recomputed. */
  | 'TOTAL'
  /** ISO weeks; flows from events only. */
  | 'WEEK'
  | 'YEAR';

/** Within each combination of the others the n values of a dimension with the most; the rest is one row with isOther. */
export type TopPer = {
  readonly by: Measure;
  readonly dimension: Dimension;
  readonly n: number;
};

/** How far a goal is. It tells where the figure stands, not what the list caused: that is `result`. */
export type Verdict =
  /** Less far than that, or the other way. */
  | 'BEHIND'
  /** It had not when its last day was over. */
  | 'MISSED'
  /** As far as it should be by now, if it moved alike every month from that of the baseline to that of `by`. */
  | 'ON_TRACK'
  /** The data have no month after that of the baseline yet. */
  | 'OPEN'
  /** The figure has moved by as much as was wanted, or more. */
  | 'REACHED'
  /** The figure is not known: `absence` says why. */
  | 'UNKNOWN';

/** A leaf of a formula tree set by hand. */
export type WhatIf = {
  /** The leaf's code, e.g. "REVENUE.ARPU.DATA_ARPU.DOU". */
  readonly node: string | number;
  /** In the measure's unit. */
  readonly value: number;
};

/** What stopped an offer; each belongs to a gate. */
export type Why =
  /** BUDGET: The list has one number of each household or customer, and another of theirs ranks higher. · 名单中每个家庭或客户仅取一个号码，其另一号码排名更高。 */
  | 'ANOTHER_NUMBER'
  /** BUDGET: The budget is spent on numbers that rank higher. · 预算已用于排名更高的号码。 */
  | 'BEYOND_BUDGET'
  /** BUDGET: The list is full with numbers that rank higher. · 名单已满，排名更高的号码优先。 */
  | 'BEYOND_SIZE'
  /** HOLD_OUT: Kept out of a campaign with this offer, to measure what it brings. · 属于同一产品某活动的对照组，用于衡量效果。 */
  | 'CAMPAIGN'
  /** CONTACT_POLICY: The customer was reached as often as the contact policy allows. · 触达次数已达接触策略上限。 */
  | 'CAPPED'
  /** CONTACT_POLICY: The customer refused an offer of this kind not long ago. · 客户近期拒绝过同类产品，处于冷却期。 */
  | 'COOLING'
  /** NET_BENEFIT: It is expected to cost more than it brings. · 预期成本高于收益。 */
  | 'COSTS_MORE'
  /** CONSENT: The customer has asked not to be contacted this way. · 客户要求不以此方式联系。 */
  | 'DO_NOT_CONTACT'
  /** BUDGET: As many orders as can be served this month have been taken. · 本月可受理的订单已满。 */
  | 'FULL'
  /** ELIGIBLE: The newest month does not have the number. · 最新月份没有该号码。 */
  | 'GONE'
  /** BUDGET: The list has the household already, with a number that ranks higher. · 名单中已有同一家庭的其他号码，且排名更高。 */
  | 'HOUSEHOLD'
  /** CONTACT_POLICY: The household was reached about such an offer as often as the contact policy allows. · 该家庭就同类家庭产品的触达次数已达接触策略上限。 */
  | 'HOUSEHOLD_CAPPED'
  /** BUDGET: An earlier list of the same standing list has it, or its household for this offer: nobody is taken twice. · 同一长期名单的往期名单中已有该号码，或已就此产品纳入该家庭，不重复纳入。 */
  | 'LISTED'
  /** SUITABLE: Its price is too much beside what the customer pays now. · 相对客户现有消费，价格偏高。 */
  | 'NOT_AFFORDABLE'
  /** CONSENT: The customer has not agreed to be contacted this way. · 客户未同意以此方式联系。 */
  | 'NOT_AGREED'
  /** ELIGIBLE: Nothing on offer is for such a number. · 没有适用于该号码的产品。 */
  | 'NOT_ELIGIBLE'
  /** ELIGIBLE: The warehouse lacks a column that the conditions look at. · 数据仓库缺少条件所需的字段。 */
  | 'NOT_PROVIDED'
  /** RELEVANT: What is on offer would change nothing, or comes at the wrong time. · 已有同类业务，或所处阶段不符。 */
  | 'NOT_RELEVANT'
  /** SUITABLE: What is on offer is not to be sold to this customer now. · 当前不宜向该客户推荐。 */
  | 'NOT_SUITABLE'
  /** RELEVANT: The customer has ordered it, and the order still holds. · 客户已订购该产品，且仍在有效期内。 */
  | 'ORDERED'
  /** ELIGIBLE: A service message is for particular customers, and nothing of this one may be looked at. · 服务类消息只针对特定客户，而此次不得查看该客户的数据。 */
  | 'PARTICULAR'
  /** ELIGIBLE: Its holder has taken it to another operator. · 该号码已携号转出。 */
  | 'PORTED_OUT'
  /** CONSENT: Whether the customer may be contacted could not be looked up in time; ask again. · 未能及时查询是否允许联系该客户，请重试。 */
  | 'UNCHECKED'
  /** HOLD_OUT: Kept out of all campaigns for good, to measure what they bring. · 属于全局对照组，长期不参与任何活动，用于衡量效果。 */
  | 'UNIVERSAL'
  /** NET_BENEFIT: Nothing tells how likely it is accepted: there are no contacts in the scene yet, and no scores. · 无法估计接受概率：该场景没有历史接触，也没有评分。 */
  | 'UNKNOWN_ACCEPTANCE'
  /** CONTACT_POLICY: Somebody else answers at this number: it is not to be called. · 该号码接听者并非客户本人，不再联系。 */
  | 'WRONG_NUMBER';

export type CustomerFactsFragment = { readonly number: string, readonly dataDate: string, readonly contractEndOn: string | null, readonly openComplaint: boolean | null, readonly plan: { readonly name: string } | null, readonly arrears: { readonly inArrears: boolean, readonly amount: number } | null, readonly lastContacts: ReadonlyArray<{ readonly id: string, readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly decision: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly refused: ReadonlyArray<{ readonly until: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly ordered: ReadonlyArray<{ readonly until: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly absent: ReadonlyArray<{ readonly part: string, readonly reason: Absence }> };

export type PastContactFragment = { readonly id: string, readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly decision: string | null, readonly offer: { readonly code: string, readonly name: string } };

export type StartQueryVariables = Exact<{ [key: string]: never; }>;


export type StartQuery = { readonly me: { readonly subject: string, readonly roles: ReadonlyArray<string>, readonly tiers: ReadonlyArray<number>, readonly acts: ReadonlyArray<Act>, readonly scenes: ReadonlyArray<Scene> | null, readonly arrivals: ReadonlyArray<string> | null, readonly purposes: ReadonlyArray<string>, readonly cities: ReadonlyArray<string> | null, readonly minimumGroup: number, readonly rows: ReadonlyArray<{ readonly cities: ReadonlyArray<string> | null, readonly counties: ReadonlyArray<string> | null, readonly grids: ReadonlyArray<string> | null, readonly channels: ReadonlyArray<string> | null, readonly staff: ReadonlyArray<string> | null }> | null }, readonly generation: { readonly id: string, readonly dataDate: string, readonly months: ReadonlyArray<string>, readonly builtAt: string, readonly timeZone: string }, readonly catalogue: { readonly months: ReadonlyArray<string>, readonly measures: ReadonlyArray<{ readonly code: Measure, readonly unit: string, readonly kind: MeasureKind, readonly formula: string, readonly higherIsBetter: boolean | null, readonly en: string, readonly zh: string }>, readonly dimensions: ReadonlyArray<{ readonly code: Dimension, readonly parent: Dimension | null, readonly cardinality: number | null, readonly en: string, readonly zh: string }> } };

export type StartWithSliceQueryVariables = Exact<{
  slice: string;
  locale: Locale;
}>;


export type StartWithSliceQuery = { readonly slice: { readonly words: string, readonly count: number | null, readonly from: string, readonly to: string, readonly months: ReadonlyArray<string>, readonly nodes: ReadonlyArray<string>, readonly stale: boolean, readonly where: string | number | boolean | null, readonly followed: { readonly words: string } | null } | null, readonly me: { readonly subject: string, readonly roles: ReadonlyArray<string>, readonly tiers: ReadonlyArray<number>, readonly acts: ReadonlyArray<Act>, readonly scenes: ReadonlyArray<Scene> | null, readonly arrivals: ReadonlyArray<string> | null, readonly purposes: ReadonlyArray<string>, readonly cities: ReadonlyArray<string> | null, readonly minimumGroup: number, readonly rows: ReadonlyArray<{ readonly cities: ReadonlyArray<string> | null, readonly counties: ReadonlyArray<string> | null, readonly grids: ReadonlyArray<string> | null, readonly channels: ReadonlyArray<string> | null, readonly staff: ReadonlyArray<string> | null }> | null }, readonly generation: { readonly id: string, readonly dataDate: string, readonly months: ReadonlyArray<string>, readonly builtAt: string, readonly timeZone: string }, readonly catalogue: { readonly months: ReadonlyArray<string>, readonly measures: ReadonlyArray<{ readonly code: Measure, readonly unit: string, readonly kind: MeasureKind, readonly formula: string, readonly higherIsBetter: boolean | null, readonly en: string, readonly zh: string }>, readonly dimensions: ReadonlyArray<{ readonly code: Dimension, readonly parent: Dimension | null, readonly cardinality: number | null, readonly en: string, readonly zh: string }> } };

export type StartPartsFragment = { readonly me: { readonly subject: string, readonly roles: ReadonlyArray<string>, readonly tiers: ReadonlyArray<number>, readonly acts: ReadonlyArray<Act>, readonly scenes: ReadonlyArray<Scene> | null, readonly arrivals: ReadonlyArray<string> | null, readonly purposes: ReadonlyArray<string>, readonly cities: ReadonlyArray<string> | null, readonly minimumGroup: number, readonly rows: ReadonlyArray<{ readonly cities: ReadonlyArray<string> | null, readonly counties: ReadonlyArray<string> | null, readonly grids: ReadonlyArray<string> | null, readonly channels: ReadonlyArray<string> | null, readonly staff: ReadonlyArray<string> | null }> | null }, readonly generation: { readonly id: string, readonly dataDate: string, readonly months: ReadonlyArray<string>, readonly builtAt: string, readonly timeZone: string }, readonly catalogue: { readonly months: ReadonlyArray<string>, readonly measures: ReadonlyArray<{ readonly code: Measure, readonly unit: string, readonly kind: MeasureKind, readonly formula: string, readonly higherIsBetter: boolean | null, readonly en: string, readonly zh: string }>, readonly dimensions: ReadonlyArray<{ readonly code: Dimension, readonly parent: Dimension | null, readonly cardinality: number | null, readonly en: string, readonly zh: string }> } };

export type BoardQueryVariables = Exact<{
  measures: ReadonlyArray<Measure> | Measure;
  lead: Measure;
  month?: string | null | undefined;
  slice?: string | null | undefined;
  locale: Locale;
}>;


export type BoardQuery = { readonly before: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly coverage: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly pace: { readonly soFar: number | null, readonly share: number | null, readonly expected: number | null, readonly projected: number | null, readonly asOf: string | null }, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null }> }> | null, readonly year: ReadonlyArray<{ readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly measure: { readonly code: Measure } }> | null, readonly cities: { readonly target: number | null, readonly measure: { readonly code: Measure }, readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly value: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly change: number | null, readonly absence: Absence | null, readonly slice: string }> } | null };

export type TileFragment = { readonly month: string, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly coverage: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly pace: { readonly soFar: number | null, readonly share: number | null, readonly expected: number | null, readonly projected: number | null, readonly asOf: string | null }, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null }> };

export type TileYearFragment = { readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly measure: { readonly code: Measure } };

export type BoardSignalsQueryVariables = Exact<{
  month?: string | null | undefined;
  locale: Locale;
}>;


export type BoardSignalsQuery = { readonly signals: ReadonlyArray<{ readonly kind: SignalKind, readonly against: GapAgainst | null, readonly value: number | null, readonly expected: number | null, readonly materiality: number, readonly monthsOpen: number | null, readonly verdict: SignalVerdict, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly higherIsBetter: boolean | null }, readonly where: ReadonlyArray<{ readonly dimension: Dimension, readonly code: string, readonly label: string }> }> | null };

export type FindCustomerQueryVariables = Exact<{
  msisdn?: string | null | undefined;
  id?: string | number | null | undefined;
  scene: Scene;
}>;


export type FindCustomerQuery = { readonly card: { readonly number: string } | null };

export type VisitQueryVariables = Exact<{
  number: string | number;
  scene: Scene;
  visit: string | number;
  locale: Locale;
}>;


export type VisitQuery = { readonly card: { readonly number: string, readonly dataDate: string, readonly contractEndOn: string | null, readonly openComplaint: boolean | null, readonly plan: { readonly name: string } | null, readonly arrears: { readonly inArrears: boolean, readonly amount: number } | null, readonly lastContacts: ReadonlyArray<{ readonly id: string, readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly decision: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly refused: ReadonlyArray<{ readonly until: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly ordered: ReadonlyArray<{ readonly until: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly absent: ReadonlyArray<{ readonly part: string, readonly reason: Absence }> } | null, readonly recommendations: { readonly id: string | null, readonly at: string, readonly degraded: boolean, readonly heldOut: boolean, readonly shown: ReadonlyArray<{ readonly rank: number | null, readonly netBenefit: number | null, readonly acceptProbability: number | null, readonly acceptanceBasis: AcceptanceBasis | null, readonly stoppedAt: Gate | null, readonly reason: string, readonly pitch: string | null, readonly offer: { readonly code: string, readonly name: string, readonly price: number | null, readonly months: number | null } }>, readonly considered: ReadonlyArray<{ readonly rank: number | null, readonly netBenefit: number | null, readonly acceptProbability: number | null, readonly acceptanceBasis: AcceptanceBasis | null, readonly stoppedAt: Gate | null, readonly reason: string, readonly pitch: string | null, readonly offer: { readonly code: string, readonly name: string, readonly price: number | null, readonly months: number | null } }> } | null, readonly catalogue: { readonly outcomeReasons: ReadonlyArray<{ readonly code: string, readonly name: string }> } };

export type OfferedFragment = { readonly rank: number | null, readonly netBenefit: number | null, readonly acceptProbability: number | null, readonly acceptanceBasis: AcceptanceBasis | null, readonly stoppedAt: Gate | null, readonly reason: string, readonly pitch: string | null, readonly offer: { readonly code: string, readonly name: string, readonly price: number | null, readonly months: number | null } };

export type TellVisitMutationVariables = Exact<{
  input: OutcomeInput;
  decision: string | number;
  offer: string | number;
  isDecided: boolean;
}>;


export type TellVisitMutation = { readonly recordShown?: { readonly id: string | null }, readonly recordOutcome: { readonly id: string, readonly at: string } };

export type ArrivalsSubscriptionVariables = Exact<{
  channel: string | number;
}>;


export type ArrivalsSubscription = { readonly arrivals: { readonly id: string, readonly number: string, readonly scene: Scene } };

export type DataQueryVariables = Exact<{
  since?: string | number | null | undefined;
  locale: Locale;
}>;


export type DataQuery = { readonly generations: ReadonlyArray<{ readonly id: string, readonly builtAt: string, readonly dataDate: string, readonly months: ReadonlyArray<string> }>, readonly generation: { readonly id: string, readonly builtAt: string, readonly dataDate: string, readonly months: ReadonlyArray<string>, readonly checks: ReadonlyArray<{ readonly name: string, readonly label: string, readonly ok: boolean, readonly detailLabel: string }>, readonly changes: { readonly monthsAdded: ReadonlyArray<string>, readonly monthsRemoved: ReadonlyArray<string>, readonly monthsRebuilt: ReadonlyArray<string>, readonly columnsAdded: ReadonlyArray<string>, readonly columnsRemoved: ReadonlyArray<string>, readonly definitionsChanged: boolean, readonly since: { readonly id: string, readonly builtAt: string, readonly dataDate: string, readonly months: ReadonlyArray<string> } } | null }, readonly numbers: { readonly value: number | null } | null, readonly catalogue: { readonly coverage: ReadonlyArray<{ readonly mart: string, readonly column: string, readonly provided: boolean, readonly emptyIn: ReadonlyArray<string>, readonly neededBy: ReadonlyArray<string> }> } };

export type LineageQueryVariables = Exact<{
  locale: Locale;
}>;


export type LineageQuery = { readonly catalogue: { readonly measures: ReadonlyArray<{ readonly code: Measure, readonly description: string | null, readonly madeOf: ReadonlyArray<Measure>, readonly parts: ReadonlyArray<{ readonly code: string, readonly name: string, readonly mart: string, readonly sql: string, readonly columns: ReadonlyArray<string>, readonly monthsBack: number }> }> } };

export type ExploreQueryVariables = Exact<{
  input: AnalysisInput;
  locale: Locale;
}>;


export type ExploreQuery = { readonly table: { readonly rowCount: number, readonly columns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: ColumnType, readonly unit: string | null, readonly measure: Measure | null, readonly dimension: Dimension | null }>, readonly rows: ReadonlyArray<{ readonly cells: ReadonlyArray<string | number | boolean | null>, readonly totalOf: ReadonlyArray<Dimension>, readonly isOther: boolean, readonly slice: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type ExportAnalysisMutationVariables = Exact<{
  input: ExportInput;
}>;


export type ExportAnalysisMutation = { readonly startExport: { readonly id: string, readonly fileName: string, readonly status: ExportStatus } };

export type FilesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type FilesQuery = { readonly exportJobs: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly fileName: string, readonly status: ExportStatus, readonly progress: number, readonly rows: number | null, readonly bytes: number | null, readonly link: string | null, readonly sha256: string | null, readonly createdAt: string, readonly expiresAt: string | null, readonly error: string | null, readonly generation: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type StartExportMutationVariables = Exact<{
  input: ExportInput;
}>;


export type StartExportMutation = { readonly startExport: { readonly id: string } };

export type CancelExportMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelExportMutation = { readonly cancelExport: { readonly id: string, readonly status: ExportStatus } };

export type SetsQueryVariables = Exact<{ [key: string]: never; }>;


export type SetsQuery = { readonly numberSets: ReadonlyArray<{ readonly id: string, readonly name: string, readonly purpose: string, readonly expiresOn: string, readonly hasScores: boolean, readonly slice: string, readonly count: number | null, readonly unknown: number | null }> | null };

export type RemoveSetMutationVariables = Exact<{
  id: string | number;
}>;


export type RemoveSetMutation = { readonly removeNumberSet: { readonly id: string } };

export type ListPageQueryVariables = Exact<{
  id: string | number;
  by: ProgressBy;
  locale: Locale;
}>;


export type ListPageQuery = { readonly targetList: { readonly id: string, readonly name: string, readonly purpose: string, readonly status: ListStatus, readonly scene: Scene, readonly month: string, readonly slice: string | null, readonly maxSize: number | null, readonly budget: number | null, readonly holdOut: number, readonly exploration: number, readonly rankBy: string, readonly expiresOn: string | null, readonly size: number, readonly heldOut: number, readonly sliceCount: number, readonly treatedUnits: number, readonly controlUnits: number, readonly contentHash: string | null, readonly expectedNetBenefit: number | null, readonly expectedCost: number | null, readonly createdBy: string, readonly createdAt: string, readonly frozenAt: string | null, readonly approvedBy: string | null, readonly approvedAt: string | null, readonly closedAt: string | null, readonly standing: { readonly id: string, readonly name: string } | null, readonly offers: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly suppressed: ReadonlyArray<{ readonly gate: Gate, readonly why: Why, readonly count: number, readonly reason: string }> } | null, readonly work: { readonly progress: { readonly open: number, readonly claimed: number, readonly done: number, readonly exhausted: number }, readonly progressBy: ReadonlyArray<{ readonly key: string, readonly open: number, readonly claimed: number, readonly done: number, readonly exhausted: number, readonly accepted: number }>, readonly batches: ReadonlyArray<{ readonly id: string, readonly agent: string, readonly claimedAt: string, readonly leaseUntil: string, readonly claimed: number }> } | null, readonly goal: { readonly goal: { readonly node: string | null, readonly slice: string, readonly baseline: number | null, readonly baselineMonth: string, readonly wantedChange: number, readonly by: string, readonly value: number | null, readonly month: string, readonly absence: Absence | null, readonly verdict: Verdict, readonly measure: { readonly code: Measure, readonly name: string, readonly unit: string, readonly higherIsBetter: boolean | null } } | null } | null, readonly result: { readonly result: { readonly from: string, readonly to: string, readonly treated: number, readonly control: number, readonly treatedOrders: number, readonly controlOrders: number, readonly treatedRate: number | null, readonly controlRate: number | null, readonly uplift: number | null, readonly upliftLow: number | null, readonly upliftHigh: number | null, readonly incrementalOrders: number | null, readonly cost: number | null, readonly roi: number | null, readonly roiLow: number | null, readonly roiHigh: number | null, readonly verdict: CampaignVerdict, readonly verdictText: string, readonly explored: { readonly treated: number, readonly treatedOrders: number, readonly treatedRate: number | null, readonly control: number, readonly controlOrders: number, readonly controlRate: number | null } | null } | null } | null };

export type StoppedFragment = { readonly gate: Gate, readonly why: Why, readonly count: number, readonly reason: string };

export type ListPreviewQueryVariables = Exact<{
  id: string | number;
  locale: Locale;
}>;


export type ListPreviewQuery = { readonly targetList: { readonly id: string, readonly preview: { readonly size: number, readonly heldOut: number, readonly sliceCount: number, readonly expectedNetBenefit: number, readonly expectedCost: number, readonly suppressed: ReadonlyArray<{ readonly gate: Gate, readonly why: Why, readonly count: number, readonly reason: string }> } | null } | null };

export type ListPeopleQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
  locale: Locale;
}>;


export type ListPeopleQuery = { readonly targetLists: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ListStatus }> } | null, readonly targetList: { readonly id: string, readonly members: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly rank: number, readonly netBenefit: number | null, readonly acceptanceBasis: AcceptanceBasis | null, readonly explored: boolean, readonly offer: { readonly code: string, readonly name: string }, readonly number: { readonly numberId: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type ListWhyQueryVariables = Exact<{
  id: string | number;
  number: string | number;
  locale: Locale;
}>;


export type ListWhyQuery = { readonly targetList: { readonly id: string, readonly why: { readonly member: boolean, readonly heldOut: boolean, readonly stoppedAt: Gate | null, readonly reason: string } } | null };

export type ListDeltaQueryVariables = Exact<{
  id: string | number;
  from: string | number;
}>;


export type ListDeltaQuery = { readonly targetList: { readonly id: string, readonly delta: { readonly added: { readonly count: number, readonly numbers: ReadonlyArray<string> }, readonly kept: { readonly count: number, readonly numbers: ReadonlyArray<string> }, readonly left: { readonly count: number, readonly numbers: ReadonlyArray<string> } } } | null };

export type FreezeListMutationVariables = Exact<{
  id: string | number;
}>;


export type FreezeListMutation = { readonly freezeTargetList: { readonly id: string } };

export type ApproveListMutationVariables = Exact<{
  id: string | number;
}>;


export type ApproveListMutation = { readonly approveTargetList: { readonly id: string } };

export type CloseListMutationVariables = Exact<{
  id: string | number;
}>;


export type CloseListMutation = { readonly closeTargetList: { readonly id: string } };

export type TakeBackMutationVariables = Exact<{
  batch: string | number;
  reason: string;
}>;


export type TakeBackMutation = { readonly takeBackWork: { readonly id: string } };

export type ListsQueryVariables = Exact<{
  status?: ListStatus | null | undefined;
  after?: string | null | undefined;
  locale: Locale;
}>;


export type ListsQuery = { readonly targetLists: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ListStatus, readonly scene: Scene, readonly month: string, readonly size: number, readonly createdBy: string, readonly createdAt: string, readonly progress: { readonly open: number, readonly claimed: number, readonly done: number, readonly exhausted: number }, readonly goal: { readonly verdict: Verdict, readonly measure: { readonly code: Measure, readonly name: string } } | null, readonly result: { readonly verdict: CampaignVerdict } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ListOffersQueryVariables = Exact<{
  locale: Locale;
}>;


export type ListOffersQuery = { readonly offers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly scenes: ReadonlyArray<Scene>, readonly missing: ReadonlyArray<string>, readonly isService: boolean }> };

export type CreateListMutationVariables = Exact<{
  input: TargetListInput;
}>;


export type CreateListMutation = { readonly createTargetList: { readonly id: string } };

export type OfferRulesQueryVariables = Exact<{
  scene: Scene;
  locale: Locale;
}>;


export type OfferRulesQuery = { readonly offers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly price: number | null, readonly monthlyMargin: number | null, readonly conditions: ReadonlyArray<{ readonly gate: Gate, readonly words: string }> }> };

export type SimulateQueryVariables = Exact<{
  input: SimulationInput;
  locale: Locale;
}>;


export type SimulateQuery = { readonly simulate: { readonly numbers: number, readonly before: { readonly offered: number, readonly cost: number, readonly netBenefit: number } | null, readonly after: { readonly offered: number, readonly cost: number, readonly netBenefit: number } | null, readonly offers: ReadonlyArray<{ readonly before: number, readonly after: number, readonly won: number, readonly lost: number, readonly offer: { readonly code: string, readonly name: string } }>, readonly moves: ReadonlyArray<{ readonly count: number, readonly slice: string | null, readonly from: { readonly words: string }, readonly to: { readonly words: string } }> } | null };

export type StandingListsQueryVariables = Exact<{ [key: string]: never; }>;


export type StandingListsQuery = { readonly standingLists: ReadonlyArray<{ readonly id: string, readonly name: string, readonly scene: Scene, readonly createdBy: string, readonly createdAt: string, readonly approvedBy: string | null, readonly pausedAt: string | null, readonly fault: string | null, readonly approveUpTo: { readonly size: number, readonly budget: number } | null }> | null };

export type CreateStandingMutationVariables = Exact<{
  input: StandingListInput;
}>;


export type CreateStandingMutation = { readonly createStandingList: { readonly id: string } };

export type ApproveStandingMutationVariables = Exact<{
  id: string | number;
}>;


export type ApproveStandingMutation = { readonly approveStandingList: { readonly id: string } };

export type PauseStandingMutationVariables = Exact<{
  id: string | number;
}>;


export type PauseStandingMutation = { readonly pauseStandingList: { readonly id: string } };

export type ResumeStandingMutationVariables = Exact<{
  id: string | number;
}>;


export type ResumeStandingMutation = { readonly resumeStandingList: { readonly id: string } };

export type OneNumberQueryVariables = Exact<{
  id: string | number;
  month?: string | null | undefined;
  locale: Locale;
}>;


export type OneNumberQuery = { readonly number: { readonly numberId: string, readonly month: string, readonly msisdn: string | null, readonly customerType: NumberCustomerType | null, readonly gender: NumberGender | null, readonly birthYear: number | null, readonly creditLevel: number | null, readonly areaType: NumberAreaType | null, readonly city: string | null, readonly county: string | null, readonly grid: string | null, readonly customer: { readonly customerId: string, readonly size: number } | null, readonly household: { readonly householdId: string, readonly size: number } | null, readonly market: { readonly planFee: number | null, readonly joinedOn: string | null, readonly status: NumberStatus | null, readonly statusSince: string | null, readonly contractEndOn: string | null, readonly dataAllowanceGb: number | null, readonly voiceAllowanceMin: number | null, readonly hasBroadband: boolean | null, readonly hasIptv: boolean | null, readonly hasFamilyNet: boolean | null, readonly hasGroupNet: boolean | null, readonly on5gPlan: boolean | null, readonly isSubCard: boolean | null, readonly arrears: number | null, readonly prepaidBalance: number | null, readonly planId: string | null, readonly joinChannelId: string | null }, readonly network: { readonly dataGb: number | null, readonly dayDataGb: number | null, readonly nightDataGb: number | null, readonly voiceMin: number | null, readonly localMin: number | null, readonly longDistanceMin: number | null, readonly roamingMin: number | null, readonly crossNetMin: number | null, readonly contacts: number | null, readonly sms: number | null, readonly activeDays: number | null, readonly device5g: boolean | null, readonly otherSim: NumberOtherSim | null, readonly homeCellId: string | null, readonly workCellId: string | null }, readonly finance: { readonly revenue: number | null, readonly voiceRevenue: number | null, readonly dataRevenue: number | null, readonly vasRevenue: number | null, readonly broadbandRevenue: number | null, readonly overageRevenue: number | null, readonly discount: number | null, readonly commission: number | null, readonly pointsCost: number | null, readonly promotionCost: number | null, readonly lastPaidUseOn: string | null }, readonly service: { readonly complaints: number | null, readonly satisfaction: number | null, readonly npsScore: number | null, readonly acceptsCalls: boolean | null, readonly acceptsMessages: boolean | null, readonly acceptsPartners: boolean | null }, readonly ownColumns: ReadonlyArray<{ readonly name: string, readonly board: Board, readonly value: string | null }>, readonly value: { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null, readonly lifetimeValueAbsence: Absence | null, readonly lifetimeValueBasis: LifetimeValueBasis | null, readonly monthlyMargin: number | null, readonly expectedMonths: number | null, readonly rfm: { readonly cell: string | null, readonly recency: number | null, readonly frequency: number | null, readonly money: number | null }, readonly score: { readonly spend: number | null, readonly need: number | null, readonly satisfaction: number | null, readonly stickiness: number | null, readonly recommendation: number | null, readonly total: number | null } } } | null, readonly risk: { readonly risk: { readonly probability: number | null, readonly probability3Months: number | null, readonly band: NumberRiskBand | null, readonly percentile: number | null, readonly absence: Absence | null, readonly reasons: ReadonlyArray<{ readonly name: string, readonly value: string | null, readonly points: number }> } } | null, readonly plans: { readonly features: { readonly leaveDriver: NumberLeaveDriver | null }, readonly plans: ReadonlyArray<{ readonly code: string, readonly name: string, readonly cost: number, readonly saving: number, readonly isOwn: boolean }> | null } | null, readonly history: { readonly history: ReadonlyArray<{ readonly month: string, readonly lifecycle: { readonly stage: NumberStage | null, readonly segment: NumberSegment | null }, readonly finance: { readonly revenue: number | null }, readonly network: { readonly dataGb: number | null, readonly voiceMin: number | null } }> } | null, readonly events: { readonly events: ReadonlyArray<{ readonly on: string, readonly type: PhoneNumberEventType, readonly offerId: string | null, readonly channelId: string | null }> } | null, readonly contacts: { readonly contacts: ReadonlyArray<{ readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly offer: { readonly name: string } }> } | null, readonly catalogue: { readonly filterColumns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: FilterKind, readonly unit: string | null, readonly values: ReadonlyArray<{ readonly code: string, readonly label: string }> | null }> } };

export type NumberOffersQueryVariables = Exact<{
  id: string | number;
  scene: Scene;
  locale: Locale;
}>;


export type NumberOffersQuery = { readonly recommendations: { readonly considered: ReadonlyArray<{ readonly rank: number | null, readonly reason: string, readonly pitch: string | null, readonly stoppedAt: Gate | null, readonly netBenefit: number | null, readonly acceptProbability: number | null, readonly offer: { readonly code: string, readonly name: string } }> } | null };

export type ContactOfNumberFragment = { readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly offer: { readonly name: string } };

export type ColumnOfNumberFragment = { readonly name: string, readonly label: string, readonly type: FilterKind, readonly unit: string | null, readonly values: ReadonlyArray<{ readonly code: string, readonly label: string }> | null };

export type NumbersPageQueryVariables = Exact<{
  month?: string | null | undefined;
  slice?: string | null | undefined;
  after?: string | null | undefined;
  first: number;
  orderBy?: ReadonlyArray<PhoneNumberOrder> | PhoneNumberOrder | null | undefined;
  isFirst: boolean;
  hasCities: boolean;
  market: boolean;
  network: boolean;
  finance: boolean;
  value: boolean;
  service: boolean;
  locale: Locale;
}>;


export type NumbersPageQuery = { readonly numbers: { readonly totalCount?: number, readonly sums?: ReadonlyArray<number | null>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly numberId: string, readonly msisdn: string | null, readonly customerType: NumberCustomerType | null, readonly gender: NumberGender | null, readonly birthYear: number | null, readonly creditLevel: number | null, readonly city: string | null, readonly county: string | null, readonly grid: string | null, readonly lifecycle: { readonly stage: NumberStage | null, readonly segment: NumberSegment | null }, readonly market?: { readonly planFee: number | null, readonly joinedOn: string | null, readonly status: NumberStatus | null, readonly contractEndOn: string | null, readonly dataAllowanceGb: number | null, readonly voiceAllowanceMin: number | null, readonly hasBroadband: boolean | null, readonly hasIptv: boolean | null, readonly hasFamilyNet: boolean | null, readonly on5gPlan: boolean | null, readonly isSubCard: boolean | null, readonly arrears: number | null, readonly prepaidBalance: number | null, readonly planId: string | null, readonly joinChannelId: string | null }, readonly network?: { readonly dataGb: number | null, readonly dayDataGb: number | null, readonly nightDataGb: number | null, readonly voiceMin: number | null, readonly localMin: number | null, readonly longDistanceMin: number | null, readonly crossNetMin: number | null, readonly contacts: number | null, readonly sms: number | null, readonly activeDays: number | null, readonly device5g: boolean | null, readonly otherSim: NumberOtherSim | null }, readonly finance?: { readonly revenue: number | null, readonly voiceRevenue: number | null, readonly dataRevenue: number | null, readonly vasRevenue: number | null, readonly broadbandRevenue: number | null, readonly overageRevenue: number | null, readonly discount: number | null, readonly commission: number | null }, readonly value?: { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null, readonly monthlyMargin: number | null, readonly expectedMonths: number | null, readonly rfm: { readonly cell: string | null }, readonly score: { readonly total: number | null } }, readonly service?: { readonly complaints: number | null, readonly satisfaction: number | null, readonly npsScore: number | null, readonly acceptsCalls: boolean | null, readonly acceptsMessages: boolean | null, readonly acceptsPartners: boolean | null } }> } | null, readonly catalogue?: { readonly filterColumns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: FilterKind, readonly unit: string | null, readonly personal: boolean, readonly dimension: Dimension | null, readonly values: ReadonlyArray<{ readonly code: string, readonly label: string }> | null }> }, readonly cities?: { readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string }> } | null };

export type SliceWithQueryVariables = Exact<{
  month?: string | null | undefined;
  slice?: string | null | undefined;
  where: SliceFilter;
}>;


export type SliceWithQuery = { readonly indicator: { readonly slice: string, readonly value: number | null, readonly absence: Absence | null } | null };

export type ExportNumbersMutationVariables = Exact<{
  input: ExportInput;
}>;


export type ExportNumbersMutation = { readonly startExport: { readonly id: string, readonly fileName: string, readonly status: ExportStatus } };

export type OneCustomerQueryVariables = Exact<{
  id: string | number;
  month?: string | null | undefined;
  locale: Locale;
}>;


export type OneCustomerQuery = { readonly party: { readonly id: string, readonly month: string, readonly industry: string | null, readonly size: number, readonly complaints: number | null, readonly openComplaints: number | null, readonly key: string, readonly customerType: NumberCustomerType | null, readonly accountManagerId: string | null } | null, readonly worth: { readonly sums: ReadonlyArray<number | null>, readonly value: { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null, readonly margin: number | null, readonly risk: number | null } } | null, readonly numbers: { readonly numbers: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly numberId: string, readonly msisdn: string | null, readonly city: string | null, readonly market: { readonly status: NumberStatus | null, readonly contractEndOn: string | null, readonly planId: string | null }, readonly finance: { readonly revenue: number | null }, readonly risk: { readonly probability: number | null } }> } } | null, readonly contacts: { readonly contacts: ReadonlyArray<{ readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly offer: { readonly name: string } }> } | null, readonly catalogue: { readonly filterColumns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: FilterKind, readonly unit: string | null, readonly values: ReadonlyArray<{ readonly code: string, readonly label: string }> | null }> } };

export type OneHouseholdQueryVariables = Exact<{
  id: string | number;
  month?: string | null | undefined;
  locale: Locale;
}>;


export type OneHouseholdQuery = { readonly party: { readonly id: string, readonly month: string, readonly hasBroadband: boolean | null, readonly hasIptv: boolean | null, readonly hasFamilyNet: boolean | null, readonly size: number, readonly complaints: number | null, readonly openComplaints: number | null, readonly key: string } | null, readonly worth: { readonly sums: ReadonlyArray<number | null>, readonly value: { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null, readonly margin: number | null, readonly risk: number | null } } | null, readonly numbers: { readonly numbers: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly numberId: string, readonly msisdn: string | null, readonly city: string | null, readonly market: { readonly status: NumberStatus | null, readonly contractEndOn: string | null, readonly planId: string | null }, readonly finance: { readonly revenue: number | null }, readonly risk: { readonly probability: number | null } }> } } | null, readonly contacts: { readonly contacts: ReadonlyArray<{ readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly offer: { readonly name: string } }> } | null, readonly catalogue: { readonly filterColumns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: FilterKind, readonly unit: string | null, readonly values: ReadonlyArray<{ readonly code: string, readonly label: string }> | null }> } };

export type NumberOfPartyFragment = { readonly numberId: string, readonly msisdn: string | null, readonly city: string | null, readonly market: { readonly status: NumberStatus | null, readonly contractEndOn: string | null, readonly planId: string | null }, readonly finance: { readonly revenue: number | null }, readonly risk: { readonly probability: number | null } };

export type WorthOfPartyFragment = { readonly tier: NumberValueTier | null, readonly lifetimeValue: number | null, readonly margin: number | null, readonly risk: number | null };

export type ReportsQueryVariables = Exact<{
  locale: Locale;
}>;


export type ReportsQuery = { readonly reports: ReadonlyArray<{ readonly code: string, readonly name: string, readonly description: string, readonly months: number, readonly options: ReadonlyArray<{ readonly name: string, readonly description: string, readonly type: ReportOptionType, readonly default: string | null, readonly least: number | null, readonly most: number | null, readonly values: ReadonlyArray<{ readonly code: string, readonly label: string }> | null }> }> };

export type OneReportQueryVariables = Exact<{
  code: string | number;
  month?: string | null | undefined;
  slice?: string | null | undefined;
  options?: ReadonlyArray<ReportOption> | ReportOption | null | undefined;
  locale: Locale;
}>;


export type OneReportQuery = { readonly report: { readonly code: string, readonly months: ReadonlyArray<string>, readonly rowCount: number, readonly name: string, readonly pageInfo: { readonly hasNextPage: boolean }, readonly chart: { readonly kind: ChartKind, readonly x: string | null, readonly y: ReadonlyArray<string>, readonly series: string | null, readonly facet: string | null } | null, readonly columns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: ColumnType, readonly unit: string | null, readonly measure: Measure | null, readonly dimension: Dimension | null }>, readonly rows: ReadonlyArray<{ readonly cells: ReadonlyArray<string | number | boolean | null>, readonly totalOf: ReadonlyArray<string>, readonly slice: string | null }> } | null };

export type ReportFrameFragment = { readonly name: string, readonly chart: { readonly kind: ChartKind, readonly x: string | null, readonly y: ReadonlyArray<string>, readonly series: string | null, readonly facet: string | null } | null, readonly columns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: ColumnType, readonly unit: string | null, readonly measure: Measure | null, readonly dimension: Dimension | null }>, readonly rows: ReadonlyArray<{ readonly cells: ReadonlyArray<string | number | boolean | null>, readonly totalOf: ReadonlyArray<string>, readonly slice: string | null }> };

export type TreeQueryVariables = Exact<{
  tree: string | number;
  month?: string | null | undefined;
  against: Baseline;
  also: Baseline;
  hasAlso: boolean;
  slice?: string | null | undefined;
  whatIf?: ReadonlyArray<WhatIf> | WhatIf | null | undefined;
  hasWhatIf: boolean;
  locale: Locale;
}>;


export type TreeQuery = { readonly indicatorTrees: ReadonlyArray<{ readonly code: string, readonly name: string, readonly description: string }>, readonly indicatorTree: { readonly code: string, readonly name: string, readonly baselineMonth: string | null, readonly nodes: ReadonlyArray<{ readonly code: string, readonly parent: string | null, readonly level: number, readonly name: string, readonly relation: Relation | null, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly contribution: number | null, readonly share: number | null, readonly sensitivity: number | null, readonly absence: Absence | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null }>, readonly lists: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ListStatus }> | null }> } | null, readonly also?: { readonly nodes: ReadonlyArray<{ readonly code: string, readonly change: number | null, readonly changeRate: number | null, readonly contribution: number | null, readonly absence: Absence | null }> } | null, readonly fact?: { readonly nodes: ReadonlyArray<{ readonly code: string, readonly value: number | null }> } | null };

export type NodeFragment = { readonly code: string, readonly parent: string | null, readonly level: number, readonly name: string, readonly relation: Relation | null, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly contribution: number | null, readonly share: number | null, readonly sensitivity: number | null, readonly absence: Absence | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null }>, readonly lists: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ListStatus }> | null };

export type TreeDrillQueryVariables = Exact<{
  measure: Measure;
  month?: string | null | undefined;
  against: Baseline;
  slice: string;
  by: Dimension;
  locale: Locale;
}>;


export type TreeDrillQuery = { readonly indicator: { readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly value: number | null, readonly change: number | null, readonly contribution: number | null, readonly absence: Absence | null, readonly slice: string }> } | null };

export type WarningQueryVariables = Exact<{
  measures: ReadonlyArray<Measure> | Measure;
  month?: string | null | undefined;
  slice?: string | null | undefined;
  locale: Locale;
}>;


export type WarningQuery = { readonly before: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly coverage: number | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly value: number | null, readonly change: number | null, readonly baseline: number | null, readonly absence: Absence | null, readonly slice: string }>, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null }, readonly pace: { readonly soFar: number | null, readonly share: number | null, readonly expected: number | null, readonly projected: number | null, readonly asOf: string | null }, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null }> }> | null, readonly year: ReadonlyArray<{ readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly measure: { readonly code: Measure } }> | null, readonly bands: ReadonlyArray<{ readonly measure: { readonly code: Measure, readonly unit: string, readonly higherIsBetter: boolean | null }, readonly drill: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly value: number | null, readonly change: number | null, readonly baseline: number | null, readonly absence: Absence | null, readonly slice: string }> }> | null };

export type WarningPartFragment = { readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly value: number | null, readonly change: number | null, readonly baseline: number | null, readonly absence: Absence | null, readonly slice: string };

export type WarningReportsQueryVariables = Exact<{
  month?: string | null | undefined;
  slice?: string | null | undefined;
  locale: Locale;
}>;


export type WarningReportsQuery = { readonly reasons: { readonly name: string, readonly chart: { readonly kind: ChartKind, readonly x: string | null, readonly y: ReadonlyArray<string>, readonly series: string | null, readonly facet: string | null } | null, readonly columns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: ColumnType, readonly unit: string | null, readonly measure: Measure | null, readonly dimension: Dimension | null }>, readonly rows: ReadonlyArray<{ readonly cells: ReadonlyArray<string | number | boolean | null>, readonly totalOf: ReadonlyArray<string>, readonly slice: string | null }> } | null, readonly quality: { readonly name: string, readonly chart: { readonly kind: ChartKind, readonly x: string | null, readonly y: ReadonlyArray<string>, readonly series: string | null, readonly facet: string | null } | null, readonly columns: ReadonlyArray<{ readonly name: string, readonly label: string, readonly type: ColumnType, readonly unit: string | null, readonly measure: Measure | null, readonly dimension: Dimension | null }>, readonly rows: ReadonlyArray<{ readonly cells: ReadonlyArray<string | number | boolean | null>, readonly totalOf: ReadonlyArray<string>, readonly slice: string | null }> } | null };

export type WhyQueryVariables = Exact<{
  measure: Measure;
  month?: string | null | undefined;
  against: Baseline;
  slice?: string | null | undefined;
  locale: Locale;
}>;


export type WhyQuery = { readonly indicator: { readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly changeRate: number | null, readonly absence: Absence | null, readonly target: number | null, readonly attainment: number | null, readonly status: Status, readonly slice: string, readonly measure: { readonly code: Measure, readonly unit: string, readonly formula: string, readonly higherIsBetter: boolean | null, readonly description: string | null }, readonly signal: { readonly isSignal: boolean | null, readonly low: number | null, readonly high: number | null, readonly absence: Absence | null }, readonly trend: ReadonlyArray<{ readonly month: string, readonly value: number | null, readonly low: number | null, readonly high: number | null, readonly target: number | null, readonly baseline: number | null, readonly absence: Absence | null, readonly slice: string, readonly annotations: ReadonlyArray<{ readonly id: string, readonly kind: AnnotationKind, readonly from: string, readonly until: string, readonly text: string, readonly createdBy: string }> }> } | null };

export type HappenedFragment = { readonly id: string, readonly kind: AnnotationKind, readonly from: string, readonly until: string, readonly text: string, readonly createdBy: string };

export type CreateAnnotationMutationVariables = Exact<{
  input: AnnotationInput;
}>;


export type CreateAnnotationMutation = { readonly createAnnotation: { readonly id: string } };

export type RemoveAnnotationMutationVariables = Exact<{
  id: string | number;
}>;


export type RemoveAnnotationMutation = { readonly removeAnnotation: { readonly id: string } };

export type WhyExplainedQueryVariables = Exact<{
  measure: Measure;
  month?: string | null | undefined;
  against: Baseline;
  slice?: string | null | undefined;
  by?: ReadonlyArray<Dimension> | Dimension | null | undefined;
  method?: ContributionMethod | null | undefined;
  locale: Locale;
}>;


export type WhyExplainedQuery = { readonly explain: { readonly value: number | null, readonly baseline: number | null, readonly change: number | null, readonly absence: Absence | null, readonly residual: number, readonly pattern: ChangePattern | null, readonly summary: string, readonly warnings: ReadonlyArray<string>, readonly byFormula: ReadonlyArray<{ readonly node: string, readonly name: string, readonly contribution: number, readonly share: number | null, readonly from: number | null, readonly to: number | null, readonly sensitivity: number | null, readonly pathIntegral: number | null, readonly lmdi: number | null, readonly shapley: number | null, readonly disagreement: number | null }>, readonly byDimension: ReadonlyArray<{ readonly dimension: Dimension, readonly volume: number | null, readonly mix: number | null, readonly rate: number | null, readonly surprise: number, readonly parts: ReadonlyArray<{ readonly code: string | null, readonly label: string, readonly isOther: boolean, readonly presence: PartPresence, readonly contribution: number, readonly volume: number | null, readonly mix: number | null, readonly rate: number | null, readonly slice: string }> }>, readonly causes: ReadonlyArray<{ readonly value: number | null, readonly baseline: number | null, readonly contribution: number, readonly explanatoryPower: number, readonly deviation: number, readonly score: number, readonly slice: string, readonly where: ReadonlyArray<{ readonly dimension: Dimension, readonly code: string, readonly label: string }>, readonly coincides: ReadonlyArray<{ readonly id: string, readonly kind: AnnotationKind, readonly from: string, readonly until: string, readonly text: string, readonly createdBy: string }> }> } | null };

export type WorkQueryVariables = Exact<{
  locale: Locale;
}>;


export type WorkQuery = { readonly myWork: ReadonlyArray<{ readonly id: string, readonly list: string, readonly fence: string, readonly leaseUntil: string, readonly items: ReadonlyArray<{ readonly rank: number, readonly attempt: number, readonly callBackAt: string | null, readonly callableFrom: string | null, readonly pitch: string, readonly offer: { readonly code: string, readonly name: string, readonly price: number | null, readonly months: number | null }, readonly number: { readonly numberId: string, readonly msisdn: string | null } }> }> | null, readonly targetLists: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ListStatus, readonly scene: Scene, readonly expiresOn: string | null, readonly progress: { readonly open: number, readonly claimed: number, readonly done: number, readonly exhausted: number } }> } | null, readonly catalogue: { readonly outcomeReasons: ReadonlyArray<{ readonly code: string, readonly name: string }> } };

export type HeldFragment = { readonly id: string, readonly list: string, readonly fence: string, readonly leaseUntil: string, readonly items: ReadonlyArray<{ readonly rank: number, readonly attempt: number, readonly callBackAt: string | null, readonly callableFrom: string | null, readonly pitch: string, readonly offer: { readonly code: string, readonly name: string, readonly price: number | null, readonly months: number | null }, readonly number: { readonly numberId: string, readonly msisdn: string | null } }> };

export type CalleeQueryVariables = Exact<{
  number: string | number;
  scene: Scene;
  locale: Locale;
}>;


export type CalleeQuery = { readonly card: { readonly number: string, readonly dataDate: string, readonly contractEndOn: string | null, readonly openComplaint: boolean | null, readonly plan: { readonly name: string } | null, readonly arrears: { readonly inArrears: boolean, readonly amount: number } | null, readonly lastContacts: ReadonlyArray<{ readonly id: string, readonly at: string, readonly scene: Scene, readonly outcome: Outcome, readonly decision: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly refused: ReadonlyArray<{ readonly until: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly ordered: ReadonlyArray<{ readonly until: string | null, readonly offer: { readonly code: string, readonly name: string } }>, readonly absent: ReadonlyArray<{ readonly part: string, readonly reason: Absence }> } | null };

export type ClaimWorkMutationVariables = Exact<{
  list: string | number;
  size: number;
  key: string | number;
}>;


export type ClaimWorkMutation = { readonly claimWork: { readonly id: string, readonly list: string, readonly items: ReadonlyArray<{ readonly rank: number }> } };

export type ExtendLeaseMutationVariables = Exact<{
  batch: string | number;
  fence: string;
  leaseSeconds: number;
}>;


export type ExtendLeaseMutation = { readonly extendLease: { readonly id: string, readonly leaseUntil: string } };

export type ReleaseWorkMutationVariables = Exact<{
  batch: string | number;
  fence: string;
}>;


export type ReleaseWorkMutation = { readonly releaseWork: { readonly id: string } };

export type TellCallMutationVariables = Exact<{
  input: OutcomeInput;
}>;


export type TellCallMutation = { readonly recordOutcome: { readonly id: string, readonly at: string } };

export type SearchNamesQueryVariables = Exact<{
  indicators: boolean;
  reports: boolean;
  locale: Locale;
}>;


export type SearchNamesQuery = { readonly indicatorTrees?: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly reports?: ReadonlyArray<{ readonly code: string, readonly name: string }> };

export type FindNumberQueryVariables = Exact<{
  msisdn?: string | null | undefined;
  id?: string | number | null | undefined;
}>;


export type FindNumberQuery = { readonly number: { readonly numberId: string } | null };

export type SliceInfoQueryVariables = Exact<{
  slice: string;
  locale: Locale;
}>;


export type SliceInfoQuery = { readonly slice: { readonly words: string, readonly count: number | null, readonly from: string, readonly to: string, readonly months: ReadonlyArray<string>, readonly nodes: ReadonlyArray<string>, readonly stale: boolean, readonly where: string | number | boolean | null, readonly followed: { readonly words: string } | null } | null };

export type SlicePartsFragment = { readonly words: string, readonly count: number | null, readonly from: string, readonly to: string, readonly months: ReadonlyArray<string>, readonly nodes: ReadonlyArray<string>, readonly stale: boolean, readonly where: string | number | boolean | null, readonly followed: { readonly words: string } | null };

export type SliceOfFilterQueryVariables = Exact<{
  where?: SliceFilter | null | undefined;
  month?: string | null | undefined;
}>;


export type SliceOfFilterQuery = { readonly indicator: { readonly slice: string } | null };

export type SliceOfNodeQueryVariables = Exact<{
  tree: string | number;
  where?: SliceFilter | null | undefined;
  month?: string | null | undefined;
}>;


export type SliceOfNodeQuery = { readonly indicatorTree: { readonly nodes: ReadonlyArray<{ readonly code: string, readonly slice: string }> } | null };

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
export const PastContactFragmentDoc = new TypedDocumentString(`
    fragment PastContact on Contact {
  id
  at
  scene
  outcome
  decision
  offer {
    code
    name(locale: $locale)
  }
}
    `, {"fragmentName":"PastContact"}) as unknown as TypedDocumentString<PastContactFragment, unknown>;
export const CustomerFactsFragmentDoc = new TypedDocumentString(`
    fragment CustomerFacts on CustomerCard {
  number
  dataDate
  plan {
    name(locale: $locale)
  }
  contractEndOn
  arrears {
    inArrears
    amount
  }
  openComplaint
  lastContacts {
    ...PastContact
  }
  refused {
    offer {
      code
      name(locale: $locale)
    }
    until
  }
  ordered {
    offer {
      code
      name(locale: $locale)
    }
    until
  }
  absent {
    part
    reason
  }
}
    fragment PastContact on Contact {
  id
  at
  scene
  outcome
  decision
  offer {
    code
    name(locale: $locale)
  }
}`, {"fragmentName":"CustomerFacts"}) as unknown as TypedDocumentString<CustomerFactsFragment, unknown>;
export const StartPartsFragmentDoc = new TypedDocumentString(`
    fragment StartParts on Query {
  me {
    subject
    roles
    tiers
    acts
    scenes
    arrivals
    purposes
    cities
    minimumGroup
    rows {
      cities
      counties
      grids
      channels
      staff
    }
  }
  generation {
    id
    dataDate
    months
    builtAt
    timeZone
  }
  catalogue {
    months
    measures {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      unit
      kind
      formula
      higherIsBetter
    }
    dimensions {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      parent
      cardinality
    }
  }
}
    `, {"fragmentName":"StartParts"}) as unknown as TypedDocumentString<StartPartsFragment, unknown>;
export const TileFragmentDoc = new TypedDocumentString(`
    fragment Tile on Indicator {
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  month
  value
  baseline
  change
  changeRate
  absence
  coverage
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  pace {
    soFar
    share
    expected
    projected
    asOf
  }
  trend(months: 13) {
    month
    value
    low
    high
  }
}
    `, {"fragmentName":"Tile"}) as unknown as TypedDocumentString<TileFragment, unknown>;
export const TileYearFragmentDoc = new TypedDocumentString(`
    fragment TileYear on Indicator {
  measure {
    code
  }
  baseline
  change
  changeRate
  absence
}
    `, {"fragmentName":"TileYear"}) as unknown as TypedDocumentString<TileYearFragment, unknown>;
export const OfferedFragmentDoc = new TypedDocumentString(`
    fragment Offered on Candidate {
  rank
  netBenefit
  acceptProbability
  acceptanceBasis
  stoppedAt
  reason(locale: $locale)
  pitch(locale: $locale)
  offer {
    code
    name(locale: $locale)
    price
    months
  }
}
    `, {"fragmentName":"Offered"}) as unknown as TypedDocumentString<OfferedFragment, unknown>;
export const StoppedFragmentDoc = new TypedDocumentString(`
    fragment Stopped on Suppression {
  gate
  why
  count
  reason(locale: $locale)
}
    `, {"fragmentName":"Stopped"}) as unknown as TypedDocumentString<StoppedFragment, unknown>;
export const ContactOfNumberFragmentDoc = new TypedDocumentString(`
    fragment ContactOfNumber on Contact {
  at
  scene
  outcome
  offer {
    name(locale: $locale)
  }
}
    `, {"fragmentName":"ContactOfNumber"}) as unknown as TypedDocumentString<ContactOfNumberFragment, unknown>;
export const ColumnOfNumberFragmentDoc = new TypedDocumentString(`
    fragment ColumnOfNumber on FilterColumn {
  name
  label(locale: $locale)
  type
  unit
  values {
    code
    label(locale: $locale)
  }
}
    `, {"fragmentName":"ColumnOfNumber"}) as unknown as TypedDocumentString<ColumnOfNumberFragment, unknown>;
export const NumberOfPartyFragmentDoc = new TypedDocumentString(`
    fragment NumberOfParty on PhoneNumber {
  numberId
  msisdn
  city: cityLabel(locale: $locale)
  market {
    planId: planIdLabel(locale: $locale)
    status
    contractEndOn
  }
  finance {
    revenue
  }
  risk {
    probability
  }
}
    `, {"fragmentName":"NumberOfParty"}) as unknown as TypedDocumentString<NumberOfPartyFragment, unknown>;
export const WorthOfPartyFragmentDoc = new TypedDocumentString(`
    fragment WorthOfParty on PartyValue {
  tier
  lifetimeValue
  margin
  risk
}
    `, {"fragmentName":"WorthOfParty"}) as unknown as TypedDocumentString<WorthOfPartyFragment, unknown>;
export const ReportFrameFragmentDoc = new TypedDocumentString(`
    fragment ReportFrame on Report {
  name(locale: $locale)
  chart {
    kind
    x
    y
    series
    facet
  }
  columns {
    name
    label(locale: $locale)
    type
    unit
    measure
    dimension
  }
  rows {
    cells(locale: $locale)
    totalOf
    slice
  }
}
    `, {"fragmentName":"ReportFrame"}) as unknown as TypedDocumentString<ReportFrameFragment, unknown>;
export const NodeFragmentDoc = new TypedDocumentString(`
    fragment Node on IndicatorNode {
  code
  parent
  level
  name(locale: $locale)
  relation
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  value
  baseline
  change
  changeRate
  contribution
  share
  sensitivity
  absence
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  trend(months: 13) {
    month
    value
    low
    high
  }
  lists(first: 3) {
    id
    name
    status
  }
}
    `, {"fragmentName":"Node"}) as unknown as TypedDocumentString<NodeFragment, unknown>;
export const WarningPartFragmentDoc = new TypedDocumentString(`
    fragment WarningPart on Part {
  code
  label(locale: $locale)
  isOther
  value
  change
  baseline
  absence
  slice
}
    `, {"fragmentName":"WarningPart"}) as unknown as TypedDocumentString<WarningPartFragment, unknown>;
export const HappenedFragmentDoc = new TypedDocumentString(`
    fragment Happened on Annotation {
  id
  kind
  from
  until
  text(locale: $locale)
  createdBy
}
    `, {"fragmentName":"Happened"}) as unknown as TypedDocumentString<HappenedFragment, unknown>;
export const HeldFragmentDoc = new TypedDocumentString(`
    fragment Held on WorkBatch {
  id
  list
  fence
  leaseUntil
  items {
    rank
    attempt
    callBackAt
    callableFrom
    pitch(locale: $locale)
    offer {
      code
      name(locale: $locale)
      price
      months
    }
    number {
      numberId
      msisdn
    }
  }
}
    `, {"fragmentName":"Held"}) as unknown as TypedDocumentString<HeldFragment, unknown>;
export const SlicePartsFragmentDoc = new TypedDocumentString(`
    fragment SliceParts on SliceInfo {
  words(locale: $locale)
  count
  from
  to
  months
  nodes
  stale
  where
  followed {
    words(locale: $locale)
  }
}
    `, {"fragmentName":"SliceParts"}) as unknown as TypedDocumentString<SlicePartsFragment, unknown>;
export const StartDocument = new TypedDocumentString(`
    query Start {
  ...StartParts
}
    fragment StartParts on Query {
  me {
    subject
    roles
    tiers
    acts
    scenes
    arrivals
    purposes
    cities
    minimumGroup
    rows {
      cities
      counties
      grids
      channels
      staff
    }
  }
  generation {
    id
    dataDate
    months
    builtAt
    timeZone
  }
  catalogue {
    months
    measures {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      unit
      kind
      formula
      higherIsBetter
    }
    dimensions {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      parent
      cardinality
    }
  }
}`) as unknown as TypedDocumentString<StartQuery, StartQueryVariables>;
export const StartWithSliceDocument = new TypedDocumentString(`
    query StartWithSlice($slice: Slice!, $locale: Locale!) {
  ...StartParts
  slice(slice: $slice) {
    ...SliceParts
  }
}
    fragment StartParts on Query {
  me {
    subject
    roles
    tiers
    acts
    scenes
    arrivals
    purposes
    cities
    minimumGroup
    rows {
      cities
      counties
      grids
      channels
      staff
    }
  }
  generation {
    id
    dataDate
    months
    builtAt
    timeZone
  }
  catalogue {
    months
    measures {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      unit
      kind
      formula
      higherIsBetter
    }
    dimensions {
      code
      en: name(locale: EN)
      zh: name(locale: ZH)
      parent
      cardinality
    }
  }
}
fragment SliceParts on SliceInfo {
  words(locale: $locale)
  count
  from
  to
  months
  nodes
  stale
  where
  followed {
    words(locale: $locale)
  }
}`) as unknown as TypedDocumentString<StartWithSliceQuery, StartWithSliceQueryVariables>;
export const BoardDocument = new TypedDocumentString(`
    query Board($measures: [Measure!]!, $lead: Measure!, $month: YearMonth, $slice: Slice, $locale: Locale!) {
  before: indicators(
    measures: $measures
    month: $month
    slice: $slice
    against: PREVIOUS_MONTH
  ) {
    ...Tile
  }
  year: indicators(
    measures: $measures
    month: $month
    slice: $slice
    against: SAME_MONTH_LAST_YEAR
  ) {
    ...TileYear
  }
  cities: indicator(
    measure: $lead
    month: $month
    slice: $slice
    against: PREVIOUS_MONTH
  ) {
    measure {
      code
    }
    target
    drill(by: CITY, orderBy: ATTAINMENT, top: 20) {
      code
      label(locale: $locale)
      isOther
      value
      target
      attainment
      status
      change
      absence
      slice
    }
  }
}
    fragment Tile on Indicator {
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  month
  value
  baseline
  change
  changeRate
  absence
  coverage
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  pace {
    soFar
    share
    expected
    projected
    asOf
  }
  trend(months: 13) {
    month
    value
    low
    high
  }
}
fragment TileYear on Indicator {
  measure {
    code
  }
  baseline
  change
  changeRate
  absence
}`) as unknown as TypedDocumentString<BoardQuery, BoardQueryVariables>;
export const BoardSignalsDocument = new TypedDocumentString(`
    query BoardSignals($month: YearMonth, $locale: Locale!) {
  signals(first: 10, month: $month) {
    kind
    against
    measure {
      code
      unit
      higherIsBetter
    }
    value
    expected
    materiality
    monthsOpen
    verdict
    slice
    where {
      dimension
      code
      label(locale: $locale)
    }
  }
}
    `) as unknown as TypedDocumentString<BoardSignalsQuery, BoardSignalsQueryVariables>;
export const FindCustomerDocument = new TypedDocumentString(`
    query FindCustomer($msisdn: String, $id: ID, $scene: Scene!) {
  card(msisdn: $msisdn, number: $id, scene: $scene) {
    number
  }
}
    `) as unknown as TypedDocumentString<FindCustomerQuery, FindCustomerQueryVariables>;
export const VisitDocument = new TypedDocumentString(`
    query Visit($number: ID!, $scene: Scene!, $visit: ID!, $locale: Locale!) {
  card(number: $number, scene: $scene) {
    ...CustomerFacts
  }
  recommendations(
    number: $number
    scene: $scene
    limit: 3
    idempotencyKey: $visit
  ) {
    id
    at
    degraded
    heldOut
    shown {
      ...Offered
    }
    considered {
      ...Offered
    }
  }
  catalogue {
    outcomeReasons(outcome: REFUSED) {
      code
      name(locale: $locale)
    }
  }
}
    fragment CustomerFacts on CustomerCard {
  number
  dataDate
  plan {
    name(locale: $locale)
  }
  contractEndOn
  arrears {
    inArrears
    amount
  }
  openComplaint
  lastContacts {
    ...PastContact
  }
  refused {
    offer {
      code
      name(locale: $locale)
    }
    until
  }
  ordered {
    offer {
      code
      name(locale: $locale)
    }
    until
  }
  absent {
    part
    reason
  }
}
fragment PastContact on Contact {
  id
  at
  scene
  outcome
  decision
  offer {
    code
    name(locale: $locale)
  }
}
fragment Offered on Candidate {
  rank
  netBenefit
  acceptProbability
  acceptanceBasis
  stoppedAt
  reason(locale: $locale)
  pitch(locale: $locale)
  offer {
    code
    name(locale: $locale)
    price
    months
  }
}`) as unknown as TypedDocumentString<VisitQuery, VisitQueryVariables>;
export const TellVisitDocument = new TypedDocumentString(`
    mutation TellVisit($input: OutcomeInput!, $decision: ID!, $offer: ID!, $isDecided: Boolean!) {
  recordShown(decision: $decision, offers: [$offer]) @include(if: $isDecided) {
    id
  }
  recordOutcome(input: $input) {
    id
    at
  }
}
    `) as unknown as TypedDocumentString<TellVisitMutation, TellVisitMutationVariables>;
export const ArrivalsDocument = new TypedDocumentString(`
    subscription Arrivals($channel: ID!) {
  arrivals(channel: $channel) {
    id
    number
    scene
  }
}
    `) as unknown as TypedDocumentString<ArrivalsSubscription, ArrivalsSubscriptionVariables>;
export const DataDocument = new TypedDocumentString(`
    query Data($since: ID, $locale: Locale!) {
  generations {
    id
    builtAt
    dataDate
    months
  }
  generation {
    id
    builtAt
    dataDate
    months
    checks {
      name
      label(locale: $locale)
      ok
      detailLabel(locale: $locale)
    }
    changes(since: $since) {
      since {
        id
        builtAt
        dataDate
        months
      }
      monthsAdded
      monthsRemoved
      monthsRebuilt
      columnsAdded
      columnsRemoved
      definitionsChanged
    }
  }
  numbers: indicator(measure: NUMBERS, against: NONE) {
    value
  }
  catalogue {
    coverage {
      mart
      column
      provided
      emptyIn
      neededBy
    }
  }
}
    `) as unknown as TypedDocumentString<DataQuery, DataQueryVariables>;
export const LineageDocument = new TypedDocumentString(`
    query Lineage($locale: Locale!) {
  catalogue {
    measures {
      code
      description(locale: $locale)
      madeOf
      parts {
        code
        name(locale: $locale)
        mart
        sql
        columns
        monthsBack
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LineageQuery, LineageQueryVariables>;
export const ExploreDocument = new TypedDocumentString(`
    query Explore($input: AnalysisInput!, $locale: Locale!) {
  table(input: $input, first: 2000, names: true) {
    columns {
      name
      label(locale: $locale)
      type
      unit
      measure
      dimension
    }
    rows {
      cells(locale: $locale)
      totalOf
      isOther
      slice
    }
    rowCount
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<ExploreQuery, ExploreQueryVariables>;
export const ExportAnalysisDocument = new TypedDocumentString(`
    mutation ExportAnalysis($input: ExportInput!) {
  startExport(input: $input) {
    id
    fileName
    status
  }
}
    `) as unknown as TypedDocumentString<ExportAnalysisMutation, ExportAnalysisMutationVariables>;
export const FilesDocument = new TypedDocumentString(`
    query Files($after: String) {
  exportJobs(first: 50, after: $after) {
    nodes {
      id
      fileName
      status
      progress
      rows
      bytes
      link
      sha256
      createdAt
      expiresAt
      error
      generation
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FilesQuery, FilesQueryVariables>;
export const StartExportDocument = new TypedDocumentString(`
    mutation StartExport($input: ExportInput!) {
  startExport(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<StartExportMutation, StartExportMutationVariables>;
export const CancelExportDocument = new TypedDocumentString(`
    mutation CancelExport($id: ID!) {
  cancelExport(id: $id) {
    id
    status
  }
}
    `) as unknown as TypedDocumentString<CancelExportMutation, CancelExportMutationVariables>;
export const SetsDocument = new TypedDocumentString(`
    query Sets {
  numberSets {
    id
    name
    purpose
    expiresOn
    hasScores
    slice
    count
    unknown
  }
}
    `) as unknown as TypedDocumentString<SetsQuery, SetsQueryVariables>;
export const RemoveSetDocument = new TypedDocumentString(`
    mutation RemoveSet($id: ID!) {
  removeNumberSet(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<RemoveSetMutation, RemoveSetMutationVariables>;
export const ListPageDocument = new TypedDocumentString(`
    query ListPage($id: ID!, $by: ProgressBy!, $locale: Locale!) {
  targetList(id: $id) {
    id
    name
    purpose
    status
    scene
    month
    slice
    maxSize
    budget
    holdOut
    exploration
    rankBy
    expiresOn
    size
    heldOut
    sliceCount
    treatedUnits
    controlUnits
    contentHash
    expectedNetBenefit
    expectedCost
    createdBy
    createdAt
    frozenAt
    approvedBy
    approvedAt
    closedAt
    standing {
      id
      name
    }
    offers {
      code
      name(locale: $locale)
    }
    suppressed {
      ...Stopped
    }
  }
  work: targetList(id: $id) {
    progress {
      open
      claimed
      done
      exhausted
    }
    progressBy(what: $by) {
      key
      open
      claimed
      done
      exhausted
      accepted
    }
    batches {
      id
      agent
      claimedAt
      leaseUntil
      claimed
    }
  }
  goal: targetList(id: $id) {
    goal {
      measure {
        code
        name(locale: $locale)
        unit
        higherIsBetter
      }
      node
      slice
      baseline
      baselineMonth
      wantedChange
      by
      value
      month
      absence
      verdict
    }
  }
  result: targetList(id: $id) {
    result {
      from
      to
      treated
      control
      treatedOrders
      controlOrders
      treatedRate
      controlRate
      uplift
      upliftLow
      upliftHigh
      incrementalOrders
      cost
      roi
      roiLow
      roiHigh
      explored {
        treated
        treatedOrders
        treatedRate
        control
        controlOrders
        controlRate
      }
      verdict
      verdictText(locale: $locale)
    }
  }
}
    fragment Stopped on Suppression {
  gate
  why
  count
  reason(locale: $locale)
}`) as unknown as TypedDocumentString<ListPageQuery, ListPageQueryVariables>;
export const ListPreviewDocument = new TypedDocumentString(`
    query ListPreview($id: ID!, $locale: Locale!) {
  targetList(id: $id) {
    id
    preview {
      size
      heldOut
      sliceCount
      expectedNetBenefit
      expectedCost
      suppressed {
        ...Stopped
      }
    }
  }
}
    fragment Stopped on Suppression {
  gate
  why
  count
  reason(locale: $locale)
}`) as unknown as TypedDocumentString<ListPreviewQuery, ListPreviewQueryVariables>;
export const ListPeopleDocument = new TypedDocumentString(`
    query ListPeople($id: ID!, $after: String, $locale: Locale!) {
  targetLists(first: 50) {
    nodes {
      id
      name
      status
    }
  }
  targetList(id: $id) {
    id
    members(first: 20, after: $after) {
      totalCount
      nodes {
        rank
        netBenefit
        acceptanceBasis
        explored
        offer {
          code
          name(locale: $locale)
        }
        number {
          numberId
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListPeopleQuery, ListPeopleQueryVariables>;
export const ListWhyDocument = new TypedDocumentString(`
    query ListWhy($id: ID!, $number: ID!, $locale: Locale!) {
  targetList(id: $id) {
    id
    why(number: $number) {
      member
      heldOut
      stoppedAt
      reason(locale: $locale)
    }
  }
}
    `) as unknown as TypedDocumentString<ListWhyQuery, ListWhyQueryVariables>;
export const ListDeltaDocument = new TypedDocumentString(`
    query ListDelta($id: ID!, $from: ID!) {
  targetList(id: $id) {
    id
    delta(from: $from, first: 5) {
      added {
        count
        numbers
      }
      kept {
        count
        numbers
      }
      left {
        count
        numbers
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListDeltaQuery, ListDeltaQueryVariables>;
export const FreezeListDocument = new TypedDocumentString(`
    mutation FreezeList($id: ID!) {
  freezeTargetList(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<FreezeListMutation, FreezeListMutationVariables>;
export const ApproveListDocument = new TypedDocumentString(`
    mutation ApproveList($id: ID!) {
  approveTargetList(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<ApproveListMutation, ApproveListMutationVariables>;
export const CloseListDocument = new TypedDocumentString(`
    mutation CloseList($id: ID!) {
  closeTargetList(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<CloseListMutation, CloseListMutationVariables>;
export const TakeBackDocument = new TypedDocumentString(`
    mutation TakeBack($batch: ID!, $reason: String!) {
  takeBackWork(batch: $batch, reason: $reason) {
    id
  }
}
    `) as unknown as TypedDocumentString<TakeBackMutation, TakeBackMutationVariables>;
export const ListsDocument = new TypedDocumentString(`
    query Lists($status: ListStatus, $after: String, $locale: Locale!) {
  targetLists(status: $status, first: 50, after: $after) {
    nodes {
      id
      name
      status
      scene
      month
      size
      createdBy
      createdAt
      progress {
        open
        claimed
        done
        exhausted
      }
      goal {
        measure {
          code
          name(locale: $locale)
        }
        verdict
      }
      result {
        verdict
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ListsQuery, ListsQueryVariables>;
export const ListOffersDocument = new TypedDocumentString(`
    query ListOffers($locale: Locale!) {
  offers {
    code
    name(locale: $locale)
    scenes
    missing
    isService
  }
}
    `) as unknown as TypedDocumentString<ListOffersQuery, ListOffersQueryVariables>;
export const CreateListDocument = new TypedDocumentString(`
    mutation CreateList($input: TargetListInput!) {
  createTargetList(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateListMutation, CreateListMutationVariables>;
export const OfferRulesDocument = new TypedDocumentString(`
    query OfferRules($scene: Scene!, $locale: Locale!) {
  offers(scene: $scene) {
    code
    name(locale: $locale)
    price
    monthlyMargin
    conditions {
      gate
      words(locale: $locale)
    }
  }
}
    `) as unknown as TypedDocumentString<OfferRulesQuery, OfferRulesQueryVariables>;
export const SimulateDocument = new TypedDocumentString(`
    query Simulate($input: SimulationInput!, $locale: Locale!) {
  simulate(input: $input) {
    numbers
    before {
      offered
      cost
      netBenefit
    }
    after {
      offered
      cost
      netBenefit
    }
    offers {
      offer {
        code
        name(locale: $locale)
      }
      before
      after
      won
      lost
    }
    moves {
      count
      slice
      from {
        words(locale: $locale)
      }
      to {
        words(locale: $locale)
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SimulateQuery, SimulateQueryVariables>;
export const StandingListsDocument = new TypedDocumentString(`
    query StandingLists {
  standingLists {
    id
    name
    scene
    approveUpTo {
      size
      budget
    }
    createdBy
    createdAt
    approvedBy
    pausedAt
    fault
  }
}
    `) as unknown as TypedDocumentString<StandingListsQuery, StandingListsQueryVariables>;
export const CreateStandingDocument = new TypedDocumentString(`
    mutation CreateStanding($input: StandingListInput!) {
  createStandingList(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateStandingMutation, CreateStandingMutationVariables>;
export const ApproveStandingDocument = new TypedDocumentString(`
    mutation ApproveStanding($id: ID!) {
  approveStandingList(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<ApproveStandingMutation, ApproveStandingMutationVariables>;
export const PauseStandingDocument = new TypedDocumentString(`
    mutation PauseStanding($id: ID!) {
  pauseStandingList(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<PauseStandingMutation, PauseStandingMutationVariables>;
export const ResumeStandingDocument = new TypedDocumentString(`
    mutation ResumeStanding($id: ID!) {
  resumeStandingList(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<ResumeStandingMutation, ResumeStandingMutationVariables>;
export const OneNumberDocument = new TypedDocumentString(`
    query OneNumber($id: ID!, $month: YearMonth, $locale: Locale!) {
  number(id: $id, month: $month) {
    numberId
    month
    msisdn
    city: cityLabel(locale: $locale)
    county: countyLabel(locale: $locale)
    grid: gridLabel(locale: $locale)
    customerType
    gender
    birthYear
    creditLevel
    areaType
    customer {
      customerId
      size
    }
    household {
      householdId
      size
    }
    market {
      planId: planIdLabel(locale: $locale)
      planFee
      joinedOn
      joinChannelId: joinChannelIdLabel(locale: $locale)
      status
      statusSince
      contractEndOn
      dataAllowanceGb
      voiceAllowanceMin
      hasBroadband
      hasIptv
      hasFamilyNet
      hasGroupNet
      on5gPlan
      isSubCard
      arrears
      prepaidBalance
    }
    network {
      dataGb
      dayDataGb
      nightDataGb
      voiceMin
      localMin
      longDistanceMin
      roamingMin
      crossNetMin
      contacts
      sms
      activeDays
      device5g
      otherSim
      homeCellId: homeCellIdLabel(locale: $locale)
      workCellId: workCellIdLabel(locale: $locale)
    }
    finance {
      revenue
      voiceRevenue
      dataRevenue
      vasRevenue
      broadbandRevenue
      overageRevenue
      discount
      commission
      pointsCost
      promotionCost
      lastPaidUseOn
    }
    service {
      complaints
      satisfaction
      npsScore
      acceptsCalls
      acceptsMessages
      acceptsPartners
    }
    ownColumns {
      name
      board
      value
    }
    value {
      tier
      lifetimeValue
      lifetimeValueAbsence
      lifetimeValueBasis
      monthlyMargin
      expectedMonths
      rfm {
        cell
        recency
        frequency
        money
      }
      score {
        spend
        need
        satisfaction
        stickiness
        recommendation
        total
      }
    }
  }
  risk: number(id: $id, month: $month) {
    risk {
      probability
      probability3Months
      band
      percentile
      absence
      reasons(first: 5) {
        name(locale: $locale)
        value(locale: $locale)
        points
      }
    }
  }
  plans: number(id: $id, month: $month) {
    features {
      leaveDriver
    }
    plans(first: 4) {
      code
      name(locale: $locale)
      cost
      saving
      isOwn
    }
  }
  history: number(id: $id, month: $month) {
    history(months: 13) {
      month
      lifecycle {
        stage
        segment
      }
      finance {
        revenue
      }
      network {
        dataGb
        voiceMin
      }
    }
  }
  events: number(id: $id, month: $month) {
    events {
      on
      type
      offerId: offerIdLabel(locale: $locale)
      channelId: channelIdLabel(locale: $locale)
    }
  }
  contacts: number(id: $id, month: $month) {
    contacts(first: 10) {
      ...ContactOfNumber
    }
  }
  catalogue {
    filterColumns {
      ...ColumnOfNumber
    }
  }
}
    fragment ContactOfNumber on Contact {
  at
  scene
  outcome
  offer {
    name(locale: $locale)
  }
}
fragment ColumnOfNumber on FilterColumn {
  name
  label(locale: $locale)
  type
  unit
  values {
    code
    label(locale: $locale)
  }
}`) as unknown as TypedDocumentString<OneNumberQuery, OneNumberQueryVariables>;
export const NumberOffersDocument = new TypedDocumentString(`
    query NumberOffers($id: ID!, $scene: Scene!, $locale: Locale!) {
  recommendations(number: $id, scene: $scene, limit: 5) {
    considered {
      rank
      offer {
        code
        name(locale: $locale)
      }
      reason(locale: $locale)
      pitch(locale: $locale)
      stoppedAt
      netBenefit
      acceptProbability
    }
  }
}
    `) as unknown as TypedDocumentString<NumberOffersQuery, NumberOffersQueryVariables>;
export const NumbersPageDocument = new TypedDocumentString(`
    query NumbersPage($month: YearMonth, $slice: Slice, $after: String, $first: Int!, $orderBy: [PhoneNumberOrder!], $isFirst: Boolean!, $hasCities: Boolean!, $market: Boolean!, $network: Boolean!, $finance: Boolean!, $value: Boolean!, $service: Boolean!, $locale: Locale!) {
  numbers(
    month: $month
    slice: $slice
    first: $first
    after: $after
    orderBy: $orderBy
  ) {
    totalCount @include(if: $isFirst)
    sums(measures: [REVENUE, ARPU, DATA_VOLUME, VOICE_MINUTES]) @include(if: $isFirst)
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      numberId
      msisdn
      city: cityLabel(locale: $locale)
      county: countyLabel(locale: $locale)
      grid: gridLabel(locale: $locale)
      customerType
      gender
      birthYear
      creditLevel
      lifecycle {
        stage
        segment
      }
      market @include(if: $market) {
        planId: planIdLabel(locale: $locale)
        planFee
        joinedOn
        status
        contractEndOn
        dataAllowanceGb
        voiceAllowanceMin
        hasBroadband
        hasIptv
        hasFamilyNet
        on5gPlan
        isSubCard
        arrears
        prepaidBalance
        joinChannelId: joinChannelIdLabel(locale: $locale)
      }
      network @include(if: $network) {
        dataGb
        dayDataGb
        nightDataGb
        voiceMin
        localMin
        longDistanceMin
        crossNetMin
        contacts
        sms
        activeDays
        device5g
        otherSim
      }
      finance @include(if: $finance) {
        revenue
        voiceRevenue
        dataRevenue
        vasRevenue
        broadbandRevenue
        overageRevenue
        discount
        commission
      }
      value @include(if: $value) {
        tier
        lifetimeValue
        monthlyMargin
        expectedMonths
        rfm {
          cell
        }
        score {
          total
        }
      }
      service @include(if: $service) {
        complaints
        satisfaction
        npsScore
        acceptsCalls
        acceptsMessages
        acceptsPartners
      }
    }
  }
  catalogue @include(if: $isFirst) {
    filterColumns {
      name
      label(locale: $locale)
      type
      unit
      personal
      dimension
      values {
        code
        label(locale: $locale)
      }
    }
  }
  cities: indicator(measure: NUMBERS, month: $month) @include(if: $hasCities) {
    drill(by: CITY, orderBy: CODE) {
      code
      label(locale: $locale)
    }
  }
}
    `) as unknown as TypedDocumentString<NumbersPageQuery, NumbersPageQueryVariables>;
export const SliceWithDocument = new TypedDocumentString(`
    query SliceWith($month: YearMonth, $slice: Slice, $where: SliceFilter!) {
  indicator(measure: NUMBERS, month: $month, slice: $slice, where: $where) {
    slice
    value
    absence
  }
}
    `) as unknown as TypedDocumentString<SliceWithQuery, SliceWithQueryVariables>;
export const ExportNumbersDocument = new TypedDocumentString(`
    mutation ExportNumbers($input: ExportInput!) {
  startExport(input: $input) {
    id
    fileName
    status
  }
}
    `) as unknown as TypedDocumentString<ExportNumbersMutation, ExportNumbersMutationVariables>;
export const OneCustomerDocument = new TypedDocumentString(`
    query OneCustomer($id: ID!, $month: YearMonth, $locale: Locale!) {
  party: customer(id: $id, month: $month) {
    id
    key: customerId
    month
    customerType: type
    industry
    accountManagerId: accountManager
    size
    complaints
    openComplaints
  }
  worth: customer(id: $id, month: $month) {
    value {
      ...WorthOfParty
    }
    sums(measures: [REVENUE, ARPU, EXPECTED_LEAVERS])
  }
  numbers: customer(id: $id, month: $month) {
    numbers(
      first: 100
      orderBy: [{column: "onBooks", desc: true}, {column: "revenue", desc: true}]
    ) {
      totalCount
      nodes {
        ...NumberOfParty
      }
    }
  }
  contacts: customer(id: $id, month: $month) {
    contacts(first: 10) {
      ...ContactOfNumber
    }
  }
  catalogue {
    filterColumns {
      ...ColumnOfNumber
    }
  }
}
    fragment ContactOfNumber on Contact {
  at
  scene
  outcome
  offer {
    name(locale: $locale)
  }
}
fragment ColumnOfNumber on FilterColumn {
  name
  label(locale: $locale)
  type
  unit
  values {
    code
    label(locale: $locale)
  }
}
fragment NumberOfParty on PhoneNumber {
  numberId
  msisdn
  city: cityLabel(locale: $locale)
  market {
    planId: planIdLabel(locale: $locale)
    status
    contractEndOn
  }
  finance {
    revenue
  }
  risk {
    probability
  }
}
fragment WorthOfParty on PartyValue {
  tier
  lifetimeValue
  margin
  risk
}`) as unknown as TypedDocumentString<OneCustomerQuery, OneCustomerQueryVariables>;
export const OneHouseholdDocument = new TypedDocumentString(`
    query OneHousehold($id: ID!, $month: YearMonth, $locale: Locale!) {
  party: household(id: $id, month: $month) {
    id
    key: householdId
    month
    hasBroadband
    hasIptv
    hasFamilyNet
    size
    complaints
    openComplaints
  }
  worth: household(id: $id, month: $month) {
    value {
      ...WorthOfParty
    }
    sums(measures: [REVENUE, ARPU, EXPECTED_LEAVERS])
  }
  numbers: household(id: $id, month: $month) {
    numbers(
      first: 100
      orderBy: [{column: "onBooks", desc: true}, {column: "revenue", desc: true}]
    ) {
      totalCount
      nodes {
        ...NumberOfParty
      }
    }
  }
  contacts: household(id: $id, month: $month) {
    contacts(first: 10) {
      ...ContactOfNumber
    }
  }
  catalogue {
    filterColumns {
      ...ColumnOfNumber
    }
  }
}
    fragment ContactOfNumber on Contact {
  at
  scene
  outcome
  offer {
    name(locale: $locale)
  }
}
fragment ColumnOfNumber on FilterColumn {
  name
  label(locale: $locale)
  type
  unit
  values {
    code
    label(locale: $locale)
  }
}
fragment NumberOfParty on PhoneNumber {
  numberId
  msisdn
  city: cityLabel(locale: $locale)
  market {
    planId: planIdLabel(locale: $locale)
    status
    contractEndOn
  }
  finance {
    revenue
  }
  risk {
    probability
  }
}
fragment WorthOfParty on PartyValue {
  tier
  lifetimeValue
  margin
  risk
}`) as unknown as TypedDocumentString<OneHouseholdQuery, OneHouseholdQueryVariables>;
export const ReportsDocument = new TypedDocumentString(`
    query Reports($locale: Locale!) {
  reports {
    code
    name(locale: $locale)
    description(locale: $locale)
    months
    options {
      name
      description(locale: $locale)
      type
      default
      values {
        code
        label(locale: $locale)
      }
      least
      most
    }
  }
}
    `) as unknown as TypedDocumentString<ReportsQuery, ReportsQueryVariables>;
export const OneReportDocument = new TypedDocumentString(`
    query OneReport($code: ID!, $month: YearMonth, $slice: Slice, $options: [ReportOption!], $locale: Locale!) {
  report(
    code: $code
    month: $month
    slice: $slice
    options: $options
    first: 2000
  ) {
    code
    months
    rowCount
    ...ReportFrame
    pageInfo {
      hasNextPage
    }
  }
}
    fragment ReportFrame on Report {
  name(locale: $locale)
  chart {
    kind
    x
    y
    series
    facet
  }
  columns {
    name
    label(locale: $locale)
    type
    unit
    measure
    dimension
  }
  rows {
    cells(locale: $locale)
    totalOf
    slice
  }
}`) as unknown as TypedDocumentString<OneReportQuery, OneReportQueryVariables>;
export const TreeDocument = new TypedDocumentString(`
    query Tree($tree: ID!, $month: YearMonth, $against: Baseline!, $also: Baseline!, $hasAlso: Boolean!, $slice: Slice, $whatIf: [WhatIf!], $hasWhatIf: Boolean!, $locale: Locale!) {
  indicatorTrees {
    code
    name(locale: $locale)
    description(locale: $locale)
  }
  indicatorTree(
    tree: $tree
    month: $month
    against: $against
    slice: $slice
    whatIf: $whatIf
  ) {
    code
    name(locale: $locale)
    baselineMonth
    nodes {
      ...Node
    }
  }
  also: indicatorTree(
    tree: $tree
    month: $month
    against: $also
    slice: $slice
    whatIf: $whatIf
  ) @include(if: $hasAlso) {
    nodes {
      code
      change
      changeRate
      contribution
      absence
    }
  }
  fact: indicatorTree(
    tree: $tree
    month: $month
    against: $against
    slice: $slice
  ) @include(if: $hasWhatIf) {
    nodes {
      code
      value
    }
  }
}
    fragment Node on IndicatorNode {
  code
  parent
  level
  name(locale: $locale)
  relation
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  value
  baseline
  change
  changeRate
  contribution
  share
  sensitivity
  absence
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  trend(months: 13) {
    month
    value
    low
    high
  }
  lists(first: 3) {
    id
    name
    status
  }
}`) as unknown as TypedDocumentString<TreeQuery, TreeQueryVariables>;
export const TreeDrillDocument = new TypedDocumentString(`
    query TreeDrill($measure: Measure!, $month: YearMonth, $against: Baseline!, $slice: Slice!, $by: Dimension!, $locale: Locale!) {
  indicator(measure: $measure, month: $month, against: $against, slice: $slice) {
    drill(by: $by, orderBy: VALUE, top: 12) {
      code
      label(locale: $locale)
      isOther
      value
      change
      contribution
      absence
      slice
    }
  }
}
    `) as unknown as TypedDocumentString<TreeDrillQuery, TreeDrillQueryVariables>;
export const WarningDocument = new TypedDocumentString(`
    query Warning($measures: [Measure!]!, $month: YearMonth, $slice: Slice, $locale: Locale!) {
  before: indicators(
    measures: $measures
    month: $month
    slice: $slice
    against: PREVIOUS_MONTH
  ) {
    ...Tile
    drill(by: CITY, top: 20) {
      ...WarningPart
    }
  }
  year: indicators(
    measures: $measures
    month: $month
    slice: $slice
    against: SAME_MONTH_LAST_YEAR
  ) {
    ...TileYear
  }
  bands: indicators(
    measures: [CLOSING_SUBSCRIBERS, REVENUE, EXPECTED_LEAVERS]
    month: $month
    slice: $slice
    against: PREVIOUS_MONTH
  ) {
    measure {
      code
      unit
      higherIsBetter
    }
    drill(by: RISK_BAND, top: 10) {
      ...WarningPart
    }
  }
}
    fragment Tile on Indicator {
  measure {
    code
    unit
    formula
    higherIsBetter
  }
  month
  value
  baseline
  change
  changeRate
  absence
  coverage
  target
  attainment
  status
  slice
  signal {
    isSignal
    low
    high
  }
  pace {
    soFar
    share
    expected
    projected
    asOf
  }
  trend(months: 13) {
    month
    value
    low
    high
  }
}
fragment TileYear on Indicator {
  measure {
    code
  }
  baseline
  change
  changeRate
  absence
}
fragment WarningPart on Part {
  code
  label(locale: $locale)
  isOther
  value
  change
  baseline
  absence
  slice
}`) as unknown as TypedDocumentString<WarningQuery, WarningQueryVariables>;
export const WarningReportsDocument = new TypedDocumentString(`
    query WarningReports($month: YearMonth, $slice: Slice, $locale: Locale!) {
  reasons: report(
    code: "WARNING_REASONS"
    month: $month
    slice: $slice
    first: 12
  ) {
    ...ReportFrame
  }
  quality: report(
    code: "WARNING_QUALITY"
    month: $month
    slice: $slice
    first: 100
  ) {
    ...ReportFrame
  }
}
    fragment ReportFrame on Report {
  name(locale: $locale)
  chart {
    kind
    x
    y
    series
    facet
  }
  columns {
    name
    label(locale: $locale)
    type
    unit
    measure
    dimension
  }
  rows {
    cells(locale: $locale)
    totalOf
    slice
  }
}`) as unknown as TypedDocumentString<WarningReportsQuery, WarningReportsQueryVariables>;
export const WhyDocument = new TypedDocumentString(`
    query Why($measure: Measure!, $month: YearMonth, $against: Baseline!, $slice: Slice, $locale: Locale!) {
  indicator(measure: $measure, month: $month, against: $against, slice: $slice) {
    measure {
      code
      unit
      formula
      higherIsBetter
      description(locale: $locale)
    }
    value
    baseline
    change
    changeRate
    absence
    target
    attainment
    status
    slice
    signal {
      isSignal
      low
      high
      absence
    }
    trend(months: 13) {
      month
      value
      low
      high
      target
      baseline
      absence
      slice
      annotations {
        ...Happened
      }
    }
  }
}
    fragment Happened on Annotation {
  id
  kind
  from
  until
  text(locale: $locale)
  createdBy
}`) as unknown as TypedDocumentString<WhyQuery, WhyQueryVariables>;
export const CreateAnnotationDocument = new TypedDocumentString(`
    mutation CreateAnnotation($input: AnnotationInput!) {
  createAnnotation(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateAnnotationMutation, CreateAnnotationMutationVariables>;
export const RemoveAnnotationDocument = new TypedDocumentString(`
    mutation RemoveAnnotation($id: ID!) {
  removeAnnotation(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<RemoveAnnotationMutation, RemoveAnnotationMutationVariables>;
export const WhyExplainedDocument = new TypedDocumentString(`
    query WhyExplained($measure: Measure!, $month: YearMonth, $against: Baseline!, $slice: Slice, $by: [Dimension!], $method: ContributionMethod, $locale: Locale!) {
  explain(
    measure: $measure
    month: $month
    against: $against
    slice: $slice
    by: $by
    method: $method
    top: 8
  ) {
    value
    baseline
    change
    absence
    residual
    pattern
    summary(locale: $locale)
    warnings(locale: $locale)
    byFormula {
      node
      name(locale: $locale)
      contribution
      share
      from
      to
      sensitivity
      pathIntegral
      lmdi
      shapley
      disagreement
    }
    byDimension {
      dimension
      volume
      mix
      rate
      surprise
      parts {
        code
        label(locale: $locale)
        isOther
        presence
        contribution
        volume
        mix
        rate
        slice
      }
    }
    causes {
      where {
        dimension
        code
        label(locale: $locale)
      }
      value
      baseline
      contribution
      explanatoryPower
      deviation
      score
      slice
      coincides {
        ...Happened
      }
    }
  }
}
    fragment Happened on Annotation {
  id
  kind
  from
  until
  text(locale: $locale)
  createdBy
}`) as unknown as TypedDocumentString<WhyExplainedQuery, WhyExplainedQueryVariables>;
export const WorkDocument = new TypedDocumentString(`
    query Work($locale: Locale!) {
  myWork {
    ...Held
  }
  targetLists(first: 50) {
    nodes {
      id
      name
      status
      scene
      expiresOn
      progress {
        open
        claimed
        done
        exhausted
      }
    }
  }
  catalogue {
    outcomeReasons(outcome: REFUSED) {
      code
      name(locale: $locale)
    }
  }
}
    fragment Held on WorkBatch {
  id
  list
  fence
  leaseUntil
  items {
    rank
    attempt
    callBackAt
    callableFrom
    pitch(locale: $locale)
    offer {
      code
      name(locale: $locale)
      price
      months
    }
    number {
      numberId
      msisdn
    }
  }
}`) as unknown as TypedDocumentString<WorkQuery, WorkQueryVariables>;
export const CalleeDocument = new TypedDocumentString(`
    query Callee($number: ID!, $scene: Scene!, $locale: Locale!) {
  card(number: $number, scene: $scene) {
    ...CustomerFacts
  }
}
    fragment CustomerFacts on CustomerCard {
  number
  dataDate
  plan {
    name(locale: $locale)
  }
  contractEndOn
  arrears {
    inArrears
    amount
  }
  openComplaint
  lastContacts {
    ...PastContact
  }
  refused {
    offer {
      code
      name(locale: $locale)
    }
    until
  }
  ordered {
    offer {
      code
      name(locale: $locale)
    }
    until
  }
  absent {
    part
    reason
  }
}
fragment PastContact on Contact {
  id
  at
  scene
  outcome
  decision
  offer {
    code
    name(locale: $locale)
  }
}`) as unknown as TypedDocumentString<CalleeQuery, CalleeQueryVariables>;
export const ClaimWorkDocument = new TypedDocumentString(`
    mutation ClaimWork($list: ID!, $size: Int!, $key: ID!) {
  claimWork(list: $list, size: $size, idempotencyKey: $key) {
    id
    list
    items {
      rank
    }
  }
}
    `) as unknown as TypedDocumentString<ClaimWorkMutation, ClaimWorkMutationVariables>;
export const ExtendLeaseDocument = new TypedDocumentString(`
    mutation ExtendLease($batch: ID!, $fence: String!, $leaseSeconds: Int!) {
  extendLease(batch: $batch, fence: $fence, leaseSeconds: $leaseSeconds) {
    id
    leaseUntil
  }
}
    `) as unknown as TypedDocumentString<ExtendLeaseMutation, ExtendLeaseMutationVariables>;
export const ReleaseWorkDocument = new TypedDocumentString(`
    mutation ReleaseWork($batch: ID!, $fence: String!) {
  releaseWork(batch: $batch, fence: $fence) {
    id
  }
}
    `) as unknown as TypedDocumentString<ReleaseWorkMutation, ReleaseWorkMutationVariables>;
export const TellCallDocument = new TypedDocumentString(`
    mutation TellCall($input: OutcomeInput!) {
  recordOutcome(input: $input) {
    id
    at
  }
}
    `) as unknown as TypedDocumentString<TellCallMutation, TellCallMutationVariables>;
export const SearchNamesDocument = new TypedDocumentString(`
    query SearchNames($indicators: Boolean!, $reports: Boolean!, $locale: Locale!) {
  indicatorTrees @include(if: $indicators) {
    code
    name(locale: $locale)
  }
  reports @include(if: $reports) {
    code
    name(locale: $locale)
  }
}
    `) as unknown as TypedDocumentString<SearchNamesQuery, SearchNamesQueryVariables>;
export const FindNumberDocument = new TypedDocumentString(`
    query FindNumber($msisdn: String, $id: ID) {
  number(msisdn: $msisdn, id: $id) {
    numberId
  }
}
    `) as unknown as TypedDocumentString<FindNumberQuery, FindNumberQueryVariables>;
export const SliceInfoDocument = new TypedDocumentString(`
    query SliceInfo($slice: Slice!, $locale: Locale!) {
  slice(slice: $slice) {
    ...SliceParts
  }
}
    fragment SliceParts on SliceInfo {
  words(locale: $locale)
  count
  from
  to
  months
  nodes
  stale
  where
  followed {
    words(locale: $locale)
  }
}`) as unknown as TypedDocumentString<SliceInfoQuery, SliceInfoQueryVariables>;
export const SliceOfFilterDocument = new TypedDocumentString(`
    query SliceOfFilter($where: SliceFilter, $month: YearMonth) {
  indicator(measure: NUMBERS, month: $month, where: $where) {
    slice
  }
}
    `) as unknown as TypedDocumentString<SliceOfFilterQuery, SliceOfFilterQueryVariables>;
export const SliceOfNodeDocument = new TypedDocumentString(`
    query SliceOfNode($tree: ID!, $where: SliceFilter, $month: YearMonth) {
  indicatorTree(tree: $tree, month: $month, where: $where) {
    nodes {
      code
      slice
    }
  }
}
    `) as unknown as TypedDocumentString<SliceOfNodeQuery, SliceOfNodeQueryVariables>;